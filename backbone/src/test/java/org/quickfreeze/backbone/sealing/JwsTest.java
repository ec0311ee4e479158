package org.quickfreeze.backbone.sealing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quickfreeze.backbone.sealing.SealingFixtures.ACT;
import static org.quickfreeze.backbone.sealing.SealingFixtures.RFC_7515_KEY;
import static org.quickfreeze.backbone.sealing.SealingFixtures.base64;
import static org.quickfreeze.backbone.sealing.SealingFixtures.bytes;
import static org.quickfreeze.backbone.sealing.SealingFixtures.flipped;
import static org.quickfreeze.backbone.sealing.SealingFixtures.json;
import static org.quickfreeze.backbone.sealing.SealingFixtures.utf8;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.backbone.sealing.Jws.Fault;

class JwsTest {
  private static final ECKey KEY = SealingFixtures.key(RFC_7515_KEY);
  private static final Es256Signer SIGNER = SealingFixtures.signer(KEY);
  private static final String PAYLOAD =
      "{\"request\":\"6f1f2d1e-6a3b-4f0e-9d57-1d6a0f6f4c11\",\"type\":\"submit\",\"v\":1}";
  private static final String HEADER =
      "{\"alg\":\"ES256\",\"kid\":\"" + SIGNER.kid() + "\",\"typ\":\"qf-act+jws\"}";
  private static final String SIGNED = Jws.sign(SIGNER, ACT, json(PAYLOAD));

  /** Order of the group of P-256. */
  private static final BigInteger N =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  @Test
  void givenTheExampleOfRfc7515WhenCheckedThenHoldsAndAChangedOneDoesNot() {
    String input =
        "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
            + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    byte[] signature =
        bytes(
            "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");

    assertThat(Jws.holds(SIGNER.publicKey(), input.getBytes(US_ASCII), signature)).isTrue();
    assertThat(Jws.holds(SIGNER.publicKey(), input.getBytes(US_ASCII), flipped(signature, 300)))
        .isFalse();
  }

  @Test
  void givenASignedActWhenCheckedThenGivesKidPayloadAndHashOfTheSigningInput() throws Exception {
    Jws.Verified verified = (Jws.Verified) verify(SIGNED);

    String input = SIGNED.substring(0, SIGNED.lastIndexOf('.'));
    assertThat(verified.kid()).isEqualTo(SIGNER.kid());
    assertThat(verified.payload()).isEqualTo(utf8(PAYLOAD));
    assertThat(verified.hash())
        .isEqualTo(base64(MessageDigest.getInstance("SHA-256").digest(input.getBytes(US_ASCII))))
        .isEqualTo(Jws.hash(SIGNED));
  }

  @Test
  void givenOneActSignedTwiceWhenHashedThenTheSame() {
    assertThat(Jws.hash(Jws.sign(SIGNER, ACT, json(PAYLOAD)))).isEqualTo(Jws.hash(SIGNED));
  }

  /** Anybody can turn (r, s) into (r, n - s), which holds as well: the hash must not notice. */
  @Test
  void givenTheOtherValidSignatureWhenCheckedThenHoldsWithTheSameHash() {
    byte[] signature = bytes(part(SIGNED, 2));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    byte[] other = N.subtract(s).toByteArray();
    byte[] mirrored = Arrays.copyOf(signature, 64);
    Arrays.fill(mirrored, 32, 64, (byte) 0);
    int length = Math.min(32, other.length);
    System.arraycopy(other, other.length - length, mirrored, 64 - length, length);

    String altered = withPart(SIGNED, 2, base64(mirrored));

    assertThat(altered).isNotEqualTo(SIGNED);
    assertThat(((Jws.Verified) verify(altered)).hash()).isEqualTo(Jws.hash(SIGNED));
  }

  @Test
  void givenTheLibraryOfAProviderWhenItSignsOrChecksThenBothAgree() throws Exception {
    JWSObject theirs =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(SIGNER.kid())
                .type(new JOSEObjectType(ACT))
                .build(),
            new Payload(PAYLOAD));
    theirs.sign(new ECDSASigner(KEY));

    assertThat(verify(theirs.serialize())).isInstanceOf(Jws.Verified.class);
    assertThat(JWSObject.parse(SIGNED).verify(new ECDSAVerifier(KEY.toPublicJWK()))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a.b",
        "a.b.c.d",
        "{}",
        "e30.e30.",
        ".e30.e30",
        "not base64!.e30.e30",
        "e30=.e30.e30"
      })
  void givenWhatIsNoCompactJwsWhenCheckedThenRefused(String compact) {
    assertThat(verify(compact)).isInstanceOf(Jws.Invalid.class);
  }

  @Test
  void givenAnotherSpellingOfTheSameBytesWhenCheckedThenMalformed() {
    // 64 bytes end in a character with four unused bits: a lax decoder would take 16 spellings.
    String last = part(SIGNED, 2);
    char end = last.charAt(last.length() - 1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char next = alphabet.charAt(alphabet.indexOf(end) + 1);
    String respelled = last.substring(0, last.length() - 1) + next;

    assertThat(fault(withPart(SIGNED, 2, respelled))).isEqualTo(Fault.MALFORMED);
    assertThat(fault(SIGNED + "==")).isEqualTo(Fault.MALFORMED);
    assertThat(fault(SIGNED + "\n")).isEqualTo(Fault.MALFORMED);
    assertThat(fault(" " + SIGNED)).isEqualTo(Fault.MALFORMED);
    assertThat(fault(SIGNED.replaceFirst("\\.", "\n."))).isEqualTo(Fault.MALFORMED);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'alg':'none','kid':'K','typ':'qf-act+jws'} | WRONG_ALGORITHM",
        "{'alg':'HS256','kid':'K','typ':'qf-act+jws'} | WRONG_ALGORITHM",
        "{'alg':'ES384','kid':'K','typ':'qf-act+jws'} | WRONG_ALGORITHM",
        "{'alg':'es256','kid':'K','typ':'qf-act+jws'} | WRONG_ALGORITHM",
        "{'alg':'ES256','kid':'K','typ':'qf-order+jws'} | WRONG_TYPE",
        "{'alg':'ES256','kid':'K','typ':'QF-ACT+JWS'} | WRONG_TYPE",
        "{'alg':'ES256','kid':'K','typ':'application/qf-act+jws'} | WRONG_TYPE",
        "{'alg':'ES256','kid':'K'} | WRONG_HEADER",
        "{'alg':'ES256','typ':'qf-act+jws'} | WRONG_HEADER",
        "{'kid':'K','typ':'qf-act+jws'} | WRONG_HEADER",
        "{'alg':'ES256','kid':7,'typ':'qf-act+jws'} | WRONG_HEADER",
        "{'alg':'ES256','kid':null,'typ':'qf-act+jws'} | WRONG_HEADER",
        "{'alg':'ES256','kid':'K','typ':'qf-act+jws','crit':['b64']} | WRONG_HEADER",
        "{'alg':'ES256','kid':'K','typ':'qf-act+jws','b64':false} | WRONG_HEADER",
        "{'alg':'ES256','kid':'K','typ':'qf-act+jws','jwk':{}} | WRONG_HEADER",
        "{'alg':'ES256','kid':'K','typ':'qf-act+jws','jku':'https://k.example'} | WRONG_HEADER",
        "{'alg':'ES256','kid':'K','typ':'qf-act+jws','x5c':[]} | WRONG_HEADER",
        "{'alg':'ES256','kid':'K','typ':'qf-act+jws','cty':'x'} | WRONG_HEADER",
        "{'alg':'ES256','kid':'K','kid':'K','typ':'qf-act+jws'} | WRONG_HEADER",
        "{'alg':'ES256','kid':'K','typ':'qf-act+jws'} {} | WRONG_HEADER",
        "['ES256','K','qf-act+jws'] | WRONG_HEADER",
        "null | WRONG_HEADER",
        "not json | WRONG_HEADER",
        "{'alg':'ES256','kid':'other','typ':'qf-act+jws'} | UNKNOWN_KEY"
      })
  void givenAnotherHeaderWhenSignedWithTheRightKeyThenRefusedStill(String header, Fault fault) {
    String text = header.replace('\'', '"').replace("\"K\"", "\"" + SIGNER.kid() + "\"");

    assertThat(fault(signed(utf8(text), utf8(PAYLOAD)))).isEqualTo(fault);
  }

  @Test
  void givenAHeaderInUtf16WhenSignedWithTheRightKeyThenRefused() {
    byte[] header = HEADER.getBytes(java.nio.charset.StandardCharsets.UTF_16BE);

    assertThat(fault(signed(header, utf8(PAYLOAD)))).isEqualTo(Fault.WRONG_HEADER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"v\":1,\"type\":\"submit\"}",
        "{\"v\": 1}",
        "{\"v\":1,\"v\":1}",
        "{\"v\":1.0}",
        "text",
        "",
        "\"text\""
      })
  void givenAPayloadOfAnotherFormWhenSignedWithTheRightKeyThenNotCanonical(String payload) {
    assertThat(fault(signed(utf8(HEADER), utf8(payload)))).isEqualTo(Fault.NOT_CANONICAL);
  }

  @Test
  void givenHmacUnderThePublicKeyWhenItClaimsToBeASignatureThenRefused() throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SIGNER.publicKey().getEncoded(), "HmacSHA256"));
    String hs = base64(HEADER.replace("ES256", "HS256")) + "." + base64(PAYLOAD);
    String es = base64(HEADER) + "." + base64(PAYLOAD);

    assertThat(fault(hs + "." + base64(mac.doFinal(hs.getBytes(US_ASCII)))))
        .isEqualTo(Fault.WRONG_ALGORITHM);
    assertThat(fault(es + "." + base64(mac.doFinal(es.getBytes(US_ASCII)))))
        .isEqualTo(Fault.BAD_SIGNATURE);
  }

  @Test
  void givenNoSignatureWhenTheAlgorithmIsNoneThenRefused() {
    String none = base64(HEADER.replace("ES256", "none")) + "." + base64(PAYLOAD) + ".";

    assertThat(fault(none)).isIn(Fault.MALFORMED, Fault.WRONG_ALGORITHM);
  }

  @Test
  void givenSignaturesThatNoKeyMakesWhenCheckedThenRefused() {
    for (byte[] forged :
        new byte[][] {
          new byte[64],
          numbers(BigInteger.ZERO, BigInteger.ONE),
          numbers(BigInteger.ONE, BigInteger.ZERO),
          numbers(N, N),
          numbers(BigInteger.ONE, N),
          new byte[0],
          new byte[63],
          new byte[65],
          Arrays.copyOf(bytes(part(SIGNED, 2)), 65)
        }) {
      assertThat(fault(withPart(SIGNED, 2, base64(forged)))).isEqualTo(Fault.BAD_SIGNATURE);
    }
  }

  @Test
  void givenTheKeyOfAnotherWhenCheckedThenBadSignature() {
    Es256Signer other = SealingFixtures.signer(SealingFixtures.freshKey());

    Jws.Result result = Jws.verify(SIGNED, ACT, kid -> other.publicKey());

    assertThat(result).isEqualTo(new Jws.Invalid(Fault.BAD_SIGNATURE));
  }

  @Test
  void givenAnotherPayloadUnderTheSameSignatureWhenCheckedThenBadSignature() {
    String changed = withPart(SIGNED, 1, base64(PAYLOAD.replace("submit", "release")));

    assertThat(fault(changed)).isEqualTo(Fault.BAD_SIGNATURE);
  }

  @Test
  void givenAnyBitOfAnyPartTurnedOverWhenCheckedThenNeverHolds() {
    long seed = 20261125L;
    Random random = new Random(seed);
    for (int round = 0; round < 600; round++) {
      int index = round % 3;
      byte[] raw = bytes(part(SIGNED, index));
      String altered =
          withPart(SIGNED, index, base64(flipped(raw, random.nextInt(raw.length * 8))));
      assertThat(verify(altered))
          .as("seed %d round %d", seed, round)
          .isInstanceOf(Jws.Invalid.class);
    }
  }

  @Test
  void givenAnyBitOfTheTextTurnedOverWhenCheckedThenNeverHolds() {
    long seed = 352026L;
    Random random = new Random(seed);
    byte[] text = SIGNED.getBytes(US_ASCII);
    for (int round = 0; round < 600; round++) {
      byte[] altered = flipped(text, random.nextInt(text.length * 8));
      assertThat(verify(new String(altered, java.nio.charset.StandardCharsets.ISO_8859_1)))
          .as("seed %d round %d", seed, round)
          .isInstanceOf(Jws.Invalid.class);
    }
  }

  @Test
  void givenAKidThatWouldBreakTheHeaderWhenSigningThenRefused() {
    assertThatThrownBy(
            () ->
                Jws.sign(
                    SealingFixtures.freshKey().toECPrivateKey(), "a\",\"b", ACT, json(PAYLOAD)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenEachFaultWhenNamedThenALowerCaseCode() {
    assertThat(Fault.values())
        .allMatch(
            f -> f.code().equals(f.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')));
  }

  private static byte[] numbers(BigInteger r, BigInteger s) {
    byte[] both = new byte[64];
    for (int i = 0; i < 32; i++) {
      both[31 - i] = r.shiftRight(8 * i).byteValue();
      both[63 - i] = s.shiftRight(8 * i).byteValue();
    }
    return both;
  }

  private static Jws.Result verify(String compact) {
    return Jws.verify(compact, ACT, kid -> kid.equals(SIGNER.kid()) ? SIGNER.publicKey() : null);
  }

  private static Fault fault(String compact) {
    return ((Jws.Invalid) verify(compact)).fault();
  }

  private static String signed(byte[] header, byte[] payload) {
    String input = base64(header) + '.' + base64(payload);
    return input + '.' + base64(SIGNER.sign(input.getBytes(US_ASCII)));
  }

  private static String part(String compact, int index) {
    return compact.split("\\.", -1)[index];
  }

  private static String withPart(String compact, int index, String part) {
    String[] parts = compact.split("\\.", -1);
    parts[index] = part;
    return String.join(".", parts);
  }
}
