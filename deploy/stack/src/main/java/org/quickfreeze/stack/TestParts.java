package org.quickfreeze.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The real parts for the tests of one module: each started once for the JVM when it is first asked
 * for, on free ports, in a folder of their own, ended with the JVM, however that ends. Logs stay in
 * {@code deploy/stack/target/test-parts}; the rest goes.
 */
public final class TestParts {
  private static final Stack STACK = make();

  private TestParts() {}

  /** A running PostgreSQL. */
  public static synchronized PostgresPart postgres() {
    return started(STACK.postgres());
  }

  /** A running Kafka broker; until Keycloak was asked for, its outer listener knows no key. */
  public static synchronized KafkaPart kafka() {
    return started(STACK.kafka());
  }

  /** A running Keycloak and the PostgreSQL under it; takes half a minute. */
  public static synchronized KeycloakPart keycloak() {
    postgres();
    return started(STACK.keycloak());
  }

  /** The stack behind them, for its vaults and keys. */
  public static Stack stack() {
    return STACK;
  }

  private static <P extends Part> P started(P part) {
    if (!part.running()) {
      part.start();
    }
    return part;
  }

  private static Stack make() {
    Path folder = Home.at(Path.of("var")).repository("deploy/stack/target/test-parts");
    try {
      Files.createDirectories(folder);
      Path data = Files.createTempDirectory(folder, "parts").toRealPath();
      Stack stack = Stack.in(data, Ports.free());
      stack.endWithThisJvm();
      return stack;
    } catch (IOException e) {
      throw new StackFailure("no folder for test parts", e);
    }
  }
}
