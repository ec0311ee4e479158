package org.quickfreeze.backbone.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quickfreeze.backbone.sealing.SealingFixtures.RFC_7515_KEY;

import com.nimbusds.jose.jwk.ECKey;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JwkTest {
  /** RFC 9449, section 6.1: a P-256 key with its RFC 7638 thumbprint. */
  private static final Map<String, String> KNOWN =
      Map.of(
          "kty", "EC",
          "crv", "P-256",
          "x", "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
          "y", "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA");

  private static final String KNOWN_KID = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I";

  @Test
  void givenAKnownKeyWhenNamedThenByItsThumbprint() throws Exception {
    assertThat(Jwk.thumbprintOrEmpty(KNOWN)).isEqualTo(KNOWN_KID);
    assertThat(Jwk.kid(Jwk.publicKey(KNOWN))).isEqualTo(KNOWN_KID);
  }

  @Test
  void givenAKeyWhenWrittenThenReadsBackTheSame() throws Exception {
    assertThat(Jwk.members(Jwk.publicKey(KNOWN))).isEqualTo(KNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "kty, RSA",
    "kty, oct",
    "crv, P-384",
    "crv, secp256k1",
    // the other key's coordinate: not on the curve together with this y
    "x, f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "x, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    // the same number in another spelling would give the key a second thumbprint
    "x, AJfLRa4cft-LVd4USAkQ2PcwpA5aQYReNlEFH1lQFgRb",
    "x, l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFt",
    "x, l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs=",
    "x, l8tFrhx+34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
    "x, ''",
    "d, jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"
  })
  void givenAChangedMemberWhenReadAsPublicKeyThenRefused(String name, String value) {
    Map<String, String> changed = new HashMap<>(KNOWN);
    changed.put(name, value);

    assertThat(Jwk.thumbprintOrEmpty(changed)).isEmpty();
    assertThatThrownBy(() -> Jwk.publicKey(changed))
        .isInstanceOf(Jwk.InvalidJwk.class)
        .hasMessageNotContaining(value.isEmpty() ? "l8tF" : value);
  }

  @ParameterizedTest
  @CsvSource({"kty", "crv", "x", "y"})
  void givenAMissingMemberWhenReadThenRefused(String name) {
    Map<String, String> less = new HashMap<>(KNOWN);
    less.remove(name);

    assertThatThrownBy(() -> Jwk.publicKey(less)).isInstanceOf(Jwk.InvalidJwk.class);
  }

  @Test
  void givenJsonThatIsNoP256KeyWhenReadThenRefused() {
    for (String json :
        Arrays.asList(
            "",
            "null",
            "[]",
            "{}",
            RFC_7515_KEY.replace("P-256", "P-384"),
            RFC_7515_KEY.replace("\"P-256\"", "null"),
            RFC_7515_KEY.replace("\"EC\"", "null"),
            RFC_7515_KEY.replace("\"EC\"", "{}"),
            RFC_7515_KEY.replace("\"kty\":\"EC\"", "\"kty\":\"EC\",\"kty\":\"EC\""))) {
      assertThatThrownBy(() -> Jwk.fromJson(json)).isInstanceOf(Jwk.InvalidJwk.class);
    }
  }

  @Test
  void givenTwoHalvesOfDifferentKeysWhenMadeASignerThenRefused() throws Exception {
    ECKey one = Jwk.fromJson(RFC_7515_KEY);
    ECKey other = SealingFixtures.freshKey();
    ECKey mixed = new ECKey.Builder(one.getCurve(), one.getX(), one.getY()).d(other.getD()).build();

    assertThatThrownBy(() -> LocalEs256.of(mixed)).isInstanceOf(Jwk.InvalidJwk.class);
    assertThatThrownBy(() -> LocalEs256.of(one.toPublicJWK())).isInstanceOf(Jwk.InvalidJwk.class);
  }

  @Test
  void givenASignerWhenPrintedThenShowsNoSecret() throws Exception {
    ECKey key = Jwk.fromJson(RFC_7515_KEY);

    assertThat(LocalEs256.of(key).toString()).doesNotContain(key.getD().toString());
  }
}
