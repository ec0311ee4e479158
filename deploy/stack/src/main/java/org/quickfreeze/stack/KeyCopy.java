package org.quickfreeze.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keeps a file with the realm's public keys (RFC 7517, section 5) for the broker. The broker reads
 * a file and not Keycloak's address, because it would not start while that address is silent; it
 * reads the file again when its time of change has moved.
 */
final class KeyCopy {
  private KeyCopy() {}

  /** The command of a small process that goes on copying until it is ended. */
  static List<String> command(String url, Path file, Duration pause) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx32m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        Home.ownClasses().toString(),
        KeyCopy.class.getName(),
        url,
        file.toString(),
        pause.toString());
  }

  /** Arguments: address of the keys, file, pause as ISO 8601 duration. */
  public static void main(String[] arguments) throws IOException {
    Duration pause = Duration.parse(arguments[2]);
    while (true) {
      refresh(arguments[0], Path.of(arguments[1]));
      Child.sleep(pause.toMillis());
    }
  }

  /**
   * Copies once. A silent address leaves the file as it is.
   *
   * @return whether the address answered
   */
  static boolean refresh(String url, Path file) throws IOException {
    Optional<String> keys = Http.get(url);
    if (keys.isPresent()) {
      String known = Files.exists(file) ? Files.readString(file) : "";
      if (!keys.get().equals(known)) {
        Home.write(file, keys.get());
      }
    }
    return keys.isPresent();
  }
}
