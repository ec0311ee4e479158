package org.quickfreeze.contracts.holder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.form.IpAddress;

class RangePartTest {
  private static final LocalDate DAY = LocalDate.parse("2026-11-01");

  @Test
  void givenRanges_whenPackedAndUnpacked_thenTheyAreTheSame() throws Exception {
    List<HeldRange> ranges =
        List.of(
            new HeldRange(RangeKind.IP, "192.0.2.0/24", DAY, null, Basis.DELEGATED, "list"),
            new HeldRange(RangeKind.MAIL, "example.org", null, DAY, Basis.DECLARED, "list"));

    RangePart part = RangePart.of("provider/acme", 3, 7, Map.of("list", DAY), ranges);

    assertThat(part.key()).isEqualTo("provider/acme/3");
    assertThat(part.unpacked()).isEqualTo(ranges);
    assertThat(Wire.read(Wire.bytes(part), RangePart.class)).isEqualTo(part);
  }

  @Test
  void givenAsManyRangesAsAPartTakes_whenPacked_thenItsRecordFitsIntoTheTopic() throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(7);
    List<HeldRange> ranges = new ArrayList<>();
    while (ranges.size() < RangePart.MOST_RANGES) {
      byte[] bytes = new byte[16];
      random.nextBytes(bytes);
      String key = IpPrefix.around(IpAddress.of(bytes)).getFirst();
      LocalDate from = DAY.minusDays(random.nextInt(9000));
      ranges.add(
          new HeldRange(RangeKind.IP, key, from, null, Basis.DELEGATED, "a-list-of-a-registry"));
    }

    RangePart part = RangePart.of("country/RO", 0, 1, Map.of(), ranges);

    // signed it is a third larger; the outbox takes 900 000 bytes
    assertThat(Wire.bytes(part).length * 4 / 3).isLessThan(850_000);
    assertThat(part.unpacked()).hasSize(RangePart.MOST_RANGES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AAAA", "not base64!", "H4sIAAAAAAAA"})
  void givenWhatIsNotPacked_whenUnpacked_thenItIsUnreadable(String ranges) {
    RangePart part = new RangePart(1, "provider/acme", 0, 1, Map.of(), ranges);

    assertThatThrownBy(part::unpacked).isInstanceOf(Wire.Unreadable.class);
  }

  @Test
  void givenABodyThatUnpacksToFarTooMuch_whenUnpacked_thenItIsUnreadable() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      // an empty array, if anybody read it to its end
      out.write(("[" + " ".repeat(5 << 20) + "]").getBytes(StandardCharsets.US_ASCII));
    }
    String bomb = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());

    RangePart part = new RangePart(1, "provider/acme", 0, 1, Map.of(), bomb);

    assertThatThrownBy(part::unpacked).isInstanceOf(Wire.Unreadable.class);
  }
}
