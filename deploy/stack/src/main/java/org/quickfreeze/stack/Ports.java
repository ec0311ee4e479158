package org.quickfreeze.stack;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Where the parts listen, on 127.0.0.1. A service's management port is its own plus 100.
 *
 * @param kafka mutual TLS, for services
 * @param kafkaOutside OAUTHBEARER over TLS, for providers
 */
public record Ports(
    int postgres,
    int kafka,
    int kafkaOutside,
    int kafkaController,
    int keycloak,
    int registry,
    int request,
    int gateway,
    int audit) {

  /** The fixed ports of a laptop. */
  public static Ports laptop() {
    return new Ports(25432, 29092, 29093, 29094, 28080, 28081, 28082, 28083, 28084);
  }

  /**
   * The ports of a data folder: those of a laptop, except where {@code ports.properties} in the
   * folder names others, one line each, such as {@code keycloak=38080}.
   *
   * @throws StackFailure when the file cannot be read or holds something that is no port
   */
  public static Ports of(Path data) {
    Path file = data.resolve("ports.properties");
    Properties own = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        own.load(reader);
      } catch (IOException e) {
        throw new StackFailure("cannot read " + file, e);
      }
    }
    Ports usual = laptop();
    return new Ports(
        port(own, "postgres", usual.postgres()),
        port(own, "kafka", usual.kafka()),
        port(own, "kafkaOutside", usual.kafkaOutside()),
        port(own, "kafkaController", usual.kafkaController()),
        port(own, "keycloak", usual.keycloak()),
        port(own, "registry", usual.registry()),
        port(own, "request", usual.request()),
        port(own, "gateway", usual.gateway()),
        port(own, "audit", usual.audit()));
  }

  private static int port(Properties own, String part, int usual) {
    String port = own.getProperty(part, Integer.toString(usual)).strip();
    if (!port.matches("[1-9][0-9]{3,4}")) {
      throw new StackFailure("ports.properties: " + part + "=" + port + " is no port");
    }
    return Integer.parseInt(port);
  }

  /** Ports that are free at the moment, for a test. */
  public static Ports free() {
    List<Integer> p = new ArrayList<>();
    while (p.size() < 9) {
      int port = freePort();
      if (!p.contains(port)) {
        p.add(port);
      }
    }
    return new Ports(
        p.get(0), p.get(1), p.get(2), p.get(3), p.get(4), p.get(5), p.get(6), p.get(7), p.get(8));
  }

  /** Below the range from which outgoing connections take theirs, with room for port + 100. */
  private static int freePort() {
    for (int attempt = 0; attempt < 1000; attempt++) {
      int port = 20000 + (int) (Math.random() * 12000);
      if (isFree(port) && isFree(port + 100)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port");
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
