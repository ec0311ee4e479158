package org.quickfreeze.registry.ping;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.outbox.CloudEvents;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryEntity.Authority;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.contracts.event.RegistryEvent.PingFailed;
import org.quickfreeze.registry.entity.EntityRegister;
import org.quickfreeze.registry.notice.Notices;
import org.quickfreeze.registry.ping.PingRows.PingRow;
import org.quickfreeze.registry.ping.domain.Ping;

/** Tests of channels from their round to their end; what sends them is {@link PingCalls}. */
public final class Pings {
  /** Misses in a row after which a channel counts as broken. */
  private static final int ALARM = 2;

  private static final Duration YEAR = Duration.ofDays(366);

  private final Transactions transactions;
  private final DirectoryCopy directory;
  private final EntityRegister register;
  private final Notices notices;
  private final Outbox outbox;
  private final Challenge challenge;

  Pings(
      Transactions transactions,
      DirectoryCopy directory,
      EntityRegister register,
      Notices notices,
      Outbox outbox,
      Challenge challenge) {
    this.transactions = transactions;
    this.directory = directory;
    this.register = register;
    this.notices = notices;
    this.outbox = outbox;
    this.challenge = challenge;
  }

  /**
   * A test as answers show it.
   *
   * @param period which random round of the year it belongs to, such as {@code 2026/3}
   * @param state planned, sent, answered, missed or untested
   * @param how why it was missed or not tested, or the function that has answered
   * @param code for the channel {@code feed} alone, while it waits: whoever reads this has got it
   */
  public record PingView(
      UUID id,
      UUID round,
      @Nullable String period,
      String contactPoint,
      String authority,
      String channel,
      Instant plannedAt,
      @Nullable Instant sentAt,
      @Nullable Instant dueAt,
      @Nullable Instant endedAt,
      String state,
      String how,
      @Nullable String code) {}

  /**
   * How a channel did in a quarter.
   *
   * @param medianSeconds from sending to answer; absent where nobody has answered
   */
  public record Figures(
      String contactPoint,
      String channel,
      String quarter,
      long answered,
      long missed,
      long untested,
      @Nullable Long medianSeconds) {}

  /** What an answer came to. */
  sealed interface Answering {
    record Right() implements Answering {}

    /** The code is another one, or it came too late. */
    record Wrong(String state) implements Answering {}

    record NotFound() implements Answering {}

    /** It is over, or not sent yet. */
    record Illegal(String state) implements Answering {}
  }

  /**
   * Plans a test of each channel of a contact point, those of its rota too.
   *
   * @param period which random round of the year this is; null for one that was asked for
   * @return how many were planned
   */
  int plan(Tx tx, UUID round, ContactPoint point, @Nullable String period, Instant now)
      throws SQLException {
    String party =
        directory
            .find("authority/" + point.authority(), Authority.class, now)
            .map(Authority::party)
            .orElse("");
    int planned = 0;
    for (Channel channel : point.everyChannel()) {
      PingRow row =
          new PingRow(
              UUID.randomUUID(),
              round,
              period,
              point.id(),
              party,
              point.authority(),
              channel.kind(),
              channel.address(),
              now,
              new Ping.Planned(),
              null,
              null,
              null,
              "",
              null);
      planned += PingRows.insert(tx, row) ? 1 : 0;
    }
    return planned;
  }

  /** Somebody brings a code back. */
  Answering answer(Tx tx, Caller caller, UUID id, String code, Instant now) throws SQLException {
    Optional<PingRow> found = PingRows.lock(tx, id);
    if (found.isEmpty()) {
      return new Answering.NotFound();
    }
    PingRow row = found.get();
    if (!(row.ping() instanceof Ping.Sent sent)) {
      return new Answering.Illegal(PingRows.word(row.ping()));
    }
    Ping after = sent.answer(challenge.isRight(id, code), now);
    if (after instanceof Ping.Answered) {
      answered(tx, row, caller.role(), EntityRegister.By.alone(caller), now);
      return new Answering.Right();
    }
    PingRows.update(tx, id, after, after instanceof Ping.Missed missed ? missed.why() : "", now);
    return new Answering.Wrong(PingRows.word(after));
  }

  /** A person has answered: the register now says when the channel last worked. */
  void answered(Tx tx, PingRow row, String by, EntityRegister.By author, Instant now)
      throws SQLException {
    PingRows.update(tx, row.id(), new Ping.Answered(), by, now);
    register.proved(
        tx, author, "contact-point/" + row.contactPoint(), row.channel(), row.address(), now);
  }

  /** It ends without an answer; a second miss in a row raises the alarm. */
  void ended(Tx tx, PingRow row, Ping after, Instant now) throws SQLException {
    String why =
        switch (after) {
          case Ping.Missed missed -> missed.why();
          case Ping.Untested untested -> untested.why();
          case Ping.Planned _, Ping.Sent _, Ping.Answered _ -> "";
        };
    PingRows.update(tx, row.id(), after, why, now);
    if (after instanceof Ping.Missed && missedBefore(tx, row)) {
      alarm(tx, row, now);
    }
  }

  private static boolean missedBefore(Tx tx, PingRow row) throws SQLException {
    List<PingRow> before = PingRows.before(tx, row, ALARM - 1);
    return before.size() == ALARM - 1
        && before.stream().allMatch(one -> one.ping() instanceof Ping.Missed);
  }

  private void alarm(Tx tx, PingRow row, Instant now) throws SQLException {
    long version = directory.version();
    PingFailed event =
        new PingFailed(
            "contact-point/" + row.contactPoint(), version, "clock", row.channel(), ALARM);
    outbox.write(tx, List.of(CloudEvents.of(UUID.randomUUID(), event, now, version)));
    notices.pingFailed(tx, row.id(), row.party(), row.authority(), now);
  }

  List<PingView> page(Caller caller, String contactPoint, Instant before, int limit) {
    boolean own = !caller.role().equals("secretariat");
    return transactions.<List<PingView>, RuntimeException>inTransaction(
        caller.scope(),
        tx ->
            PingRows.page(tx, contactPoint, before, limit).stream()
                .map(row -> view(row, own))
                .toList());
  }

  private PingView view(PingRow row, boolean own) {
    boolean shown = own && row.channel().equals("feed") && row.ping() instanceof Ping.Sent;
    return new PingView(
        row.id(),
        row.round(),
        row.period(),
        row.contactPoint(),
        row.authority(),
        row.channel(),
        row.plannedAt(),
        row.sentAt(),
        row.dueAt(),
        row.endedAt(),
        PingRows.word(row.ping()),
        row.how(),
        shown ? challenge.code(row.id()) : null);
  }

  /** How the channels of a Party did; empty where it does not let this caller see it. */
  Optional<List<Figures>> figures(Caller caller, String party, Instant from, Instant until) {
    boolean entitled = party.equals(caller.party()) || caller.role().equals("secretariat");
    return transactions.<Optional<List<Figures>>, RuntimeException>inTransaction(
        Scope.system(),
        tx ->
            entitled || PingRows.isPublished(tx, party)
                ? Optional.of(PingRows.figures(tx, party, from, until))
                : Optional.empty());
  }

  /** How the channels of a Party did in the last year; empty where it does not let them see it. */
  public Optional<List<Figures>> lastYear(Caller caller, String party, Instant now) {
    return figures(caller, party, now.minus(YEAR), now);
  }

  /** A Party lets others see how its channels did, or no longer. */
  void publish(Tx tx, Caller caller, boolean published, Instant now) throws SQLException {
    PingRows.publish(tx, String.valueOf(caller.party()), published, caller.role(), now);
  }
}
