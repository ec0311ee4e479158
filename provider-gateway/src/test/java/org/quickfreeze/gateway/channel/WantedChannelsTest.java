package org.quickfreeze.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryRecord;
import org.quickfreeze.contracts.directory.DirectoryVersion;

class WantedChannelsTest {
  private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");
  private static final Instant BEFORE = NOW.minus(Duration.ofDays(1));

  @Test
  void givenAProviderWithAClient_whenNoCallerIsKnown_thenItsChannelIsWanted() {
    assertThat(WantedChannels.of(List.of(provider("acme", "acme", null)), NOW))
        .isEqualTo(Map.of("acme", "acme"));
    assertThat(WantedChannels.of(List.of(provider("acme", null, null)), NOW)).isEmpty();
    assertThat(WantedChannels.of(List.of(provider("acme", "acme", NOW)), NOW)).isEmpty();
  }

  @Test
  void givenSeveralCallers_whenOneIsEnded_thenTheChannelStays() {
    List<DirectoryRecord> register =
        List.of(
            provider("acme", "acme", null),
            caller("acme", "01", NOW),
            caller("acme", "02", null),
            caller("acme-2", "03", NOW));

    assertThat(WantedChannels.of(register, NOW)).isEqualTo(Map.of("acme", "acme"));
  }

  @Test
  void givenItsOnlyCaller_whenThatIsEnded_thenTheChannelGoesAtThatMoment() {
    List<DirectoryRecord> register =
        List.of(provider("acme", "acme", null), caller("acme", "01", NOW));

    assertThat(WantedChannels.of(register, NOW.minusMillis(1))).isNotEmpty();
    assertThat(WantedChannels.of(register, NOW)).isEmpty();
  }

  private static DirectoryRecord provider(
      String id, @Nullable String client, @Nullable Instant until) {
    return entity(
        "provider",
        id,
        until,
        new DirectoryEntity.Provider(id, "A Ltd", "RO", List.of("mail"), client, List.of("en")));
  }

  private static DirectoryRecord caller(String provider, String id, @Nullable Instant until) {
    return entity(
        "caller",
        id,
        until,
        new DirectoryEntity.Caller(
            id, "provider", null, null, provider, List.of(), List.of(), null));
  }

  private static DirectoryRecord entity(
      String kind, String id, @Nullable Instant until, DirectoryEntity body) {
    return new DirectoryRecord(
        1, kind + "/" + id, kind, 1, List.of(new DirectoryVersion(BEFORE, until, BEFORE, body)));
  }
}
