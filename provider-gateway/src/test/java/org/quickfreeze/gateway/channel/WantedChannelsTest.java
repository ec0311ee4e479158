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
  void givenAProviderAndTheCallerOfItsClient_whenBothAreInForce_thenItsChannelIsWanted() {
    DirectoryRecord machine = caller("acme", "01", null, "acme");

    assertThat(WantedChannels.of(List.of(provider("acme", "acme", null), machine), NOW))
        .isEqualTo(Map.of("acme", "acme"));
    assertThat(WantedChannels.of(List.of(provider("acme", null, null), machine), NOW)).isEmpty();
    assertThat(WantedChannels.of(List.of(provider("acme", "acme", NOW), machine), NOW)).isEmpty();
  }

  @Test
  void givenNoCallerUnderTheClient_whenAsked_thenTheChannelIsNotWanted() {
    List<DirectoryRecord> register =
        List.of(
            provider("acme", "acme", null),
            caller("acme", "01", null, null),
            caller("acme", "02", null, "acme-old"),
            caller("acme-2", "03", null, "acme"));

    assertThat(WantedChannels.of(register, NOW)).isEmpty();
  }

  @Test
  void givenTheCallerOfTheClient_whenItIsEnded_thenTheChannelGoesThenWhoeverElseStays() {
    List<DirectoryRecord> register =
        List.of(
            provider("acme", "acme", null),
            caller("acme", "01", NOW, "acme"),
            caller("acme", "02", null, null));

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

  private static DirectoryRecord caller(
      String provider, String id, @Nullable Instant until, @Nullable String client) {
    return entity(
        "caller",
        id,
        until,
        new DirectoryEntity.Caller(
            id, "provider", null, null, provider, List.of(), List.of(), null, client));
  }

  private static DirectoryRecord entity(
      String kind, String id, @Nullable Instant until, DirectoryEntity body) {
    return new DirectoryRecord(
        1, kind + "/" + id, kind, 1, List.of(new DirectoryVersion(BEFORE, until, BEFORE, body)));
  }
}
