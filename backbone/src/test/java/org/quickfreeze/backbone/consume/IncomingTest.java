package org.quickfreeze.backbone.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncomingTest {
  @Test
  void givenARecordWithAnId_whenAsked_thenItIsThatOneWhereverItStands() {
    String id = "0d9c2a52-3c1a-4b2e-9f6f-2f6f1c1f0a11";

    assertThat(incoming(1, "ce_id", id).id(Trust.OURS)).isEqualTo(UUID.fromString(id));
    assertThat(incoming(2, "ce_id", id).id(Trust.OURS)).isEqualTo(UUID.fromString(id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "0d9c2a52-3c1a-4b2e-9f6f-2f6f1c1f0aXX", "1-1-1-1-1"})
  void givenARecordWithoutAUsableId_whenAsked_thenItsPlaceIsItsId(String id) {
    assertThat(incoming(1, "ce_id", id).id(Trust.OURS)).isEqualTo(incoming(1).id(Trust.OURS));
    assertThat(incoming(1).id(Trust.OURS)).isNotEqualTo(incoming(2).id(Trust.OURS));
  }

  @Test
  void givenAnybodysRecord_whenItComesAgain_thenItsBytesTellAndNotWhatItCallsItself() {
    String id = "0d9c2a52-3c1a-4b2e-9f6f-2f6f1c1f0a11";
    Incoming first = new Incoming("t", 0, 1, "k", List.of("ce_id", id), new byte[] {1});
    Incoming again = new Incoming("t", 0, 7, "k", List.of("ce_id", id), new byte[] {1});
    Incoming other = new Incoming("t", 0, 8, "k", List.of("ce_id", id), new byte[] {2});

    assertThat(again.id(Trust.ANYBODYS)).isEqualTo(first.id(Trust.ANYBODYS));
    assertThat(other.id(Trust.ANYBODYS)).isNotEqualTo(first.id(Trust.ANYBODYS));
    assertThat(other.id(Trust.OURS)).isEqualTo(first.id(Trust.OURS));
  }

  @Test
  void givenAHeaderTwice_whenAsked_thenTheLastCounts() {
    assertThat(incoming(1, "a", "1", "b", "2", "a", "3").header("a")).isEqualTo("3");
    assertThat(incoming(1, "a", "b").header("b")).isNull();
  }

  @Test
  void givenATombstoneWithoutKey_whenRead_thenBothAreEmpty() {
    Incoming incoming = Incoming.of(new ConsumerRecord<>("t", 0, 1, null, null));

    assertThat(incoming.key()).isEmpty();
    assertThat(incoming.value()).isEmpty();
  }

  @Test
  void givenARecord_whenRead_thenItsPartsAreAsTheyStood() {
    ConsumerRecord<byte[], byte[]> kafka =
        new ConsumerRecord<>("t", 3, 9, "é".getBytes(UTF_8), new byte[] {1});
    kafka.headers().add("n", "v".getBytes(UTF_8)).add("empty", null);

    Incoming incoming = Incoming.of(kafka);

    assertThat(incoming.headers()).containsExactly("n", "v", "empty", "");
    assertThat(incoming.partition()).isEqualTo(3);
    assertThat(incoming.offset()).isEqualTo(9);
    assertThat(incoming.key()).isEqualTo("é");
  }

  private static Incoming incoming(long offset, String... headers) {
    return new Incoming("t", 0, offset, "k", List.of(headers), new byte[0]);
  }
}
