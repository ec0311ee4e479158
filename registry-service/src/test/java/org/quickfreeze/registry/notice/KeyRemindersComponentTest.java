package org.quickfreeze.registry.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.directory.DirectoryKeys;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryEntity.Authority;
import org.quickfreeze.registry.fixture.AgeKey;
import org.quickfreeze.registry.fixture.RegistryDatabase;

/** An authority whose recipients come and go, and one whose key is suspended. */
@Timeout(120)
class KeyRemindersComponentTest {
  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

  private final Transactions transactions = RegistryDatabase.transactions();
  private final DirectoryCopy directory = new DirectoryCopy();
  private final Notices notices = new Notices(transactions, directory, new Outbox(() -> {}));
  private final String authority = "qf-" + UUID.randomUUID().toString().substring(0, 8);
  private final String kid = UUID.randomUUID().toString();
  private final AgeKey duty = AgeKey.fresh();
  private final AgeKey recovery = AgeKey.fresh();

  @BeforeEach
  void anAuthority() {
    enter("authority/" + authority, new Authority(authority, "QF", List.of(), "Desk", null, null));
  }

  /** The entries of the register outlive this test. */
  @AfterEach
  void nothingIsLeft() {
    in(tx -> tx.update("delete from registry.notice where authority like 'qf-%'"));
    in(
        tx ->
            tx.update(
                """
                update registry.entity_version set superseded_at = ?
                where entity = ? and superseded_at is null""",
                NOON.plusSeconds(600),
                "key/" + kid));
  }

  @Test
  void givenAnAuthorityThatHasNeverHadRecipients_whenLookedAt_thenNobodyIsTold() {
    sweep(NOON);

    assertThat(told()).isEmpty();
  }

  @Test
  void givenASetThatIsIncomplete_whenLookedAtAgain_thenItsPeopleAreToldOnceForEachState() {
    recipient(duty, "duty");
    sweep(NOON);
    sweep(NOON.plusSeconds(60));
    assertThat(told()).containsExactly("recipients-incomplete");

    recipient(recovery, "recovery");
    sweep(NOON.plusSeconds(120));
    assertThat(told()).hasSize(1);

    recipient(recovery, "duty");
    sweep(NOON.plusSeconds(180));
    assertThat(told()).containsExactly("recipients-incomplete", "recipients-incomplete");
  }

  /** Nobody can sign with it: that cannot wait for the morning. */
  @Test
  void givenASuspendedKey_whenLookedAt_thenItsOwnersPeopleAreCalledOnce() {
    suspended(NOON, null);
    sweep(NOON);
    sweep(NOON.plusSeconds(60));
    assertThat(told()).containsExactly("key-suspended!");

    // it was resumed, and is suspended anew
    in(
        tx ->
            tx.update(
                "update registry.entity_version set superseded_at = ? where entity = ?",
                NOON.plusSeconds(90),
                "key/" + kid));
    sweep(NOON.plusSeconds(100));
    assertThat(told()).hasSize(1);
    suspended(NOON.plusSeconds(90), NOON.plus(Duration.ofDays(1)));
    sweep(NOON.plusSeconds(120));
    assertThat(told()).containsExactly("key-suspended!", "key-suspended!");
  }

  /** As the register writes it. */
  private void suspended(Instant since, @Nullable Instant plannedTo) {
    in(
        tx ->
            tx.update(
                """
                insert into registry.entity_version (entity, kind, directory_version, valid_from,
                  valid_to, recorded_at, recorded_by, body, suspended, planned_to)
                values (?, 'key', 1, ?, ?, ?, 'x', jsonb_build_object('owner', ?), true, ?)""",
                "key/" + kid,
                since.minusSeconds(60),
                since,
                since,
                "authority/" + authority,
                plannedTo));
  }

  private void sweep(Instant now) {
    directory.load(transactions);
    // each look by another replica, so that the database alone knows what was told
    ToldOnce once = new ToldOnce(transactions, directory, notices);
    new KeyReminders(transactions, directory, new DirectoryKeys(directory), once).sweep(now);
  }

  private void recipient(AgeKey key, String purpose) {
    enter(
        "key/" + key.recipient().kid(),
        new DirectoryEntity.Key(
            key.recipient().kid(),
            "authority/" + authority,
            "age",
            key.recipient().members(),
            purpose,
            null));
  }

  private void enter(String entity, DirectoryEntity body) {
    RegistryDatabase.enter(transactions, entity, body);
  }

  private List<String> told() {
    return in(
        tx ->
            tx.query(
                "select occasion, urgency from registry.notice where authority = ? order by created_at",
                row -> row.text("occasion") + (row.text("urgency").equals("ROUTINE") ? "" : "!"),
                authority));
  }

  @FunctionalInterface
  private interface Work<T> {
    T run(Tx tx) throws SQLException;
  }

  private <T> T in(Work<T> work) {
    return transactions.<T, RuntimeException>inTransaction(Scope.system(), work::run);
  }
}
