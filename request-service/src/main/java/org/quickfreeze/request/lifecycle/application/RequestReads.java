package org.quickfreeze.request.lifecycle.application;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.clocks.Clocks;
import org.quickfreeze.backbone.sealing.DataKey;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.act.ActType.Author;
import org.quickfreeze.request.lifecycle.application.HeldRows.HeldRow;
import org.quickfreeze.request.lifecycle.application.RequestStore.EntryRow;
import org.quickfreeze.request.lifecycle.application.RequestStore.Stored;

/** What the two sides may read; row-level security decides whether there is anything to read. */
public final class RequestReads {
  private final Transactions transactions;
  private final SharedKeys keys;

  public RequestReads(Transactions transactions, KeyVault vault) {
    this.transactions = transactions;
    this.keys = new SharedKeys(vault);
  }

  /**
   * A shared entry.
   *
   * @param jws the signed bytes; absent for a clock fact
   */
  public record EntryView(
      long number,
      String kind,
      String type,
      String party,
      String authority,
      String hash,
      Instant at,
      long directoryVersion,
      @Nullable String jws) {}

  /**
   * What happened, in one line.
   *
   * @param kind {@code act}, {@code reply} or {@code clock}; {@code held} or {@code stopped} for an
   *     act of the own side that is no entry
   * @param entry number of the entry; 0 where there is none
   */
  public record Milestone(Instant at, String kind, String type, String by, long entry) {}

  /** A step's old and new value, with the event whose {@code detail} is an HMAC over it. */
  public record HistoryView(long entry, @Nullable UUID event, JsonNode change) {}

  public Optional<RequestView> view(Scope scope, UUID id) {
    return transactions.<Optional<RequestView>, RuntimeException>inTransaction(
        scope,
        tx -> {
          Optional<Stored> stored = RequestStore.read(tx, id);
          return stored.isEmpty() ? Optional.empty() : Optional.of(view(tx, scope, stored.get()));
        });
  }

  /**
   * Requests of the caller's authority, the latest first.
   *
   * @param after id of the request after which the page begins; null for the first page
   * @return empty when {@code after} is none that the caller can see
   */
  public Optional<List<RequestView>> page(
      Scope scope, boolean open, @Nullable UUID after, int limit) {
    return transactions.<Optional<List<RequestView>>, RuntimeException>inTransaction(
        scope,
        tx -> {
          if (after != null && RequestStore.read(tx, after).isEmpty()) {
            return Optional.empty();
          }
          List<RequestView> views = new ArrayList<>();
          for (Stored stored : RequestStore.page(tx, open, after, limit)) {
            views.add(view(tx, scope, stored));
          }
          return Optional.of(views);
        });
  }

  public Optional<List<EntryView>> entries(Scope scope, UUID id) {
    return each(scope, id, RequestReads::entry);
  }

  public Optional<List<Milestone>> timeline(Scope scope, UUID id) {
    return each(scope, id, (row, _) -> milestone(row))
        .map(
            shared ->
                Stream.concat(shared.stream(), waited(scope, id).stream())
                    .sorted(Comparator.comparing(Milestone::at))
                    .toList());
  }

  /** Acts of the own side that wait or were stopped; those that went on are entries. */
  private List<Milestone> waited(Scope scope, UUID id) {
    return transactions.<List<Milestone>, RuntimeException>inTransaction(
        scope,
        tx ->
            HeldRows.of(tx, id).stream()
                .filter(row -> !row.state().equals("released"))
                .map(RequestReads::milestone)
                .toList());
  }

  private static Milestone milestone(HeldRow row) {
    Instant at = row.decidedAt() == null ? row.heldAt() : row.decidedAt();
    String by = row.party() + " " + row.authority();
    return new Milestone(at, row.state(), row.type(), by, 0);
  }

  private static Milestone milestone(EntryRow row) {
    String by = row.party().isEmpty() ? row.authority() : row.party() + " " + row.authority();
    return new Milestone(
        row.at(), row.kind(), row.type(), by.isBlank() ? "clock" : by, row.number());
  }

  public Optional<List<HistoryView>> history(Scope scope, UUID id) {
    return each(scope, id, RequestReads::historyOf);
  }

  private <T> Optional<List<T>> each(Scope scope, UUID id, Reader<T> reader) {
    return transactions.<Optional<List<T>>, RuntimeException>inTransaction(
        scope,
        tx -> {
          Optional<Stored> stored = RequestStore.read(tx, id);
          if (stored.isEmpty()) {
            return Optional.empty();
          }
          DataKey key = keys.open(stored.get(), scope);
          List<T> views = new ArrayList<>();
          for (EntryRow row : RequestStore.entries(tx, id)) {
            views.add(reader.read(row, key));
          }
          return Optional.of(views);
        });
  }

  private static EntryView entry(EntryRow row, DataKey key) {
    String jws =
        row.sealed() == null
            ? null
            : new String(
                key.decrypt(row.sealed(), SharedKeys.entryPlace(row.request(), row.number())),
                StandardCharsets.US_ASCII);
    return new EntryView(
        row.number(),
        row.kind(),
        row.type(),
        row.party(),
        row.authority(),
        row.hash(),
        row.at(),
        row.directoryVersion(),
        jws);
  }

  private static HistoryView historyOf(EntryRow row, DataKey key) {
    byte[] sealed = row.change() == null ? new byte[0] : row.change();
    byte[] change = key.decrypt(sealed, SharedKeys.changePlace(row.request(), row.number()));
    try {
      return new HistoryView(row.number(), row.eventId(), Wire.mapper().readTree(change));
    } catch (IOException e) {
      throw new IllegalStateException("a change record cannot be read", e);
    }
  }

  private static RequestView view(Tx tx, Scope scope, Stored stored) throws SQLException {
    boolean requester = stored.request().facts().from().authority().equals(scope.authority());
    return RequestView.of(
        stored.request(),
        stored.submittedAt(),
        Clocks.of(tx, stored.request().id()),
        requester ? Author.REQUESTER : Author.REQUESTED);
  }

  @FunctionalInterface
  private interface Reader<T> {
    T read(EntryRow row, DataKey key);
  }
}
