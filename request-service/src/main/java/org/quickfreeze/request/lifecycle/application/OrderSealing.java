package org.quickfreeze.request.lifecycle.application;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.directory.DirectoryKeys;
import org.quickfreeze.backbone.sealing.Jws;
import org.quickfreeze.backbone.sealing.SealedJwe;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.contracts.act.ActCodec.MalformedAct;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.form.DataItem;
import org.quickfreeze.contracts.law.Bases;
import org.quickfreeze.contracts.order.OrderCodec;
import org.quickfreeze.contracts.order.OrderDocument;
import org.quickfreeze.contracts.order.OrderDocument.OrderContent;
import org.quickfreeze.contracts.order.OrderKind;

/**
 * Takes an order document that the requested side has signed, checks that it says what the act
 * says, and seals it to the provider.
 */
public final class OrderSealing {
  private static final String ORDER = "qf-order+jws";

  /** No order is sealed on a stale copy: a swapped or revoked key might not be known yet. */
  static final Outcome.NotSealed STALE =
      new Outcome.NotSealed(
          "directory-stale",
          "The copy of the register is older than a minute: no order is sealed.");

  private final DirectoryCopy directory;
  private final DirectoryKeys keys;
  private final InstantSource real;

  public OrderSealing(DirectoryCopy directory, DirectoryKeys keys, InstantSource real) {
    this.directory = directory;
    this.keys = keys;
    this.real = real;
  }

  /**
   * What the act and the request say about a document.
   *
   * @param items ids of the items that it is about
   * @param previous hash of the order's last document; empty for its first
   * @param hash hash of this document
   */
  record Wanted(
      UUID request,
      UUID order,
      OrderKind kind,
      String provider,
      List<String> items,
      String previous,
      String hash) {
    Wanted {
      items = List.copyOf(items);
    }
  }

  /** A document on its way. */
  record SealedOrder(Wanted wanted, String compact, String sealed) {}

  /** What sealing came to. */
  sealed interface Sealed {
    record Done(SealedOrder order) implements Sealed {}

    /**
     * It holds, but the provider cannot be reached any more. Only what follows an order comes to
     * this: it must not hold up a withdrawal or a release.
     *
     * @param compact the document as it was signed
     * @param reason code, such as {@code provider-without-key}
     */
    record Unreachable(Wanted wanted, String compact, String reason) implements Sealed {}

    record Not(Outcome.NotSealed why) implements Sealed {}
  }

  /** What a Party has declared and reserved: some of it changes what it may refuse. */
  List<String> reservationsOf(String party, Instant now) {
    return directory
        .find("party/" + party, DirectoryEntity.Party.class, now)
        .map(state -> Bases.codes(state, now))
        .orElse(List.of());
  }

  /** Checks and seals one document. */
  Sealed seal(Wanted wanted, List<String> documents, Act.Side issuer, Instant now) {
    if (!directory.fresh(real.instant())) {
      return new Sealed.Not(STALE);
    }
    Optional<String> document =
        documents.stream().filter(d -> Jws.hash(d).equals(wanted.hash())).findFirst();
    if (document.isEmpty()) {
      return not("document-missing", "No document has the hash that the act names.");
    }
    String fault = fault(document.get(), wanted, issuer, now);
    if (!fault.isEmpty()) {
      return not("wrong-document", fault);
    }
    Optional<DirectoryEntity.Provider> provider =
        directory.find("provider/" + wanted.provider(), DirectoryEntity.Provider.class, now);
    if (provider.isEmpty()) {
      return unreachable(
          wanted, document.get(), "unknown-provider", "The register does not know this provider.");
    }
    // What follows an order goes out all the same: its channel may be open again by then.
    if (wanted.kind() == OrderKind.PRESERVE && provider.get().kafkaClient() == null) {
      return not(
          "provider-without-channel",
          "The provider has no Kafka client in the register: serve the order outside the system.");
    }
    return sealTo(wanted, document.get(), now);
  }

  private Sealed sealTo(Wanted wanted, String document, Instant now) {
    Optional<DirectoryKeys.Recipient> recipient =
        keys.encryption("provider/" + wanted.provider(), now);
    if (recipient.isEmpty()) {
      return unreachable(
          wanted,
          document,
          "provider-without-key",
          "The provider has no key for orders in the register: serve the order outside the system.");
    }
    DirectoryKeys.Recipient to = recipient.get();
    String sealed = SealedJwe.seal(document, to.key(), to.kid(), ORDER);
    return new Sealed.Done(new SealedOrder(wanted, document, sealed));
  }

  private static Sealed unreachable(Wanted wanted, String document, String code, String what) {
    return wanted.kind() == OrderKind.PRESERVE
        ? not(code, what)
        : new Sealed.Unreachable(wanted, document, code);
  }

  private static Sealed not(String code, String what) {
    return new Sealed.Not(new Outcome.NotSealed(code, what));
  }

  private String fault(String document, Wanted wanted, Act.Side issuer, Instant now) {
    Jws.Result result = Jws.verify(document, ORDER, kid -> keys.signing(kid, now));
    if (!(result instanceof Jws.Verified verified)) {
      return "The document's signature does not hold.";
    }
    if (!keys.belongs(verified.kid(), "authority/" + issuer.authority(), now)) {
      return "The document is signed with somebody else's key.";
    }
    try {
      return difference(OrderCodec.readDocument(verified.payload()), wanted, issuer);
    } catch (MalformedAct e) {
      return "The document is malformed at " + e.pointer() + ".";
    }
  }

  /** What the document says otherwise than the act; empty when they agree. */
  private static String difference(OrderDocument order, Wanted wanted, Act.Side issuer) {
    boolean same =
        order.order().equals(wanted.order())
            && order.request().equals(wanted.request())
            && order.kind() == wanted.kind()
            && order.provider().equals(wanted.provider())
            && order.issuer().equals(issuer);
    if (!same) {
      return "The document does not say what the act says.";
    }
    if (!order.previous().equals(wanted.previous())) {
      return "The document does not follow the order's last one.";
    }
    return order.content() == null || items(order.content()).equals(Set.copyOf(wanted.items()))
        ? ""
        : "The document is about other items than the act.";
  }

  private static Set<String> items(OrderContent content) {
    return content.items().stream().map(DataItem::id).collect(Collectors.toSet());
  }
}
