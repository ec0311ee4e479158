package org.quickfreeze.backbone.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quickfreeze.backbone.sealing.SealingFixtures.RFC_7515_KEY;
import static org.quickfreeze.backbone.sealing.SealingFixtures.flipped;
import static org.quickfreeze.backbone.sealing.SealingFixtures.json;
import static org.quickfreeze.backbone.sealing.SealingFixtures.utf8;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileKeyVaultTest {
  private static final String PLACE = "6f1f2d1e-6a3b-4f0e-9d57-1d6a0f6f4c11/shared";
  private static final byte[] MASTER = utf8("0123456789abcdef0123456789abcdef");

  @TempDir Path folder;

  @BeforeEach
  void aVault() throws IOException {
    write("master.key", Base64.getEncoder().encodeToString(MASTER) + "\n", "rw-------");
  }

  @Test
  void givenADataKeyWhenWrappedForAPartyThenOpensAfterARestart() {
    DataKey key = DataKey.fresh();
    byte[] wrapped = vault().wrap("FR", key, PLACE);

    assertThat(vault().unwrap("FR", wrapped, PLACE).bytes()).isEqualTo(key.bytes());
  }

  @Test
  void givenAWrappedKeyWhenUsedForAnotherPartyRequestOrHalfThenRefused() {
    FileKeyVault vault = vault();
    byte[] wrapped = vault.wrap("FR", DataKey.fresh(), PLACE);

    assertThatThrownBy(() -> vault.unwrap("RO", wrapped, PLACE))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> vault.unwrap("FR", wrapped, PLACE.replace("6f", "60")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> vault.unwrap("FR", wrapped, PLACE.replace("shared", "private")))
        .isInstanceOf(IllegalStateException.class);
    for (int bit = 0; bit < wrapped.length * 8; bit++) {
      byte[] altered = flipped(wrapped, bit);
      assertThatThrownBy(() -> vault.unwrap("FR", altered, PLACE))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  /** Even where two Parties held the same keyset, the Party is part of what is authenticated. */
  @Test
  void givenTheKeysetOfAnotherPartyInItsPlaceWhenUnwrappedThenRefused() throws Exception {
    byte[] wrapped = vault().wrap("FR", DataKey.fresh(), PLACE);
    byte[] keyset = unseal("kek.FR");
    seal("kek.RO", keyset);

    assertThatThrownBy(() -> vault().unwrap("RO", wrapped, PLACE))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void givenANewPrimaryKeyInAPartysKeysetWhenUnwrappedThenOldAndNewOpen() throws Exception {
    DataKey key = DataKey.fresh();
    byte[] before = vault().wrap("FR", key, PLACE);
    KeysetHandle old =
        TinkProtoKeysetFormat.parseKeyset(
            unseal("kek.FR"), InsecureSecretKeyAccess.get(), RegistryConfiguration.get());
    KeysetHandle rotated =
        KeysetHandle.newBuilder(old)
            .addEntry(
                KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()
                    .makePrimary())
            .build();
    seal(
        "kek.FR",
        TinkProtoKeysetFormat.serializeKeyset(
            rotated, InsecureSecretKeyAccess.get(), RegistryConfiguration.get()));

    FileKeyVault vault = vault();
    byte[] after = vault.wrap("FR", key, PLACE);

    assertThat(keyId(after)).isNotEqualTo(keyId(before));
    assertThat(vault.unwrap("FR", before, PLACE).bytes()).isEqualTo(key.bytes());
    assertThat(vault.unwrap("FR", after, PLACE).bytes()).isEqualTo(key.bytes());
  }

  @Test
  void givenNamesOfMacKeysWhenAskedForThenStableAndDifferent() {
    byte[] one = vault().macKey("idempotency");

    assertThat(one).hasSize(32).isEqualTo(vault().macKey("idempotency"));
    assertThat(one).isNotEqualTo(vault().macKey("blind-index"));
  }

  @Test
  void givenAKeyHandedOutWhenChangedByTheCallerThenTheVaultKeepsItsOwn() {
    FileKeyVault vault = vault();
    byte[] given = vault.macKey("idempotency");
    byte[] before = given.clone();
    given[0] ^= 1;

    assertThat(vault.macKey("idempotency")).isEqualTo(before);
  }

  @Test
  void givenASignerWhenItSignsThenTheSameKeyAfterARestartChecksIt() {
    Es256Signer signer = vault().signer("register");
    String signed = Jws.sign(signer, "qf-directory+jws", json("{\"v\":1}"));

    Es256Signer again = vault().signer("register");

    assertThat(again.kid()).isEqualTo(signer.kid());
    assertThat(Jws.verify(signed, "qf-directory+jws", kid -> again.publicKey()))
        .isInstanceOf(Jws.Verified.class);
  }

  @Test
  void givenAnEd25519KeyWhenItSignsThenItsPublicHalfChecksIt() throws Exception {
    Ed25519Signer signer = vault().ed25519Signer("log");
    byte[] signature = signer.sign(utf8("checkpoint"));

    assertThat(vault().ed25519Signer("log").publicKey()).isEqualTo(signer.publicKey()).hasSize(32);
    byte[] encoded =
        HexFormat.of()
            .parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(signer.publicKey()));
    Signature check = Signature.getInstance("Ed25519");
    check.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    check.update(utf8("checkpoint"));
    assertThat(check.verify(signature)).isTrue();
  }

  /** RFC 8032, section 7.1, test 2. */
  @Test
  void givenTheExampleOfRfc8032WhenItSignsThenTheSameKeyAndSignature() throws Exception {
    HexFormat hex = HexFormat.of();
    LocalEd25519 key =
        LocalEd25519.of(
            LocalEd25519.pkcs8(
                hex.parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")));

    assertThat(hex.formatHex(key.publicKey()))
        .isEqualTo("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    assertThat(hex.formatHex(key.sign(new byte[] {0x72})))
        .isEqualTo(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
  }

  @Test
  void givenAPlainSigningKeyWhenFirstUsedThenKeptEncryptedAndThePlainFileRemoved()
      throws Exception {
    write("register.jwk", RFC_7515_KEY, "rw-------");

    Es256Signer signer = vault().signer("register");

    assertThat(signer.kid())
        .isEqualTo(SealingFixtures.signer(SealingFixtures.key(RFC_7515_KEY)).kid());
    assertThat(folder.resolve("register.jwk")).doesNotExist();
    assertThat(vault().signer("register").kid()).isEqualTo(signer.kid());
  }

  @Test
  void givenACrashBeforeThePlainFileWasRemovedWhenUsedAgainThenRemoved() throws Exception {
    write("register.jwk", RFC_7515_KEY, "rw-------");
    vault().signer("register");
    write("register.jwk", RFC_7515_KEY, "rw-------");

    assertThatCode(() -> vault().signer("register")).doesNotThrowAnyException();
    assertThat(folder.resolve("register.jwk")).doesNotExist();
  }

  @Test
  void givenAnotherKeyUnderAKnownNameWhenUsedThenRefusedAndBothKept() throws Exception {
    String kid = vault().signer("register").kid();
    write("register.jwk", RFC_7515_KEY, "rw-------");

    assertThatThrownBy(() -> vault().signer("register")).isInstanceOf(IllegalStateException.class);
    assertThat(folder.resolve("register.jwk")).hasContent(RFC_7515_KEY);
    Files.delete(folder.resolve("register.jwk"));
    assertThat(vault().signer("register").kid()).isEqualTo(kid);
  }

  @Test
  void givenAPlainFileThatIsNoUsableKeyWhenUsedThenRefusedAndLeftAlone() throws Exception {
    ECKey other = SealingFixtures.freshKey();
    String mixed = RFC_7515_KEY.replaceAll("\"d\":\"[^\"]+\"", "\"d\":\"" + other.getD() + "\"");
    String open = SealingFixtures.key(RFC_7515_KEY).toPublicJWK().toJSONString();
    for (String text : List.of("not a key", open, mixed)) {
      write("register.jwk", text, "rw-------");

      assertThatThrownBy(() -> vault().signer("register"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageNotContaining(other.getD().toString());
      assertThat(folder.resolve("register.jwk")).hasContent(text);
      assertThat(folder.resolve("sign.register.sealed")).doesNotExist();
    }
  }

  @Test
  void givenAUsedVaultWhenItsFilesAreReadThenNoSecretIsInThemAndOnlyTheOwnerMayRead()
      throws Exception {
    write("register.jwk", RFC_7515_KEY, "rw-------");
    FileKeyVault vault = vault();
    vault.signer("register");
    byte[] mac = vault.macKey("idempotency");
    vault.wrap("FR", DataKey.fresh(), PLACE);
    vault.ed25519Signer("log");

    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all)
          .extracting(f -> f.getFileName().toString())
          .containsExactlyInAnyOrder(
              "master.key",
              "sign.register.sealed",
              "mac.idempotency.sealed",
              "kek.FR.sealed",
              "ed25519.log.sealed");
      for (Path file : all) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
        assertThat(
                new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
            .doesNotContain(SealingFixtures.key(RFC_7515_KEY).getD().toString())
            .doesNotContain(new String(mac, java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
  }

  @Test
  void givenAFilePutInThePlaceOfAnotherWhenOpenedThenRefused() throws Exception {
    vault().macKey("one");
    vault().macKey("two");
    Files.copy(
        folder.resolve("mac.one.sealed"),
        folder.resolve("mac.two.sealed"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING,
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);

    assertThatThrownBy(() -> vault().macKey("two")).isInstanceOf(IllegalStateException.class);
    assertThatCode(() -> vault().macKey("one")).doesNotThrowAnyException();
  }

  @Test
  void givenAnAlteredOrTornFileWhenOpenedThenRefusedAndNotReplaced() throws Exception {
    vault().macKey("one");
    Path file = folder.resolve("mac.one.sealed");
    byte[] whole = Files.readAllBytes(file);
    for (byte[] bad :
        new byte[][] {flipped(whole, 100), new byte[0], java.util.Arrays.copyOf(whole, 20)}) {
      Files.write(file, bad);

      assertThatThrownBy(() -> vault().macKey("one")).isInstanceOf(IllegalStateException.class);
      assertThat(Files.readAllBytes(file)).isEqualTo(bad);
    }
  }

  @Test
  void givenAnotherMasterKeyWhenOpenedThenRefused() throws Exception {
    vault().macKey("one");
    write("master.key", Base64.getEncoder().encodeToString(new byte[32]), "rw-------");

    assertThatThrownBy(() -> vault().macKey("one")).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwxrwxrwx"})
  void givenFilesThatOthersMayUseWhenOpenedThenRefusedSayingHowToMend(String mode)
      throws Exception {
    vault().macKey("one");
    Files.setPosixFilePermissions(
        folder.resolve("mac.one.sealed"), PosixFilePermissions.fromString(mode));
    write("register.jwk", RFC_7515_KEY, mode);

    assertThatThrownBy(() -> vault().macKey("one"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("mac.one.sealed")
        .hasMessageContaining("600");
    assertThatThrownBy(() -> vault().signer("register"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("register.jwk");
    write("master.key", Base64.getEncoder().encodeToString(MASTER), mode);
    assertThatThrownBy(this::vault)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("master.key");
  }

  @Test
  void givenAFolderThatOthersMayWriteWhenOpenedThenRefused() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwx---"));

    assertThatThrownBy(this::vault)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("700");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "AAAA", "%%%%", "secret-that-must-not-be-quoted"})
  void givenAMasterKeyOfAnotherFormWhenOpenedThenRefusedWithoutQuotingIt(String text)
      throws Exception {
    write("master.key", text, "rw-------");

    assertThatThrownBy(this::vault)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("master.key")
        .hasRootCauseInstanceOf(IOException.class)
        .satisfies(e -> assertThat(e.getCause().getCause()).isNull());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../register", "a/b", "a\0b", "a b", "é"})
  void givenANameThatCouldLeaveTheFolderWhenUsedThenRefused(String name) {
    FileKeyVault vault = vault();

    assertThatThrownBy(() -> vault.macKey(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> vault.signer(name)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> vault.ed25519Signer(name))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> vault.wrap(name, DataKey.fresh(), PLACE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenManyProcessesAtOnceWhenAKeyIsMadeThenAllHaveTheSame() throws Exception {
    for (int round = 0; round < 20; round++) {
      String name = "round-" + round;
      assertThat(madeAtOnce(name)).hasSize(1);
    }
  }

  private Set<String> madeAtOnce(String name) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<String>> keys = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        FileKeyVault own = vault();
        keys.add(
            threads.submit(
                () -> {
                  start.await();
                  return HexFormat.of().formatHex(own.macKey(name));
                }));
      }
      start.countDown();
      Set<String> different = new HashSet<>();
      for (Future<String> key : keys) {
        different.add(key.get(20, TimeUnit.SECONDS));
      }
      return different;
    }
  }

  @Test
  void givenVaultAndSignersWhenPrintedThenNoSecret() throws Exception {
    write("register.jwk", RFC_7515_KEY, "rw-------");
    String d = SealingFixtures.key(RFC_7515_KEY).getD().toString();
    FileKeyVault vault = vault();

    assertThat(vault + " " + vault.signer("register") + " " + vault.ed25519Signer("log"))
        .doesNotContain(d)
        .doesNotContain(new String(MASTER, UTF_8))
        .contains(vault.signer("register").kid());
  }

  private FileKeyVault vault() {
    return FileKeyVault.open(folder);
  }

  private static int keyId(byte[] wrapped) {
    return java.nio.ByteBuffer.wrap(wrapped, 1, 4).getInt();
  }

  private byte[] unseal(String name) throws IOException {
    return DataKey.of(MASTER).decrypt(Files.readAllBytes(folder.resolve(name + ".sealed")), name);
  }

  private void seal(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name + ".sealed");
    Files.write(file, DataKey.of(MASTER).encrypt(content, name));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private void write(String name, String text, String mode) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
