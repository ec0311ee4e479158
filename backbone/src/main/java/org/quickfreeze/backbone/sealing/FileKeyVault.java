package org.quickfreeze.backbone.sealing;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The local vault: a folder outside database and repository. {@code master.key} (32 bytes, base64)
 * encrypts every other file, each bound to its own name.
 */
public final class FileKeyVault implements KeyVault {
  private static final Configuration TINK = tink();
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.-]{1,64}");
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private final Path folder;
  private final DataKey master;
  private final Map<String, Aead> parties = new ConcurrentHashMap<>();
  private final Map<String, byte[]> secrets = new ConcurrentHashMap<>();

  private FileKeyVault(Path folder, DataKey master) {
    this.folder = folder;
    this.master = master;
  }

  /**
   * Opens a vault.
   *
   * @throws UncheckedIOException when the folder or its master key cannot be read, or others may
   *     read them
   */
  public static FileKeyVault open(Path folder) {
    CryptoProviders.inUse();
    try {
      Path file = folder.resolve("master.key");
      refuseLooseMode(file);
      byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
      if (key.length != 32) {
        throw new IOException("the vault's master key must have 32 bytes");
      }
      return new FileKeyVault(folder, DataKey.of(key));
    } catch (IOException e) {
      throw new UncheckedIOException("the key vault cannot be opened: " + e.getMessage(), e);
    }
  }

  @Override
  public byte[] wrap(String party, DataKey key, String place) {
    try {
      return kek(party).encrypt(key.bytes(), context(party, place));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a data key cannot be wrapped", e);
    }
  }

  @Override
  public DataKey unwrap(String party, byte[] wrapped, String place) {
    try {
      return DataKey.of(kek(party).decrypt(wrapped, context(party, place)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a data key does not unwrap", e);
    }
  }

  @Override
  public byte[] macKey(String name) {
    return secret(
            "mac." + name,
            () -> {
              byte[] key = new byte[32];
              new SecureRandom().nextBytes(key);
              return key;
            })
        .clone();
  }

  @Override
  public ECKey signingKey(String name) {
    try {
      Path plain = folder.resolve(name + ".jwk");
      byte[] json = secret("sign." + name, () -> importedOrFresh(plain));
      Files.deleteIfExists(plain);
      return Jwk.fromJson(new String(json, StandardCharsets.UTF_8));
    } catch (Jwk.InvalidJwk | IOException e) {
      throw new IllegalStateException("a signing key in the vault is not usable", e);
    }
  }

  @Override
  public byte[] ed25519(String name) {
    return secret(
            "ed25519." + name,
            () ->
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded())
        .clone();
  }

  private Aead kek(String party) {
    return parties.computeIfAbsent(party, this::openKek);
  }

  private Aead openKek(String party) {
    try {
      byte[] keyset =
          secret(
              "kek." + party,
              () ->
                  TinkProtoKeysetFormat.serializeKeyset(
                      KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, TINK),
                      InsecureSecretKeyAccess.get(),
                      TINK));
      return TinkProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get(), TINK)
          .getPrimitive(TINK, Aead.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a Party's key cannot be opened", e);
    }
  }

  private byte[] secret(String name, Maker maker) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a key name");
    }
    return secrets.computeIfAbsent(name, n -> readOrMake(n, maker));
  }

  private byte[] readOrMake(String name, Maker maker) {
    Path file = folder.resolve(name + ".sealed");
    try {
      if (!Files.exists(file)) {
        store(file, master.encrypt(maker.make(), name));
      }
      refuseLooseMode(file);
      return master.decrypt(Files.readAllBytes(file), name);
    } catch (IOException e) {
      throw new UncheckedIOException("the key vault cannot be used: " + e.getMessage(), e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key cannot be made", e);
    }
  }

  /** Another process may be first: the file that is there wins. */
  private void store(Path file, byte[] sealed) throws IOException {
    Path fresh =
        Files.createTempFile(
            folder,
            "new",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.wrap(sealed));
      channel.force(true);
    }
    if (Files.exists(file)) {
      Files.delete(fresh);
    } else {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static byte[] importedOrFresh(Path plain) throws IOException, GeneralSecurityException {
    if (Files.exists(plain)) {
      return Files.readAllBytes(plain);
    }
    try {
      return new ECKeyGenerator(Curve.P_256)
          .keyIDFromThumbprint(true)
          .generate()
          .toJSONString()
          .getBytes(StandardCharsets.UTF_8);
    } catch (JOSEException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static void refuseLooseMode(Path file) throws IOException {
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
    if (mode.stream().anyMatch(OTHERS::contains)) {
      throw new IOException(
          file.getFileName() + " may be read by others: set its mode to 600 first");
    }
  }

  private static byte[] context(String party, String place) {
    return (party + '\n' + place).getBytes(StandardCharsets.UTF_8);
  }

  private static Configuration tink() {
    try {
      AeadConfig.register();
      return RegistryConfiguration.get();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is not available", e);
    }
  }

  @FunctionalInterface
  private interface Maker {
    byte[] make() throws GeneralSecurityException, IOException;
  }

  @Override
  public String toString() {
    return "FileKeyVault[" + folder + "]";
  }
}
