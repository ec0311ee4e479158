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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The local vault: a folder outside database and repository. {@code master.key} (32 bytes, base64)
 * encrypts every other file, each bound to its own name. A signing key that lies beside them as
 * {@code <name>.jwk} is taken in at the first use of its name, and the plain file removed.
 */
public final class FileKeyVault implements KeyVault {
  private static final Configuration TINK = tink();
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.-]{1,50}");

  private final VaultFolder folder;
  private final Map<String, Aead> parties = new ConcurrentHashMap<>();
  private final Map<String, byte[]> secrets = new ConcurrentHashMap<>();
  private final Map<String, Es256Signer> signers = new ConcurrentHashMap<>();
  private final Map<String, Ed25519Signer> edSigners = new ConcurrentHashMap<>();

  private FileKeyVault(VaultFolder folder) {
    this.folder = folder;
  }

  /**
   * Opens a vault.
   *
   * @throws UncheckedIOException when the folder or its master key cannot be read, or others may
   *     use them
   */
  public static FileKeyVault open(Path folder) {
    CryptoProviders.inUse();
    try {
      return new FileKeyVault(VaultFolder.open(folder));
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
    return secret("mac", name, FileKeyVault::random).clone();
  }

  @Override
  public Es256Signer signer(String name) {
    return signers.computeIfAbsent(name, this::openSigner);
  }

  @Override
  public Ed25519Signer ed25519Signer(String name) {
    return edSigners.computeIfAbsent(name, this::openEd25519);
  }

  private Es256Signer openSigner(String name) {
    try {
      return LocalEs256.of(signingKey(name));
    } catch (Jwk.InvalidJwk e) {
      throw new IllegalStateException("the signing key " + name + " is not usable", e);
    }
  }

  private Ed25519Signer openEd25519(String name) {
    try {
      return LocalEd25519.of(secret("ed25519", name, LocalEd25519::freshPkcs8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Ed25519 key " + name + " is not usable", e);
    }
  }

  /** The plain file goes only when what is kept is known to be the same key. */
  private ECKey signingKey(String name) {
    String plain = checked(name) + ".jwk";
    try {
      Optional<ECKey> brought = brought(plain);
      byte[] json =
          secret("sign", name, () -> json(brought.isPresent() ? brought.get() : freshKey()));
      ECKey kept = Jwk.fromJson(new String(json, StandardCharsets.UTF_8));
      if (brought.isPresent()) {
        if (!Jwk.members(kept).equals(Jwk.members(brought.get()))) {
          throw new IllegalStateException(
              plain + " is another key than the one that the vault keeps; nothing was changed");
        }
        folder.removePlain(plain);
      }
      return kept;
    } catch (Jwk.InvalidJwk e) {
      throw new IllegalStateException("the signing key " + name + " is not usable", e);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private Optional<ECKey> brought(String plain) throws IOException, Jwk.InvalidJwk {
    Optional<String> text = folder.plain(plain);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    ECKey key = Jwk.fromJson(text.get());
    LocalEs256.of(key); // refuses a pair that does not belong together
    return Optional.of(key);
  }

  private Aead kek(String party) {
    return parties.computeIfAbsent(party, this::openKek);
  }

  private Aead openKek(String party) {
    byte[] keyset = secret("kek", party, FileKeyVault::freshKeyset);
    try {
      return TinkProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get(), TINK)
          .getPrimitive(TINK, Aead.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a Party's key cannot be opened", e);
    }
  }

  /**
   * A keyset and not a bare key: a wrapped key names the one it needs, so new ones can be added.
   */
  private static byte[] freshKeyset() throws GeneralSecurityException {
    return TinkProtoKeysetFormat.serializeKeyset(
        KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, TINK),
        InsecureSecretKeyAccess.get(),
        TINK);
  }

  private static ECKey freshKey() throws GeneralSecurityException {
    try {
      return new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
    } catch (JOSEException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static byte[] json(ECKey key) {
    return key.toJSONString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] random() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return key;
  }

  private byte[] secret(String kind, String name, VaultFolder.Maker maker) {
    return secrets.computeIfAbsent(kind + '.' + checked(name), full -> readOrMake(full, maker));
  }

  private byte[] readOrMake(String name, VaultFolder.Maker maker) {
    try {
      return folder.readOrMake(name, maker);
    } catch (IOException e) {
      throw unusable(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key cannot be made", e);
    }
  }

  private static UncheckedIOException unusable(IOException e) {
    return new UncheckedIOException("the key vault cannot be used: " + e.getMessage(), e);
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a key name");
    }
    return name;
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

  @Override
  public String toString() {
    return "FileKeyVault[" + folder + "]";
  }
}
