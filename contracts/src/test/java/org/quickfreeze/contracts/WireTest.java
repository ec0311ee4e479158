package org.quickfreeze.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.contracts.Wire.Unreadable;

class WireTest {
  record Sample(String text, Instant at, LocalDateTime local, boolean flag, Integer number) {}

  record Nested(List<Sample> samples) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'at':1764000000}",
        "{'at':'2026-11-25T03:00:00.1234567Z'}",
        "{'at':'2026-11-25T03:00:00'}",
        "{'at':'25 November 2026'}",
        "{'local':'2026-11-21T02:14:07Z'}",
        "{'local':[2026,11,21,2,14]}",
        "{'flag':'true'}",
        "{'flag':1}",
        "{'text':1}",
        "{'text':true}",
        "{'number':'1'}",
        "{'text':'a','text':'b'}",
        "{} {}",
        "null",
        "[]",
        ""
      })
  void givenJsonOfAnotherForm_whenRead_thenItIsRefused(String json) {
    assertThatThrownBy(() -> Wire.read(bytes(json), Sample.class)).isInstanceOf(Unreadable.class);
  }

  @Test
  void givenUnknownMembersAndAnAbsentFlag_whenRead_thenTheyAreIgnoredAndNotSet() throws Unreadable {
    Sample read = Wire.read(bytes("{'text':'a','later':{'x':[1]}}"), Sample.class);

    assertThat(read).isEqualTo(new Sample("a", null, null, false, null));
  }

  @Test
  void givenARecord_whenWritten_thenNullsAreLeftOutAndTimesAreMicrosecondsInUtc() {
    Sample sample =
        new Sample(
            null,
            Instant.parse("2026-11-25T03:00:00.123456789Z"),
            LocalDateTime.parse("2026-11-21T02:14:00"),
            false,
            null);

    String written = new String(Wire.bytes(sample), StandardCharsets.UTF_8);

    assertThat(written)
        .isEqualTo(
            "{\"at\":\"2026-11-25T03:00:00.123456Z\",\"local\":\"2026-11-21T02:14:00\",\"flag\":false}");
  }

  @Test
  void givenAnUnreadableMember_whenRefused_thenThePlaceIsNamedAndTheValueIsNot() {
    assertThatThrownBy(() -> Wire.read(bytes("{'samples':[{},{'at':'secret'}]}"), Nested.class))
        .isInstanceOf(Unreadable.class)
        .hasMessageContaining("/samples/1/at")
        .hasMessageNotContaining("secret");
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
