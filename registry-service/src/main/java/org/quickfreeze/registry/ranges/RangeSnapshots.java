package org.quickfreeze.registry.ranges;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.outbox.CloudEvents;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.event.RegistryEvent;
import org.quickfreeze.registry.ranges.RangeLines.Parsed;
import org.quickfreeze.registry.ranges.RangeRows.Difference;
import org.quickfreeze.registry.ranges.RangeSnapshot.State;

/**
 * Readings of lists. One hands a list in, part by part; somebody else publishes it, and says how
 * many ranges that ends: a list that broke off would end half of what is known.
 */
final class RangeSnapshots {
  private final RangePublisher publisher;
  private final Outbox outbox;
  private final DirectoryCopy directory;

  RangeSnapshots(RangePublisher publisher, Outbox outbox, DirectoryCopy directory) {
    this.publisher = publisher;
    this.outbox = outbox;
    this.directory = directory;
  }

  /** What a step came to. */
  sealed interface Outcome {
    /** Done. */
    record Done(RangeSnapshot snapshot) implements Outcome {}

    /** There is no such reading. */
    record NotFound() implements Outcome {}

    /** It was published or withdrawn before. */
    record Closed(State state) implements Outcome {}

    /** Only its author hands in lines; only somebody else publishes. */
    record NotYours() implements Outcome {}

    /** Lines or members cannot be taken; nothing was. */
    record Invalid(List<FieldError> errors) implements Outcome {}

    /** The list was published as of this day or a later one. */
    record NotNewer(LocalDate published) implements Outcome {}

    /** Publishing would end another number of ranges than was said. */
    record WouldEnd(long ended) implements Outcome {}
  }

  /**
   * Begins a reading; an earlier one of the same list that nobody has published is withdrawn.
   *
   * @param holders by which id the list names a provider of the register
   */
  Outcome begin(
      Tx tx,
      Caller caller,
      String list,
      RangeLines.Format format,
      LocalDate asOf,
      Map<String, String> holders,
      Instant now)
      throws SQLException {
    Set<String> providers = providers(now);
    List<FieldError> errors =
        holders.entrySet().stream()
            .filter(holder -> !providers.contains(holder.getValue()))
            .map(
                holder ->
                    new FieldError(
                        "/holders/" + holder.getKey().replace("~", "~0").replace("/", "~1"),
                        "reference",
                        null,
                        "is no provider in the register"))
            .toList();
    if (!errors.isEmpty()) {
      return new Outcome.Invalid(errors);
    }
    for (UUID draft : RangeRows.drafts(tx, list)) {
      RangeRows.forget(tx, draft);
      RangeRows.close(tx, draft, State.WITHDRAWN, caller.id(), null, now);
    }
    RangeSnapshot snapshot =
        new RangeSnapshot(
            UUID.randomUUID(),
            list,
            format,
            asOf,
            holders,
            State.DRAFT,
            caller.id(),
            caller.role(),
            now,
            null,
            null);
    RangeRows.insert(tx, snapshot);
    return new Outcome.Done(snapshot);
  }

  /** Takes whole lines in, in the place of what this part said before. */
  Outcome put(Tx tx, Caller caller, UUID id, int part, String text, Instant now)
      throws SQLException {
    Optional<RangeSnapshot> found = RangeRows.lock(tx, id);
    Outcome refusal = refusal(found);
    if (refusal != null) {
      return refusal;
    }
    RangeSnapshot snapshot = found.orElseThrow();
    if (!snapshot.author().equals(caller.id())) {
      return new Outcome.NotYours();
    }
    Parsed parsed =
        RangeLines.read(
            snapshot.format(), text, snapshot.holders(), providers(now), snapshot.asOf());
    if (!parsed.errors().isEmpty()) {
      return new Outcome.Invalid(parsed.errors());
    }
    RangeRows.put(tx, id, part, parsed);
    return new Outcome.Done(snapshot);
  }

  /**
   * Publishes a reading.
   *
   * @param ends how many ranges that are known now are not in it
   */
  Outcome publish(Tx tx, Caller caller, UUID id, long ends, Instant now) throws SQLException {
    Optional<RangeSnapshot> found = RangeRows.lock(tx, id);
    Outcome refusal = refusal(found);
    if (refusal != null) {
      return refusal;
    }
    RangeSnapshot snapshot = found.orElseThrow();
    if (snapshot.author().equals(caller.id())) {
      return new Outcome.NotYours();
    }
    long version = directory.version();
    Optional<LocalDate> before = RangeRows.publishedAsOf(tx, snapshot.list());
    if (before.isPresent() && !snapshot.asOf().isAfter(before.get())) {
      return new Outcome.NotNewer(before.get());
    }
    RangeRows.count(tx);
    Difference difference = RangeRows.difference(tx, snapshot);
    if (difference.ended() != ends) {
      return new Outcome.WouldEnd(difference.ended());
    }
    RangeRows.apply(tx, snapshot, now);
    publisher.publish(tx, snapshot.list());
    RangeRows.forget(tx, id);
    RangeRows.close(tx, id, State.PUBLISHED, caller.id(), difference, now);
    outbox.write(
        tx,
        CloudEvents.of(
            UUID.randomUUID(), event(snapshot, caller, difference, version), now, version));
    return new Outcome.Done(snapshot);
  }

  private static RegistryEvent event(
      RangeSnapshot snapshot, Caller caller, Difference difference, long version) {
    return new RegistryEvent.RangesPublished(
        "ranges/" + snapshot.list(),
        version,
        snapshot.authorRole(),
        snapshot.id(),
        caller.role(),
        snapshot.asOf(),
        difference.added(),
        difference.ended());
  }

  /** Takes a reading back. */
  Outcome withdraw(Tx tx, Caller caller, UUID id, Instant now) throws SQLException {
    Optional<RangeSnapshot> found = RangeRows.lock(tx, id);
    Outcome refusal = refusal(found);
    if (refusal != null) {
      return refusal;
    }
    RangeRows.forget(tx, id);
    RangeRows.close(tx, id, State.WITHDRAWN, caller.id(), null, now);
    return new Outcome.Done(found.orElseThrow());
  }

  private static @Nullable Outcome refusal(Optional<RangeSnapshot> found) {
    if (found.isEmpty()) {
      return new Outcome.NotFound();
    }
    State state = found.get().state();
    return state == State.DRAFT ? null : new Outcome.Closed(state);
  }

  private Set<String> providers(Instant now) {
    return directory
        .inForce(DirectoryEntity.Provider.class, now)
        .map(DirectoryEntity.Provider::id)
        .collect(Collectors.toSet());
  }
}
