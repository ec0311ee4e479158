package org.quickfreeze.request.lifecycle.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.request.fixture.RequestDatabase;
import org.quickfreeze.request.fixture.World;

/** Queries that pass the application by, under the role of a caller: which rows they find. */
@Timeout(120)
class RowsOfOthersComponentTest {
  private static final List<String> OWN_HALF =
      List.of(
          "request.note",
          "request.draft",
          "request.held_act",
          "request.order_document",
          "request.glass_break");

  private final World world = new World();
  private UUID request = new UUID(0, 0);

  @BeforeEach
  void bothSidesHaveRowsInEveryTable() {
    request = world.accepted();
    world.ordered(request);
    for (String side : List.of("FR", "RO")) {
      String of = "'%s', '%s-24-7'".formatted(side, side.toLowerCase(java.util.Locale.ROOT));
      inserted("note (id, request, party, authority, at, sealed)", of, request, "now(), ''");
      inserted(
          "held_act (id, request, party, authority, type, caller, role, directory_version, facts,"
              + " held_at, real_at, state)",
          of,
          request,
          "'submit', '', 'officer', 1, '{}', now(), now(), 'stopped'");
      inserted(
          "draft (id, request, party, authority, version, changed_at)", of, request, "1, now()");
      inserted(
          "glass_break (id, request, party, authority, act, type, caller, urgency, hindrances,"
              + " broken_at, review_by, event_id, change, state)",
          of,
          request,
          "gen_random_uuid()::text, 'submit', '', 'URGENT', '', now(), now(), gen_random_uuid(),"
              + " '', 'open'");
    }
  }

  /** They hold nothing that the service could read, and other tests read all that waits. */
  @AfterEach
  void theyGo() {
    for (String table : List.of("note", "held_act", "draft", "glass_break")) {
      assertThat(
              RequestDatabase.texts(
                  "delete from request.%s where request = '%s' returning id"
                      .formatted(table, request)))
          .hasSize(2);
    }
  }

  private static void inserted(String into, String side, UUID request, String rest) {
    assertThat(
            RequestDatabase.texts(
                "insert into request.%s values (gen_random_uuid(), '%s', %s, %s) returning id"
                    .formatted(into, request, side, rest)))
        .hasSize(1);
  }

  @Test
  void givenAStranger_whenEveryTableIsRead_thenNoRowIsThere() {
    List<String> tables =
        RequestDatabase.texts(
            "select schemaname || '.' || tablename from pg_tables where schemaname = 'request'"
                + " and tablename not like 'flyway%'");
    // what the register tells every officer of providers and States; nothing of a case
    tables.removeAll(List.of("request.held_range", "request.range_part", "request.range_reader"));

    assertThat(tables).contains("request.request", "request.entry", "request.own_key");
    for (String table : tables) {
      assertThat(RequestDatabase.number("select count(*) from " + table)).as(table).isPositive();
      assertThat(seen(table, scope("XX"))).as(table).isZero();
      assertThat(seen(table, Scope.of("", "", "", List.of(), ""))).as(table).isZero();
    }
    for (String table : List.of("backbone.feed", "backbone.clock")) {
      assertThat(RequestDatabase.number("select count(*) from " + table)).as(table).isPositive();
      assertThat(seen(table, scope("XX"))).as(table).isZero();
    }
  }

  @Test
  void givenTheOtherSide_whenTheOwnHalfIsRead_thenOnlyItsOwnRowsAreThere() {
    for (String side : List.of("FR", "RO")) {
      Scope scope = scope(side);
      String others = " where party <> '" + side + "'";
      for (String table : OWN_HALF) {
        assertThat(seen(table + others, scope)).as("%s for %s", table, side).isZero();
      }
      assertThat(seen("request.own_key" + others, scope)).isZero();
      assertThat(seen("request.note", scope)).isPositive();
    }
    assertThat(seen("request.own_key", scope("RO"))).isPositive();
    assertThat(seen("request.order_document", scope("FR"))).isZero();
    assertThat(seen("request.order_document", scope("RO"))).isPositive();
  }

  private static Scope scope(String party) {
    String authority = party.toLowerCase(java.util.Locale.ROOT) + "-24-7";
    return Scope.of("officer", party, authority, List.of(), "00");
  }

  private long seen(String from, Scope scope) {
    return world.transactions.<Long, RuntimeException>inTransaction(
        scope,
        tx -> tx.first("select count(*) as n from " + from, row -> row.number("n")).orElseThrow());
  }
}
