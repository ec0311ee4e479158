package org.quickfreeze.backbone.sealing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.quickfreeze.backbone.sealing.SealingFixtures.base64;
import static org.quickfreeze.backbone.sealing.SealingFixtures.bytes;
import static org.quickfreeze.backbone.sealing.SealingFixtures.flipped;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SealedJweTest {
  private static final ECKey KEY = SealingFixtures.freshKey();
  private static final String CONTENT = "header.payload-é.signature";
  private static final String SEALED = seal(KEY);
  private static final Path JOSE = Path.of("/usr/bin/jose");

  @TempDir Path folder;

  @Test
  void givenAnOrderWhenSealedThenOpensForItsRecipientAndNamesKeyAndContent() throws Exception {
    assertThat(SealedJwe.open(SEALED, KEY)).isEqualTo(CONTENT);

    JWEHeader header = JWEObject.parse(SEALED).getHeader();
    assertThat(header.getAlgorithm()).isEqualTo(JWEAlgorithm.ECDH_ES_A256KW);
    assertThat(header.getEncryptionMethod()).isEqualTo(EncryptionMethod.A256GCM);
    assertThat(header.getKeyID()).isEqualTo("kid-of-provider");
    assertThat(header.getContentType()).isEqualTo("qf-order+jws");
  }

  @Test
  void givenOneOrderWhenSealedTwiceThenNothingIsShared() {
    String[] one = SEALED.split("\\.", -1);
    String[] two = seal(KEY).split("\\.", -1);

    for (int part = 0; part < 5; part++) {
      assertThat(two[part]).isNotEqualTo(one[part]);
    }
  }

  @Test
  void givenTheKeyOfAnotherWhenOpenedThenRefused() {
    assertThatThrownBy(() -> SealedJwe.open(SEALED, SealingFixtures.freshKey()))
        .isInstanceOf(SealedJwe.CannotOpen.class);
  }

  @Test
  void givenAnyBitTurnedOverWhenOpenedThenRefused() {
    long seed = 29L;
    Random random = new Random(seed);
    String[] parts = SEALED.split("\\.", -1);
    for (int round = 0; round < 300; round++) {
      int index = round % 5;
      byte[] raw = bytes(parts[index]);
      String[] altered = parts.clone();
      altered[index] = base64(flipped(raw, random.nextInt(raw.length * 8)));
      assertThatThrownBy(() -> SealedJwe.open(String.join(".", altered), KEY))
          .as("seed %d round %d", seed, round)
          .isInstanceOf(SealedJwe.CannotOpen.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "....",
        "a.b.c",
        "e30.e30.e30",
        "e30.e30.e30.e30.e30",
        "bnVsbA.e30.e30.e30.e30",
        "W10.e30.e30.e30.e30",
        "{}"
      })
  void givenWhatIsNoJweWhenOpenedThenRefused(String compact) {
    assertThatThrownBy(() -> SealedJwe.open(compact, KEY)).isInstanceOf(SealedJwe.CannotOpen.class);
  }

  @ParameterizedTest
  @CsvSource({
    "ECDH-ES, A256GCM",
    "ECDH-ES+A128KW, A256GCM",
    "ECDH-ES+A256KW, A128GCM",
    "ECDH-ES+A256KW, A256CBC-HS512"
  })
  void givenAnotherAlgorithmWhenOpenedWithTheRightKeyThenRefused(String alg, String enc)
      throws Exception {
    JWEHeader header =
        new JWEHeader.Builder(JWEAlgorithm.parse(alg), EncryptionMethod.parse(enc)).build();

    assertThatThrownBy(() -> SealedJwe.open(theirs(header, CONTENT.getBytes(US_ASCII)), KEY))
        .isInstanceOf(SealedJwe.CannotOpen.class);
  }

  @Test
  void givenCompressedContentWhenOpenedThenRefused() throws Exception {
    JWEHeader header =
        new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM)
            .compressionAlgorithm(CompressionAlgorithm.DEF)
            .build();

    assertThatThrownBy(() -> SealedJwe.open(theirs(header, new byte[1000]), KEY))
        .isInstanceOf(SealedJwe.CannotOpen.class);
  }

  @Test
  void givenContentThatIsNoTextWhenOpenedThenRefused() throws Exception {
    JWEHeader header =
        new JWEHeader.Builder(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM).build();

    assertThatThrownBy(() -> SealedJwe.open(theirs(header, new byte[] {(byte) 0xff}), KEY))
        .isInstanceOf(SealedJwe.CannotOpen.class);
  }

  /** The point (1, 1) is not on the curve: a recipient that used it would give its key away. */
  @Test
  void givenAnEphemeralPointOffTheCurveWhenOpenedThenRefused() {
    String one = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE";
    String header =
        "{\"alg\":\"ECDH-ES+A256KW\",\"enc\":\"A256GCM\",\"epk\":{\"kty\":\"EC\",\"crv\":\"P-256\","
            + "\"x\":\""
            + one
            + "\",\"y\":\""
            + one
            + "\"}}";
    String[] parts = SEALED.split("\\.", -1);
    parts[0] = base64(header);

    assertThatThrownBy(() -> SealedJwe.open(String.join(".", parts), KEY))
        .isInstanceOf(SealedJwe.CannotOpen.class);
  }

  @Test
  void givenTheJoseToolWhenItOpensThenReadsTheSameText() throws Exception {
    assumeThat(JOSE).exists();
    Path sealed = Files.writeString(folder.resolve("sealed"), SEALED);
    Path key = Files.writeString(folder.resolve("key"), KEY.toJSONString());

    String opened = run("jwe", "dec", "-i", sealed.toString(), "-k", key.toString());

    assertThat(opened).isEqualTo(CONTENT);
  }

  @Test
  void givenTheJoseToolWhenItSealsThenOpens() throws Exception {
    assumeThat(JOSE).exists();
    Path content = Files.writeString(folder.resolve("content"), CONTENT);
    Path key = Files.writeString(folder.resolve("key"), KEY.toPublicJWK().toJSONString());
    String header = "{\"protected\":{\"alg\":\"ECDH-ES+A256KW\",\"enc\":\"A256GCM\"}}";

    String sealed =
        run("jwe", "enc", "-c", "-i", header, "-I", content.toString(), "-k", key.toString());

    assertThat(SealedJwe.open(sealed.strip(), KEY)).isEqualTo(CONTENT);
  }

  private String run(String... arguments) throws Exception {
    java.util.List<String> command = new java.util.ArrayList<>();
    command.add(JOSE.toString());
    command.addAll(java.util.List.of(arguments));
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("err"))).isZero();
    return Files.readString(out);
  }

  private static String theirs(JWEHeader header, byte[] content) throws Exception {
    JWEObject jwe = new JWEObject(header, new Payload(content));
    jwe.encrypt(new ECDHEncrypter(KEY));
    return jwe.serialize();
  }

  private static String seal(ECKey key) {
    return SealedJwe.seal(
        CONTENT, SealingFixtures.signer(key).publicKey(), "kid-of-provider", "qf-order+jws");
  }
}
