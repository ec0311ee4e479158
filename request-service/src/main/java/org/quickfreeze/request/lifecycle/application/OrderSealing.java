package org.quickfreeze.request.lifecycle.application;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.directory.DirectoryKeys;
import org.quickfreeze.backbone.sealing.Jws;
import org.quickfreeze.backbone.sealing.SealedJwe;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.contracts.act.ActCodec.MalformedAct;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.order.OrderCodec;
import org.quickfreeze.contracts.order.OrderDocument;

/**
 * Takes an order document that the requested side has signed, checks that it says what the act
 * says, and seals it to the provider.
 */
public final class OrderSealing {
  private static final String ORDER = "qf-order+jws";
  private static final Duration FRESH = Duration.ofSeconds(60);

  private final DirectoryCopy directory;
  private final DirectoryKeys keys;
  private final Supplier<Instant> realNow;

  public OrderSealing(DirectoryCopy directory, DirectoryKeys keys, Supplier<Instant> realNow) {
    this.directory = directory;
    this.keys = keys;
    this.realNow = realNow;
  }

  /** What the act says about its document. */
  record Wanted(UUID request, UUID order, String kind, String provider, String hash) {}

  /** A document on its way. */
  record SealedOrder(Wanted wanted, String compact, String sealed) {}

  /** What sealing came to. */
  sealed interface Outcome {
    record Done(SealedOrder order) implements Outcome {}

    /**
     * Not sealed.
     *
     * @param code such as {@code provider-without-key}
     */
    record Not(String code, String what) implements Outcome {}
  }

  /** Reservations of a Party that change what it may refuse. */
  List<String> reservationsOf(String party, Instant now) {
    return directory
        .find("party/" + party, DirectoryEntity.Party.class, now)
        .map(DirectoryEntity.Party::reservations)
        .orElse(List.of());
  }

  /** Checks and seals one document. */
  Outcome seal(Wanted wanted, List<String> documents, Act.Side issuer, Instant now) {
    if (directory.age(realNow.get()).compareTo(FRESH) > 0) {
      return new Outcome.Not(
          "directory-stale",
          "The copy of the register is older than a minute: no order is sealed.");
    }
    Optional<String> document =
        documents.stream().filter(d -> Jws.hash(d).equals(wanted.hash())).findFirst();
    if (document.isEmpty()) {
      return new Outcome.Not("document-missing", "No document has the hash that the act names.");
    }
    String fault = fault(document.get(), wanted, issuer, now);
    if (!fault.isEmpty()) {
      return new Outcome.Not("wrong-document", fault);
    }
    return directory
            .find("provider/" + wanted.provider(), DirectoryEntity.Provider.class, now)
            .isEmpty()
        ? new Outcome.Not("unknown-provider", "The register does not know this provider.")
        : sealTo(wanted, document.get(), now);
  }

  private Outcome sealTo(Wanted wanted, String document, Instant now) {
    Optional<DirectoryKeys.Recipient> recipient =
        keys.encryption("provider/" + wanted.provider(), now);
    if (recipient.isEmpty()) {
      return new Outcome.Not(
          "provider-without-key",
          "The provider has no key for orders in the register: serve the order outside the system.");
    }
    DirectoryKeys.Recipient to = recipient.get();
    String sealed = SealedJwe.seal(document, to.key(), to.kid(), ORDER);
    return new Outcome.Done(new SealedOrder(wanted, document, sealed));
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
      OrderDocument order = OrderCodec.readDocument(verified.payload());
      boolean same =
          order.order().equals(wanted.order())
              && order.request().equals(wanted.request())
              && order.kind().wire().equals(wanted.kind())
              && order.provider().equals(wanted.provider())
              && order.issuer().equals(issuer);
      return same ? "" : "The document does not say what the act says.";
    } catch (MalformedAct e) {
      return "The document is malformed at " + e.pointer() + ".";
    }
  }
}
