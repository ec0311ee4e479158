package org.quickfreeze.backbone.directory;

import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.sealing.Jwk;
import org.quickfreeze.contracts.directory.DirectoryEntity;

/** The public keys of the directory, as they are in force at a moment. */
public final class DirectoryKeys {
  private final DirectoryCopy directory;
  private final Map<String, ECPublicKey> parsed = new ConcurrentHashMap<>();

  public DirectoryKeys(DirectoryCopy directory) {
    this.directory = directory;
  }

  /** A signing key that is in force; null when there is none of this kid. */
  public @Nullable ECPublicKey signing(String kid, Instant now) {
    return find(kid, "sig", now).map(this::parse).orElse(null);
  }

  /** Whether a signing key in force belongs to an owner, such as {@code authority/fr-24-7}. */
  public boolean belongs(String kid, String owner, Instant now) {
    return find(kid, "sig", now).filter(key -> key.owner().equals(owner)).isPresent();
  }

  /** The register's version that told of a key; 0 when none has. */
  public long version(String kid) {
    return directory.version("key/" + kid);
  }

  /**
   * The key to which an owner wants to be written: of several in force the one that entered last,
   * so that a key in its overlap is no longer used.
   */
  public Optional<Recipient> encryption(String owner, Instant now) {
    return inForce(owner, now).stream()
        .filter(key -> key.use().equals("enc"))
        .findFirst()
        .map(key -> new Recipient(key.kid(), parse(key)));
  }

  /** The keys of an owner that are in force, of every use; the one that entered last is first. */
  public List<DirectoryEntity.Key> inForce(String owner, Instant now) {
    return directory.naming(owner, DirectoryEntity.Key.class, now).stream()
        .sorted(
            Comparator.comparing((DirectoryEntity.Key key) -> entered(key))
                .thenComparing(DirectoryEntity.Key::kid)
                .reversed())
        .toList();
  }

  /** When a key entered the register; a suspension in between does not make it newer. */
  public Instant entered(DirectoryEntity.Key key) {
    return directory.entered("key/" + key.kid()).orElse(Instant.EPOCH);
  }

  /** A key to encrypt to. */
  public record Recipient(String kid, ECPublicKey key) {}

  private Optional<DirectoryEntity.Key> find(String kid, String use, Instant now) {
    return directory
        .find("key/" + kid, DirectoryEntity.Key.class, now)
        .filter(key -> key.use().equals(use));
  }

  private ECPublicKey parse(DirectoryEntity.Key key) {
    return parsed.computeIfAbsent(
        key.kid(),
        kid -> {
          try {
            return Jwk.publicKey(key.jwk());
          } catch (Jwk.InvalidJwk e) {
            throw new IllegalStateException("the register holds a key that is not usable", e);
          }
        });
  }
}
