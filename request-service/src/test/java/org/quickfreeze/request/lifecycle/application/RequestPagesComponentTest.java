package org.quickfreeze.request.lifecycle.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.request.fixture.World;

/** The list of requests, page by page, in a real database. */
@Timeout(120)
class RequestPagesComponentTest {
  private final World world = new World();
  private final Scope france = world.france.officer().scope();

  /** All of them at one moment, where time alone would not say what follows. */
  @Test
  void givenRequestsOfOneMoment_whenReadInPages_thenEachIsThereOnce() {
    List<UUID> submitted = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      submitted.add(world.submitted());
    }

    List<UUID> seen = all(false, 3);

    assertThat(seen).containsAll(submitted).doesNotHaveDuplicates();
  }

  @Test
  void givenARequestThatHasEnded_whenOpenOnesAreRead_thenItIsNotAmongThem() {
    UUID ended = world.submitted();
    world.act(world.france, ended, new ActBody.Withdraw("no longer needed"));
    world.act(world.romania, ended, new ActBody.ConfirmWithdrawal(List.of()));
    UUID open = world.submitted();

    assertThat(all(true, 3)).contains(open).doesNotContain(ended);
    assertThat(all(false, 3)).contains(open, ended);
  }

  @Test
  void givenACursorThatIsNone_whenRead_thenThereIsNoPage() {
    assertThat(reads().page(france, false, UUID.randomUUID(), 3)).isEmpty();
  }

  private List<UUID> all(boolean open, int size) {
    List<UUID> seen = new ArrayList<>();
    List<UUID> page;
    do {
      UUID after = seen.isEmpty() ? null : seen.getLast();
      page =
          reads().page(france, open, after, size).orElseThrow().stream()
              .map(RequestView::id)
              .toList();
      seen.addAll(page);
    } while (!page.isEmpty());
    return seen;
  }

  private RequestReads reads() {
    return world.wiring.reads();
  }
}
