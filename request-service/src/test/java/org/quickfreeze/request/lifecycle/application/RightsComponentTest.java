package org.quickfreeze.request.lifecycle.application;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.request.fixture.World;
import org.quickfreeze.request.fixture.World.Ordered;

/** What the database lets no caller's transaction do, whatever the code asks for. */
@Timeout(120)
class RightsComponentTest {
  private final World world = new World();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update request.request set id = gen_random_uuid() where id = ?",
        "update request.request set from_authority = 'fr-other' where id = ?",
        "update request.request set to_party = 'DE', to_authority = 'de-24-7' where id = ?",
        "update request.request set urgency = 'emergency' where id = ?",
        "update request.request set key_from = null, key_to = null where id = ?",
        "update request.request set submitted_at = now() where id = ?",
        "delete from request.request where id = ?",
        "update request.entry set at = now() where request = ?",
        "delete from request.entry where request = ?",
        "update request.own_key set party = 'FR' where request = ?",
        "update request.note set at = now() where request = ?",
        "update request.order_document set kind = 'release' where request = ?",
        "update request.draft set authority = 'ro-other' where request = ?",
        "update request.held_act set state = 'released' where request = ?"
      })
  void givenARequest_whenACallersTransactionChangesWhatStands_thenTheDatabaseRefuses(String sql) {
    Ordered ordered = world.ordered(world.accepted());
    UUID request = ordered.request();

    assertThatThrownBy(
            () -> world.<Integer>inTransaction(world.romania, tx -> tx.update(sql, request)))
        .hasStackTraceContaining("permission denied");
  }
}
