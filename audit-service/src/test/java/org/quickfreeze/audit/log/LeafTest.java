package org.quickfreeze.audit.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quickfreeze.audit.log.Opening.Header;

class LeafTest {
  private static final Bytes SALT = Bytes.of(new byte[32]);

  @Test
  void givenAnEventThenTheLeafIsTypeHoursAndCommitment() {
    Opening opening = opening("request.events", "k", List.of(), "v");
    Leaf leaf = Leaf.of(102, Instant.parse("2026-11-25T03:59:59.999999Z"), opening);

    byte[] bytes = leaf.bytes();

    assertThat(bytes).hasSize(38);
    assertThat(HexFormat.of().formatHex(bytes)).startsWith("0066" + "00079c53");
    assertThat(HexFormat.of().formatHex(bytes)).endsWith(opening.commitment().hex());
  }

  /** The bytes under the hash, spelt out: a stranger must be able to do the same. */
  @Test
  void givenAnEventThenTheCommitmentIsTheHashOfTheDocumentedBytes() {
    Opening opening =
        new Opening(
            SALT,
            "t.e",
            Bytes.of("key".getBytes(UTF_8)),
            List.of(header("ce_type", "x"), header("content-type", "no"), header("ce_id", "1")),
            null);
    byte[] spelt =
        HexFormat.of()
            .parseHex(
                "00".repeat(32)
                    + "00000003742e65"
                    + "000000036b6579"
                    + "00000002"
                    + "0000000563655f6964"
                    + "0000000131"
                    + "0000000763655f74797065"
                    + "0000000178"
                    + "ffffffff");

    assertThat(opening.commitment()).isEqualTo(Hash.sha256(spelt));
    assertThat(opening.commitment().hex())
        .isEqualTo("679286049232eabdeab977e906be81d2c17e88c4c528f7278067fbe4169fa388");
  }

  @Test
  void givenFieldsThatMoveTheirBordersThenTheCommitmentDiffers() {
    Hash one = opening("ab", "c", List.of(), "v").commitment();

    assertThat(opening("a", "bc", List.of(), "v").commitment()).isNotEqualTo(one);
    assertThat(opening("ab", "c", List.of(header("ce_a", "")), "v").commitment()).isNotEqualTo(one);
    assertThat(opening("ab", "c", List.of(), "").commitment())
        .isNotEqualTo(new Opening(SALT, "ab", bytes("c"), List.of(), null).commitment());
  }

  @Test
  void givenTheSameHeadersInAnotherOrderThenTheCommitmentIsTheSame() {
    Header a = header("ce_a", "1");
    Header b = header("ce_b", "2");

    assertThat(opening("t", "k", List.of(a, b), "v").commitment())
        .isEqualTo(opening("t", "k", List.of(b, a), "v").commitment());
  }

  @Test
  void givenAnotherSaltThenTheCommitmentDiffers() {
    byte[] salt = new byte[32];
    salt[31] = 1;
    Opening one = opening("t", "k", List.of(), "v");
    Opening other = new Opening(Bytes.of(salt), "t", one.key(), one.headers(), one.value());

    assertThat(other.commitment()).isNotEqualTo(one.commitment());
    assertThatThrownBy(() -> new Opening(Bytes.of(new byte[31]), "t", null, List.of(), null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenEntriesThenABundleIsReadBackAndACutOneIsNot() {
    List<byte[]> entries = List.of(new byte[0], new byte[] {1, 2, 3}, new byte[65_535]);
    byte[] bundle = EntryBundle.encode(entries);

    assertThat(EntryBundle.decode(bundle).orElseThrow()).containsExactlyElementsOf(entries);
    assertThat(HexFormat.of().formatHex(bundle)).startsWith("0000" + "0003010203" + "ffff00");
    byte[] cut = Arrays.copyOf(bundle, bundle.length - 1);
    assertThat(EntryBundle.decode(cut)).isEmpty();
    assertThatThrownBy(() -> EntryBundle.encode(List.of(new byte[65_536])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Opening opening(String topic, String key, List<Header> headers, String value) {
    return new Opening(SALT, topic, bytes(key), headers, bytes(value));
  }

  private static Header header(String name, String value) {
    return new Header(name, bytes(value));
  }

  private static Bytes bytes(String text) {
    return Bytes.of(text.getBytes(UTF_8));
  }
}
