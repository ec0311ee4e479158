package org.quickfreeze.backbone.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.fixture.TestDatabase;

/** Which transport rows go, and above all which stay. */
@Timeout(120)
class RetentionComponentTest {
  @BeforeEach
  void empty() {
    TestDatabase.clean();
  }

  @Test
  void givenOutboxRows_whenSwept_thenThoseGoThatAreOldAndWithTheBroker() {
    TestDatabase.asOwner(
        """
        update backbone.relay_mark set position = 4, published = 3;
        insert into backbone.outbox (event_id, topic, key, headers, value, written_at, position)
        select gen_random_uuid(), 'test.events', key, '{}', '', now() - age::interval, position
        from (values
          ('old', '31 days', 1), ('just too young', '29 days 23 hours', 2), ('young', '0', 3),
          ('old, not yet sent', '31 days', 4), ('old, not yet stamped', '31 days', null)
        ) as rows (key, age, position)""");

    sweep();

    assertThat(TestDatabase.texts("select key from backbone.outbox order by id"))
        .containsExactly("just too young", "young", "old, not yet sent", "old, not yet stamped");
  }

  @Test
  void givenInboxRows_whenSwept_thenThoseStayThatATopicCouldStillBringAgain() {
    TestDatabase.asOwner(
        """
        insert into backbone.inbox (consumer, event_id, received_at)
        values ('old', gen_random_uuid(), now() - interval '211 days'),
          ('kept', gen_random_uuid(), now() - interval '209 days')""");

    sweep();

    assertThat(TestDatabase.texts("select consumer from backbone.inbox")).containsExactly("kept");
  }

  @Test
  void givenIdempotencyKeys_whenSwept_thenThoseOfAWeekStay() {
    TestDatabase.asOwner(
        """
        insert into backbone.idempotency_key (caller, method, path, key, body_mac, created_at)
        values ('c', 'POST', '/', 'old', '', now() - interval '7 days 1 hour'),
          ('c', 'POST', '/', 'kept', '', now() - interval '6 days 23 hours')""");

    sweep();

    assertThat(TestDatabase.texts("select key from backbone.idempotency_key"))
        .containsExactly("kept");
  }

  @Test
  void givenMoreOldRowsThanOneLot_whenSwept_thenAllGoInOneSweep() {
    TestDatabase.asOwner(
        """
        insert into backbone.inbox (consumer, event_id, received_at)
        select 'old', gen_random_uuid(), now() - interval '1 year' from generate_series(1, 10001)""");

    sweep();

    assertThat(TestDatabase.number("select count(*) from backbone.inbox")).isZero();
  }

  private static void sweep() {
    try (Retention retention = new Retention(TestDatabase.transactions("retention"))) {
      retention.sweep();
    }
  }
}
