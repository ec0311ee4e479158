package org.quickfreeze.backbone.sealing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a vault. {@code <name>.sealed} is encrypted under the master key and bound to its
 * name, so that one file cannot be put in another's place.
 */
final class VaultFolder {
  private static final String SEALED = ".sealed";
  private static final int MASTER = 32;
  private static final Set<PosixFilePermission> OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");
  private static final Set<PosixFilePermission> OTHERS_WRITE =
      PosixFilePermissions.fromString("----w--w-");

  private final Path folder;
  private final DataKey master;

  private VaultFolder(Path folder, DataKey master) {
    this.folder = folder;
    this.master = master;
  }

  static VaultFolder open(Path folder) throws IOException {
    refuse(folder, OTHERS_WRITE, "may be changed by others: set its mode to 700 first");
    Path file = folder.resolve("master.key");
    refuseLooseMode(file);
    return new VaultFolder(folder, DataKey.of(masterKey(Files.readString(file).strip())));
  }

  private static byte[] masterKey(String text) throws IOException {
    try {
      byte[] key = Base64.getDecoder().decode(text);
      if (key.length == MASTER) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      // The exception quotes what it could not read, so it is not passed on.
      throw new IOException("master.key is not base64");
    }
    throw new IOException("master.key must hold 32 bytes in base64");
  }

  /**
   * What is kept under a name; made, and kept, when there is nothing yet. Where several processes
   * come at once, the first one's stays and all get it.
   */
  byte[] readOrMake(String name, Maker maker) throws IOException, GeneralSecurityException {
    Path file = folder.resolve(name + SEALED);
    if (!Files.exists(file)) {
      store(file, master.encrypt(maker.make(), name));
    }
    refuseLooseMode(file);
    return master.decrypt(Files.readAllBytes(file), name);
  }

  /** A file that somebody put beside the sealed ones. */
  Optional<String> plain(String fileName) throws IOException {
    Path file = folder.resolve(fileName);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    refuseLooseMode(file);
    return Optional.of(Files.readString(file));
  }

  void removePlain(String fileName) throws IOException {
    Files.deleteIfExists(folder.resolve(fileName));
    force(folder, StandardOpenOption.READ);
  }

  /** A link, not a rename: it fails where a file is there already, so that no key is lost. */
  private void store(Path file, byte[] sealed) throws IOException {
    Path fresh =
        Files.createTempFile(
            folder,
            "new",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      write(fresh, sealed);
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      // Another process was first.
    } catch (UnsupportedOperationException e) {
      throw new IOException("the vault needs a file system with hard links", e);
    } finally {
      Files.deleteIfExists(fresh);
    }
    force(folder, StandardOpenOption.READ);
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(bytes);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  private static void force(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  private static void refuseLooseMode(Path file) throws IOException {
    refuse(file, OTHERS, "may be used by others: set its mode to 600 first");
  }

  private static void refuse(Path path, Set<PosixFilePermission> loose, String why)
      throws IOException {
    if (Files.getPosixFilePermissions(path).stream().anyMatch(loose::contains)) {
      throw new IOException(path.getFileName() + " " + why);
    }
  }

  /** Makes what is kept under a name for the first time. */
  @FunctionalInterface
  interface Maker {
    byte[] make() throws GeneralSecurityException, IOException;
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
