package org.quickfreeze.backbone.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quickfreeze.backbone.sealing.SealingFixtures.utf8;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class MacsTest {
  private static final byte[] KEY = new byte[32];

  /** RFC 4231, test case 2. */
  @Test
  void givenTheExampleOfRfc4231WhenComputedThenTheSame() {
    assertThat(Macs.plain(utf8("Jefe"), "what do ya want for nothing?"))
        .isEqualTo(
            HexFormat.of()
                .parseHex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
  }

  @Test
  void givenPartsThatReadAlikeInARowWhenComputedThenDiffer() {
    byte[] tag = Macs.hmac(KEY, utf8("ab"), utf8("c"));

    assertThat(tag)
        .isNotEqualTo(Macs.hmac(KEY, utf8("a"), utf8("bc")))
        .isNotEqualTo(Macs.hmac(KEY, utf8("abc")))
        .isNotEqualTo(Macs.hmac(KEY, utf8("ab"), utf8("c"), utf8("")));
  }

  /** The id was computed with OpenSSL. */
  @Test
  void givenIssuerAndSubjectWhenNamedThenAsTheArchitecturePageSays() {
    String id =
        CallerIds.callerId("https://login.example/realms/fr", "officer-1", utf8("k".repeat(32)));

    assertThat(id).isEqualTo("8d72221e9fc98d55fe6fd89f7ff70031f8a34b59af82747be8a1d4ceb07f1ede");
  }

  @Test
  void givenALineFeedInTheIssuerWhenNamedThenRefusedSinceTwoCallersWouldShareAnId() {
    assertThatThrownBy(() -> CallerIds.callerId("a\nb", "c", KEY))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
