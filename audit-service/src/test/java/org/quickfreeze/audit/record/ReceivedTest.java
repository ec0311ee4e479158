package org.quickfreeze.audit.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quickfreeze.audit.log.Bytes;
import org.quickfreeze.contracts.event.EventTypes;

class ReceivedTest {
  private static final UUID REQUEST = UUID.fromString("6f1e7c1e-2f5b-4c47-9d3a-4b1d7a3f0a01");

  @Test
  void givenAnEventThenItsHeadersAreRead() {
    Received received = Received.of(Events.numbered(7, REQUEST));

    assertThat(received.code()).isEqualTo(EventTypes.ACKNOWLEDGED.code());
    assertThat(received.type()).isEqualTo(Events.ACKNOWLEDGED);
    assertThat(received.source()).isEqualTo("/request");
    assertThat(received.sequence()).isEqualTo(7);
    assertThat(received.subject()).isEqualTo(REQUEST.toString());
    assertThat(received.request()).isEqualTo(REQUEST.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "request.events, org.quickfreeze.request.acknowledged.v1, '{}', 102",
    "request.events, org.quickfreeze.request.acknowledged.v1, '{', 0",
    "request.events, org.quickfreeze.request.acknowledged.v1, '[]', 0",
    "request.events, org.quickfreeze.request.acknowledged.v1, '', 0",
    "request.events, org.quickfreeze.request.acknowledged.v9, '{}', 0",
    "order.events, org.quickfreeze.request.acknowledged.v1, '{}', 0"
  })
  void givenAValueThatIsNotTheTypesThenTheLeafSaysUnparsed(
      String topic, String type, String value, int code) {
    Received received =
        Received.of(Events.raw(topic, 0, "k", List.of("ce_type", type), value.getBytes(UTF_8)));

    assertThat(received.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "0000000000000000001, 1",
    "9223372036854775807, 9223372036854775807",
    "9223372036854775808,",
    "9999999999999999999,",
    "0000000000000000000,",
    "1,",
    "-000000000000000001,",
    "٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠١,"
  })
  void givenANumberThenOnlyNineteenDigitsFromOneOnCount(String header, Long sequence) {
    Received received =
        Received.of(Events.raw("t", 0, "k", List.of("ce_sequence", header), "{}".getBytes(UTF_8)));

    assertThat(received.sequence()).isEqualTo(sequence);
  }

  /** Whatever comes, it is read without an exception and its commitment covers its bytes. */
  @Test
  void givenAnyBytesThenTheRecordIsStillReadAsFarAsItGoes() {
    long seed = 20_261_125;
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int step = 0; step < 2000; step++) {
      List<String> headers = new ArrayList<>();
      for (String name : List.of("ce_id", "ce_type", "ce_source", "ce_sequence", "ce_\0")) {
        headers.add(name);
        headers.add(text(random));
      }
      byte[] value = new byte[random.nextInt(40)];
      random.nextBytes(value);
      if (random.nextBoolean()) {
        value = ("{\"request\":\"\\u0000" + text(random)).getBytes(UTF_8);
      }

      Received received = Received.of(Events.raw("t", step, text(random), headers, value));

      String where = "seed " + seed + " step " + step;
      assertThat(received.code()).as(where).isZero();
      assertThat(String.valueOf(received.type()) + received.source() + received.subject())
          .as(where)
          .doesNotContain("\0");
      assertThat(received.opening(Bytes.of(new byte[32])).value()).isEqualTo(Bytes.of(value));
    }
  }

  private static String text(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    random.ints(random.nextInt(12), 0, 256).forEach(c -> text.append((char) c));
    return text.toString();
  }
}
