package org.quickfreeze.stack;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The two folders the stack knows: the repository, where the built parts lie, and the data folder,
 * where state, keys and logs of one running stack lie.
 */
public final class Home {
  private final Path repository;
  private final Path data;
  private boolean closing;

  private Home(Path repository, Path data) {
    this.repository = repository;
    this.data = data.toAbsolutePath();
  }

  /** Finds the repository upwards from the working directory. */
  public static Home at(Path data) {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("deploy/parts/pom.xml"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new StackFailure("Call this from inside the repository.");
    }
    return new Home(folder, data.isAbsolute() ? data : folder.resolve(data));
  }

  /**
   * Runs what starts a process, whole before {@link #close} or not at all, so that whoever stops
   * everything afterwards finds it.
   */
  synchronized void starting(Runnable start) {
    if (closing) {
      throw new StackFailure("Everything is being stopped.");
    }
    start.run();
  }

  /** From now on nothing is started here. */
  synchronized void close() {
    closing = true;
  }

  /** A folder in the repository. */
  public Path repository(String relative) {
    return repository.resolve(relative);
  }

  /** What the build has put there. */
  Path part(String relative) {
    Path path = repository.resolve("deploy/parts/target").resolve(relative);
    if (!Files.exists(path)) {
      throw new StackFailure(
          "The parts are not built yet: run mvn -q -pl deploy/parts process-resources");
    }
    return path;
  }

  /** Where this module's own classes lie: a folder or a jar. */
  static Path ownClasses() {
    try {
      return Path.of(Home.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new StackFailure("the stack's own classes are not in a file", e);
    }
  }

  /** The data folder itself. */
  public Path data() {
    return data;
  }

  /** A folder for data; made when it is not there, for the owner alone. */
  public Path data(String relative) {
    Path path = data.resolve(relative);
    try {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return path;
    } catch (IOException e) {
      throw new StackFailure("cannot make " + path, e);
    }
  }

  /** A secret of so many bytes in base64, made at the first call and kept. */
  public String secret(String file, int bytes) {
    Path path = data("secret").resolve(file);
    try {
      if (!Files.exists(path)) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        write(path, Base64.getEncoder().encodeToString(random));
      }
      return Files.readString(path).strip();
    } catch (IOException e) {
      throw new StackFailure("cannot keep a secret in " + path, e);
    }
  }

  /** Writes a file that its owner alone may read; a reader sees the old text or the new one. */
  static void write(Path path, String text) throws IOException {
    Path fresh =
        Files.createTempFile(
            path.toAbsolutePath().getParent(),
            "." + path.getFileName(),
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, text);
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes a folder and what is in it, when it is there. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
