package org.quickfreeze.registry.ranges;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.form.IpAddress;
import org.quickfreeze.contracts.holder.Basis;
import org.quickfreeze.contracts.holder.HeldRange;
import org.quickfreeze.contracts.holder.Holders.Found;
import org.quickfreeze.contracts.holder.IpPrefix;
import org.quickfreeze.contracts.holder.Lookup;
import org.quickfreeze.contracts.holder.RangeKind;

class RangeIndexTest {
  private static final LocalDate READ = LocalDate.parse("2026-11-01");

  @Test
  void givenNothing_whenLookedUp_thenNothingIsFound() {
    assertThat(RangeIndex.empty().around(address("192.0.2.1"))).isEmpty();
    assertThat(RangeIndex.empty().size()).isZero();
  }

  @Test
  void givenRangesByChance_whenLookedUp_thenTheIndexFindsWhatALongSearchFinds() {
    long seed = System.nanoTime();
    RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed);
    List<Found> all = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      all.add(ip(random));
      all.add(domain(random));
    }
    RangeIndex index = index(all);

    assertThat(index.size()).isEqualTo(all.size());
    for (int i = 0; i < 3000; i++) {
      Lookup lookup =
          i % 2 == 0
              ? address(someAddress(random).toString())
              : Lookup.of("domain", "x." + name(random), null).orElseThrow();
      assertThat(index.around(lookup))
          .as("seed %d", seed)
          .containsExactlyInAnyOrderElementsOf(
              all.stream()
                  .filter(one -> one.range().kind() == lookup.kind())
                  .filter(one -> lookup.keys().contains(one.range().key()))
                  .toList());
    }
  }

  private static RangeIndex index(List<Found> all) {
    RangeIndex.Builder builder = new RangeIndex.Builder(Map.of("a-list", READ, "b-list", READ));
    all.stream()
        .sorted(Comparator.comparing(one -> one.range().key()))
        .forEach(
            one ->
                builder.add(
                    one.range().kind(),
                    one.range().key(),
                    one.holder(),
                    one.range().source(),
                    one.range().basis(),
                    day(one.range().from()),
                    day(one.range().to())));
    return builder.build();
  }

  private static @Nullable Long day(@Nullable LocalDate day) {
    return day == null ? null : Long.valueOf(day.toEpochDay());
  }

  /** So few addresses that several ranges lie around many of them, some of them twice. */
  private static IpAddress someAddress(RandomGenerator random) {
    return IpAddress.of(
        new byte[] {
          10, (byte) random.nextInt(4), (byte) random.nextInt(16), (byte) random.nextInt(256)
        });
  }

  private static Found ip(RandomGenerator random) {
    List<String> around = IpPrefix.around(someAddress(random));
    return found(RangeKind.IP, around.get(random.nextInt(16)), random);
  }

  private static Found domain(RandomGenerator random) {
    return found(RangeKind.DOMAIN, name(random), random);
  }

  private static String name(RandomGenerator random) {
    return "d" + random.nextInt(900) + "." + "abc".charAt(random.nextInt(3)) + ".example";
  }

  private static Found found(RangeKind kind, String key, RandomGenerator random) {
    return new Found(
        random.nextBoolean() ? "provider/p" + random.nextInt(9) : "country/RO",
        new HeldRange(
            kind,
            key,
            random.nextInt(4) == 0 ? null : READ.minusDays(random.nextInt(30_000)),
            random.nextInt(4) == 0 ? READ.plusDays(random.nextInt(30)) : null,
            random.nextBoolean() ? Basis.DECLARED : Basis.DELEGATED,
            random.nextBoolean() ? "a-list" : "b-list"),
        READ);
  }

  private static Lookup address(String text) {
    return Lookup.of("ip-address", text, null).orElseThrow();
  }
}
