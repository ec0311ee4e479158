package org.quickfreeze.registry.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.contracts.directory.DutyRota;
import org.quickfreeze.contracts.directory.DutyRota.Duty;
import org.quickfreeze.contracts.directory.DutyRota.Shift;
import org.quickfreeze.registry.duty.Duties;
import org.quickfreeze.registry.fixture.RegistryDatabase;
import org.quickfreeze.registry.notice.domain.Chain;

/** The rota as it is kept, and whom it names at ten in the morning and at three at night. */
@Timeout(120)
class ChainsComponentTest {
  private static final Instant MORNING = Instant.parse("2026-11-27T10:00:00Z");
  private static final Instant NIGHT = Instant.parse("2026-11-27T03:00:00Z");
  private static final List<String> ALL_WEEK = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");

  private final Transactions transactions = RegistryDatabase.transactions();
  private final DirectoryCopy directory = new DirectoryCopy();
  private final Chains chains = new Chains(new Duties(directory));
  private final String authority = "xn-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void anAuthority() {
    enter(
        "party/XN",
        new DirectoryEntity.Party("XN", "Anywhere", "Ailleurs", "party", List.of(), null));
    enter(
        "authority/" + authority,
        new DirectoryEntity.Authority(authority, "XN", List.of(), "Desk", null, null));
  }

  @Test
  void givenARota_whenItIsNight_thenWhoeverIsOnDutyThenIsCalledByTheirOwnWays() {
    point("a", rota());

    assertThat(shown("URGENT", MORNING))
        .containsExactly(
            "15 webhook duty officer, email duty officer, telephone duty officer",
            "10 telephone head of unit");
    assertThat(shown("URGENT", NIGHT))
        .containsExactly("15 telephone night duty officer", "10 telephone head of unit");
  }

  @Test
  void givenSomethingRoutine_whenItIsNight_thenNobodysTelephoneRings() {
    point("a", rota());

    assertThat(shown("ROUTINE", MORNING))
        .containsExactly("15 webhook duty officer, email duty officer", "10 ");
    assertThat(shown("ROUTINE", NIGHT)).containsExactly("15 ", "10 ");
  }

  @Test
  void givenAPointWithoutRota_whenSomebodyIsToBeCalled_thenItsOwnChannelsAreUsed() {
    point("a", null);

    assertThat(shown("EMERGENCY", NIGHT))
        .containsExactly("15 webhook contact point, email contact point, telephone contact point");
  }

  @Test
  void givenTwoPoints_whenSomebodyIsToBeCalled_thenTheFirstLinesOfBothComeFirst() {
    point("a", rota());
    point("b", null);

    assertThat(shown("EMERGENCY", NIGHT))
        .containsExactly(
            "15 telephone night duty officer, webhook contact point, email contact point,"
                + " telephone contact point",
            "10 telephone head of unit");
  }

  @Test
  void givenAnAuthorityOfAnotherState_whenSomebodyIsToBeCalled_thenThereIsNobody() {
    point("a", rota());

    assertThat(chains.at("XO", authority, "URGENT", NIGHT).isEmpty()).isTrue();
    assertThat(chains.at("XN", "xn-nobody", "URGENT", NIGHT).isEmpty()).isTrue();
  }

  private List<String> shown(String urgency, Instant at) {
    List<String> lines = new ArrayList<>();
    for (Chain.Line line : chains.at("XN", authority, urgency, at).lines()) {
      List<String> ways = line.ways().stream().map(w -> w.kind() + " " + w.function()).toList();
      lines.add(line.nextAfter().toMinutes() + " " + String.join(", ", ways));
    }
    return lines;
  }

  private static DutyRota rota() {
    Duty day = new Duty("duty officer", List.of());
    Duty night =
        new Duty(
            "night duty officer", List.of(new Channel("telephone", "+44 20 7946 0901", 1, null)));
    Duty head =
        new Duty("head of unit", List.of(new Channel("telephone", "+44 20 7946 0902", 1, null)));
    return new DutyRota(
        List.of(
            new DutyRota.Line(
                15,
                List.of(
                    new Shift(ALL_WEEK, "08:00", "20:00", null, day),
                    new Shift(ALL_WEEK, "20:00", "08:00", null, night))),
            new DutyRota.Line(10, List.of(new Shift(ALL_WEEK, "00:00", "00:00", null, head)))),
        List.of());
  }

  /** Its channels stand out of order; one of them nobody can be called by. */
  private void point(String suffix, @Nullable DutyRota rota) {
    enter(
        "contact-point/" + authority + suffix,
        new ContactPoint(
            authority + suffix,
            authority,
            List.of(
                new Channel("telephone", "+44 20 7946 0900", 4, null),
                new Channel("feed", "feed", 1, null),
                new Channel("email", "desk@police.example.org", 3, null),
                new Channel("webhook", "https://hooks.example.org/x", 2, null)),
            List.of("fr", "en"),
            "UTC",
            "",
            rota,
            null));
  }

  private void enter(String id, DirectoryEntity entity) {
    RegistryDatabase.enter(transactions, id, entity);
    directory.load(transactions);
  }
}
