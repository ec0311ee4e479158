package org.quickfreeze.registry.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.registry.fixture.RegistryDatabase;

/** A word that stops counting, and people who are told in time. */
@Timeout(120)
class RemindersComponentTest {
  private static final Instant END = Instant.parse("2027-03-01T12:00:00Z");

  private final Transactions transactions = RegistryDatabase.transactions();
  private final DirectoryCopy directory = new DirectoryCopy();
  private final Reminders reminders =
      new Reminders(
          directory,
          new ToldOnce(
              transactions, directory, new Notices(transactions, directory, new Outbox(() -> {}))));
  private final String authority = "xr-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void aContactPoint() {
    RegistryDatabase.enter(
        transactions,
        "authority/" + authority,
        new DirectoryEntity.Authority(authority, "XR", List.of(), "Desk", null, null));
    attestedUntil(END);
  }

  /** The entries of the register outlive this test. */
  @AfterEach
  void nothingIsLeft() {
    RegistryDatabase.enter(transactions, "contact-point/" + authority, point(null));
    transactions.<Integer, RuntimeException>inTransaction(
        Scope.system(),
        tx -> tx.update("delete from registry.notice where authority = ?", authority));
  }

  @Test
  void givenAWordThatStopsCounting_whenTheWeeksGoBy_thenItsPeopleAreToldThreeTimes() {
    toldUpTo(Duration.ofDays(-15));
    assertThat(told()).isEmpty();

    toldUpTo(Duration.ofDays(-14));
    assertThat(told()).containsExactly("attestation-due");

    toldUpTo(Duration.ofDays(-4));
    assertThat(told()).hasSize(1);

    toldUpTo(Duration.ofDays(-3));
    assertThat(told()).containsExactly("attestation-due", "attestation-due");

    toldUpTo(Duration.ofDays(10));
    assertThat(told())
        .containsExactlyInAnyOrder("attestation-due", "attestation-due", "attestation-overdue");
  }

  @Test
  void givenPeopleWhoHaveConfirmed_whenTheOldEndComes_thenNobodyIsTold() {
    attestedUntil(END.plus(Duration.ofDays(180)));

    toldUpTo(Duration.ofDays(1));

    assertThat(told()).isEmpty();
  }

  private void toldUpTo(Duration fromEnd) {
    reminders.sweep(END.plus(fromEnd));
    reminders.sweep(END.plus(fromEnd).plusSeconds(60));
  }

  private List<String> told() {
    return transactions.<List<String>, RuntimeException>inTransaction(
        Scope.system(),
        tx ->
            tx.query(
                "select occasion, urgency from registry.notice where authority = ? order by created_at",
                row -> row.text("occasion") + (row.text("urgency").equals("ROUTINE") ? "" : "!"),
                authority));
  }

  private void attestedUntil(Instant end) {
    RegistryDatabase.enter(transactions, "contact-point/" + authority, point(end));
    directory.load(transactions);
  }

  private ContactPoint point(@org.jspecify.annotations.Nullable Instant attestedUntil) {
    return new ContactPoint(
        authority, authority, List.of(), List.of("en"), "UTC", "", null, attestedUntil);
  }
}
