package org.quickfreeze.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * PostgreSQL and Kafka for the tests of one module: started once for the JVM, on free ports, in a
 * folder of their own, ended with it.
 */
public final class TestParts {
  private static final Stack STACK = make();

  private TestParts() {}

  /** A running PostgreSQL. */
  public static synchronized PostgresPart postgres() {
    if (!STACK.postgres().running()) {
      STACK.postgres().start();
    }
    return STACK.postgres();
  }

  /** A running Kafka broker; without Keycloak its outer listener knows no key. */
  public static synchronized KafkaPart kafka() {
    if (!STACK.kafka().running()) {
      STACK.kafka().start();
    }
    return STACK.kafka();
  }

  /** The stack behind both, for its vaults and keys. */
  public static Stack stack() {
    return STACK;
  }

  private static Stack make() {
    Path folder = Home.at(Path.of("var")).repository("deploy/stack/target/test-parts");
    try {
      Files.createDirectories(folder);
      Path data = Files.createTempDirectory(folder, "parts");
      Stack stack = Stack.in(data, Ports.free());
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform().unstarted(() -> stack.parts().reversed().forEach(Part::kill)));
      return stack;
    } catch (IOException e) {
      throw new StackFailure("no folder for test parts", e);
    }
  }
}
