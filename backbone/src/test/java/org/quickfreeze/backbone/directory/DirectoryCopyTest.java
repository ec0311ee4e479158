package org.quickfreeze.backbone.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.backbone.directory.Entries.FROM;
import static org.quickfreeze.backbone.directory.Entries.party;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.contracts.directory.DirectoryEntity.Authority;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;
import org.quickfreeze.contracts.directory.DirectoryVersion;

@Timeout(30)
class DirectoryCopyTest {
  private static final Instant CHANGE = FROM.plus(Duration.ofDays(10));
  private static final Instant END = FROM.plus(Duration.ofDays(20));

  @Test
  void givenVersionsInTurn_whenAskedForAMoment_thenTheOneInForceThenIsGiven() {
    DirectoryCopy copy =
        Entries.copyOf(
            Entries.entry(
                "party/FR",
                2,
                new DirectoryVersion(FROM, CHANGE, FROM, named("before")),
                new DirectoryVersion(CHANGE, END, FROM, named("after"))));

    assertThat(nameAt(copy, FROM.minusNanos(1000))).isEmpty();
    assertThat(nameAt(copy, FROM)).isEqualTo("before");
    assertThat(nameAt(copy, CHANGE.minusNanos(1000))).isEqualTo("before");
    assertThat(nameAt(copy, CHANGE)).isEqualTo("after");
    assertThat(nameAt(copy, END)).isEmpty();
  }

  @Test
  void givenAnEntityOfAnotherKind_whenAskedFor_thenThereIsNone() {
    DirectoryCopy copy = Entries.copyOf(party("FR", 1, "France"));

    assertThat(copy.find("party/FR", Authority.class, FROM)).isEmpty();
    assertThat(copy.find("party/FR", Party.class, FROM)).isPresent();
  }

  @Test
  void givenEntitiesThatNameOthers_whenAskedByWhom_thenThoseInForceAreGiven() {
    DirectoryCopy copy =
        Entries.copyOf(
            party("FR", 1, "France"),
            Entries.entry("authority/fr-1", 2, authority("fr-1", "FR")),
            Entries.entry(
                "authority/fr-2",
                3,
                new DirectoryVersion(FROM, CHANGE, FROM, authority("fr-2", "FR"))),
            Entries.entry("authority/ro-1", 4, authority("ro-1", "RO")));

    assertThat(naming(copy, "party/FR", FROM)).containsExactlyInAnyOrder("fr-1", "fr-2");
    assertThat(naming(copy, "party/FR", CHANGE)).containsExactly("fr-1");
    assertThat(naming(copy, "party/FR", FROM.minusNanos(1000))).isEmpty();
    assertThat(naming(copy, "party/DE", FROM)).isEmpty();
    assertThat(copy.naming("party/FR", Party.class, FROM)).isEmpty();
  }

  @Test
  void givenAnEntityThatNamesAnotherOneNow_whenAskedByWhom_thenItIsFoundThereAlone() {
    DirectoryCopy copy =
        Entries.copyOf(
            Entries.entry("authority/x", 2, authority("x", "FR")),
            Entries.entry(
                "authority/x",
                3,
                new DirectoryVersion(FROM, CHANGE, FROM, authority("x", "FR")),
                new DirectoryVersion(CHANGE, null, FROM, authority("x", "RO"))));

    assertThat(naming(copy, "party/FR", CHANGE)).isEmpty();
    assertThat(naming(copy, "party/RO", CHANGE)).containsExactly("x");
    assertThat(naming(copy, "party/FR", FROM)).containsExactly("x");
  }

  private static List<String> naming(DirectoryCopy copy, String entity, Instant at) {
    return copy.naming(entity, Authority.class, at).stream().map(Authority::id).toList();
  }

  private static Authority authority(String id, String party) {
    return new Authority(id, party, List.of(), "Desk", null, null);
  }

  @Test
  void givenACopyThatIsBehind_whenSomebodyWaits_thenTheyGoOnWhenItArrives() throws Exception {
    DirectoryCopy copy = Entries.copyOf(party("FR", 1, "France"));
    assertThat(copy.await(1, Duration.ZERO)).isTrue();
    assertThat(copy.await(2, Duration.ofMillis(20))).isFalse();
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Future<Boolean> waiting = thread.submit(() -> copy.await(2, Duration.ofSeconds(20)));

      copy.advance(2, Instant.EPOCH, 0);

      assertThat(waiting.get()).isTrue();
    }
  }

  private static Party named(String name) {
    return new Party("FR", name, name, "party", List.of(), null);
  }

  private static String nameAt(DirectoryCopy copy, Instant at) {
    return copy.find("party/FR", Party.class, at).map(Party::nameEn).orElse("");
  }
}
