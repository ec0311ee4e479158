package org.quickfreeze.backbone.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.exceptionfactory.jagged.bech32.Bech32;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.backbone.sealing.AgeRecipient.InvalidRecipient;

class AgeRecipientTest {
  /** Printed by age-keygen 1.1.1; JWK and thumbprint worked out with another program. */
  private static final String KNOWN =
      "age10urtcjd23epe5e43c46psapxlx32yp7ry5ugfn7yl876a482936s0690p0";

  private static final Map<String, String> JWK =
      Map.of("kty", "OKP", "crv", "X25519", "x", "fwa8SaqOQ5pmscV0GHQm-aKiB8MlOITPxPn9rtTqLHU");
  private static final String KID = "dOWyWTfJpSFRcqNx_kuKkxCCimT1H7mighmwpe8BsvI";

  @Test
  void givenARecipient_whenRead_thenItIsTheSameAsItsJwk() throws Exception {
    AgeRecipient read = AgeRecipient.parse(KNOWN);

    assertThat(read.members()).isEqualTo(JWK);
    assertThat(read.kid()).isEqualTo(KID);
    assertThat(AgeRecipient.of(JWK).text()).isEqualTo(KNOWN);
    assertThat(AgeRecipient.thumbprintOrEmpty(JWK)).isEqualTo(KID);
  }

  @ParameterizedTest
  @CsvSource({
    // upper case, which Bech32 knows and age does not, and mixed case
    "AGE10URTCJD23EPE5E43C46PSAPXLX32YP7RY5UGFN7YL876A482936S0690P0, lower case",
    "age10URTCJD23EPE5E43C46PSAPXLX32YP7RY5UGFN7YL876A482936S0690P0, lower case",
    "age10urtcjd23epe5e43c46psapxlx32yp7ry5ugfn7yl876a482936S0690p0, lower case",
    // two letters have changed places, one is another, one is none of the alphabet
    "age10urtcj2d3epe5e43c46psapxlx32yp7ry5ugfn7yl876a482936s0690p0, checksum",
    "age10urtcjd23epe5e43c46psapxlx32yp7ry5ugfn7yl876a482936s0690pq, checksum",
    "age10urtcjd23epe5e43c46psapxlx32yp7ry5ugfn7yl876a482936s069bp0, checksum",
    // the checksum of BIP 350
    "age10urtcjd23epe5e43c46psapxlx32yp7ry5ugfn7yl876a482936s6x4ryd, checksum",
    // padding that is not zero, under a good checksum
    "age10urtcjd23epe5e43c46psapxlx32yp7ry5ugfn7yl876a4829363jv36ua, checksum",
    // too short and too long, under good checksums
    "age10urtcjd23epe5e43c46psapxlx32yp7ry5ugfn7yl876a4829352lgqc, 62 characters",
    "age10urtcjd23epe5e43c46psapxlx32yp7ry5ugfn7yl876a482936gy0fmt, 62 characters",
    "age10urtcjd23epe5e43c46psapxlx32yp7ry5ugfn7yl876a482936sqq6qtz2f, 62 characters",
    "age1, 62 characters",
    // another prefix under a good checksum
    "agf10urtcjd23epe5e43c46psapxlx32yp7ry5ugfn7yl876a482936s88uq0y, begin with age1",
    "'', begin with age1",
    "age1yubikey10urtcjd23epe5e43c46psapxlx32yp7ry5ugfn7yl876a482936shpyr8m, plugin",
    "age1pq10urtcjd23epe5e43c46psapxlx32yp7ry5ugfn7yl876a482936sjztyu3, post-quantum",
    "AGE1PQ10URTCJD23EPE5E43C46PSAPXLX32YP7RY5UGFN7YL876A482936SJZTYU3, post-quantum",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIO, SSH",
    "' age10urtcjd23epe5e43c46psapxlx32yp7ry5ugfn7yl876a482936s0690p0', begin with age1",
    "'age10urtcjd23epe5e43c46psapxlx32yp7ry5ugfn7yl876a482936s0690p0\n', 62 characters",
  })
  void givenAnythingElse_whenRead_thenItIsSaidWhatItIs(String text, String what) {
    assertThatThrownBy(() -> AgeRecipient.parse(text))
        .isInstanceOf(InvalidRecipient.class)
        .hasMessageContaining(what)
        .hasMessageNotContaining("urtcjd");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AGE-SECRET-KEY-1QQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQQ",
        "age-secret-key-1qqq",
        "AGE-PLUGIN-YUBIKEY-1QQQ",
        "# public key: age1qqq\nAGE-SECRET-KEY-1QQQ"
      })
  void givenAPrivateKey_whenRead_thenItsOwnerIsToldToMakeANewOneAndItIsNotQuoted(String text) {
    assertThatThrownBy(() -> AgeRecipient.parse(text))
        .isInstanceOf(InvalidRecipient.class)
        .hasMessageContaining("private key")
        .hasMessageNotContaining("QQQ");
  }

  /** RFC 7748, section 6.1; each under a good checksum. */
  @ParameterizedTest
  @CsvSource({
    "0",
    "1",
    "325606250916557431795983626356110631294008115727848805560023387167927233504",
    "39382357235489614581723060781553021112529911719440698176882885853963445705823",
    "57896044618658097711785492504343953926634992332820282019728792003956564819948"
  })
  void givenAPointOfLowOrder_whenRead_thenItIsRefused(BigInteger u) {
    assertThatThrownBy(() -> AgeRecipient.parse(text(u))).isInstanceOf(InvalidRecipient.class);
    assertThat(AgeRecipient.thumbprintOrEmpty(jwk(u))).isEmpty();
  }

  /**
   * Numbers beyond the field, and a highest bit that X25519 overlooks, are other names of a key.
   */
  @Test
  void givenAnotherNumberForTheSameKey_whenRead_thenItIsRefused() throws Exception {
    BigInteger field = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    assertThat(AgeRecipient.parse(text(BigInteger.valueOf(9))).members()).containsKey("x");
    for (BigInteger alias :
        new BigInteger[] {
          field.add(BigInteger.valueOf(9)),
          BigInteger.TWO.pow(255).add(BigInteger.valueOf(9)),
          field
        }) {
      assertThatThrownBy(() -> AgeRecipient.parse(text(alias)))
          .isInstanceOf(InvalidRecipient.class);
      assertThat(AgeRecipient.thumbprintOrEmpty(jwk(alias))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "kty, EC",
    "crv, Ed25519",
    "x, fwa8SaqOQ5pmscV0GHQm-aKiB8MlOITPxPn9rtTqLHV",
    "x, fwa8SaqOQ5pmscV0GHQm-aKiB8MlOITPxPn9rtTqLHU=",
    "x, fwa8SaqOQ5pmscV0GHQm+aKiB8MlOITPxPn9rtTqLHU",
    "x, fwa8",
    "x, ''",
    "d, fwa8SaqOQ5pmscV0GHQm-aKiB8MlOITPxPn9rtTqLHU",
    "use, enc"
  })
  void givenAChangedMemberOfAJwk_whenRead_thenItIsRefused(String member, String value) {
    Map<String, String> changed = new HashMap<>(JWK);
    changed.put(member, value);

    assertThat(AgeRecipient.thumbprintOrEmpty(changed)).isEmpty();
  }

  @Test
  void givenAJwkWithoutItsPoint_whenRead_thenItIsRefused() {
    assertThat(AgeRecipient.thumbprintOrEmpty(Map.of())).isEmpty();
    assertThat(AgeRecipient.thumbprintOrEmpty(Map.of("kty", "OKP", "crv", "X25519"))).isEmpty();
  }

  private static String text(BigInteger u) {
    return Bech32.getEncoder().encode("age", littleEndian(u)).toString();
  }

  private static Map<String, String> jwk(BigInteger u) {
    return Map.of("kty", "OKP", "crv", "X25519", "x", Base64URL.encode(littleEndian(u)).toString());
  }

  private static byte[] littleEndian(BigInteger u) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < 32; i++) {
      bytes[i] = u.shiftRight(8 * i).byteValue();
    }
    return bytes;
  }
}
