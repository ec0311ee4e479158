package org.quickfreeze.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReconcilingTest {
  private final Notes notes = new Notes();
  private final Broker broker = new Broker();
  private final Reconciling reconciling = new Reconciling(notes, broker);

  @Test
  void givenAProviderThatCannotBeSet_whenReconciled_thenTheOthersAreSetAllTheSame() {
    notes.note("gone", "gone", true);
    notes.note("left", "left", true);
    broker.fails.addAll(List.of("gone", "bad"));

    boolean whole = reconciling.reconcile(wanted("acme", "bad", "globex"));

    assertThat(whole).isFalse();
    assertThat(broker.done)
        .containsExactlyInAnyOrder(
            "close left as left", "open acme as acme", "open globex as globex");
    assertThat(notes.all()).containsOnlyKeys("gone", "acme", "bad", "globex");
    assertThat(notes.all().get("bad")).isEqualTo(new ChannelNotes.Noted("bad", false));
    assertThat(notes.all().get("gone")).isEqualTo(new ChannelNotes.Noted("gone", true));
  }

  @Test
  void givenACrashBetweenOpeningAndNote_whenNoLongerWanted_thenItIsClosed() {
    notes.failsToConfirm = true;
    assertThat(reconciling.reconcile(wanted("acme"))).isFalse();
    assertThat(broker.done).containsExactly("open acme as acme");
    notes.failsToConfirm = false;

    assertThat(reconciling.reconcile(Map.of())).isTrue();

    assertThat(broker.done).containsExactly("open acme as acme", "close acme as acme");
    assertThat(notes.all()).isEmpty();
  }

  @Test
  void givenAnInterruptedOpening_whenReconciledAgain_thenItIsOpenedAgain() {
    broker.fails.add("acme");
    assertThat(reconciling.reconcile(wanted("acme"))).isFalse();
    broker.fails.clear();

    assertThat(reconciling.reconcile(wanted("acme"))).isTrue();
    assertThat(reconciling.reconcile(wanted("acme"))).isTrue();

    assertThat(broker.done).containsExactly("open acme as acme");
    assertThat(notes.all().get("acme")).isEqualTo(new ChannelNotes.Noted("acme", true));
  }

  @Test
  void givenAnotherClient_whenReconciled_thenTheOldOneIsShutOutFirst() {
    notes.note("acme", "old", true);

    assertThat(reconciling.reconcile(Map.of("acme", "new"))).isTrue();

    assertThat(broker.done).containsExactly("close acme as old", "open acme as new");
  }

  @Test
  void givenAnOldClientThatCannotBeShutOut_whenReconciled_thenTheNewOneWaits() {
    notes.note("acme", "old", true);
    broker.fails.add("acme");

    assertThat(reconciling.reconcile(Map.of("acme", "new"))).isFalse();

    assertThat(notes.all().get("acme")).isEqualTo(new ChannelNotes.Noted("old", true));
  }

  private static Map<String, String> wanted(String... providers) {
    Map<String, String> wanted = new TreeMap<>();
    for (String provider : providers) {
      wanted.put(provider, provider);
    }
    return wanted;
  }

  private static final class Notes implements ChannelNotes {
    private final Map<String, Noted> noted = new HashMap<>();
    private boolean failsToConfirm;

    @Override
    public Map<String, Noted> all() {
      return Map.copyOf(noted);
    }

    @Override
    public void note(String provider, String client, boolean open) {
      if (open && failsToConfirm) {
        throw new IllegalStateException("killed before the note");
      }
      noted.put(provider, new Noted(client, open));
    }

    @Override
    public void strike(String provider, String client) {
      noted.remove(provider);
    }
  }

  private static final class Broker implements ChannelAdmin {
    private final List<String> done = new ArrayList<>();
    private final List<String> fails = new ArrayList<>();

    @Override
    public void open(String provider, String client) {
      change("open", provider, client);
    }

    @Override
    public void close(String provider, String client) {
      change("close", provider, client);
    }

    private void change(String what, String provider, String client) {
      if (fails.contains(provider)) {
        throw new IllegalStateException("the broker refuses");
      }
      done.add(what + " " + provider + " as " + client);
    }
  }
}
