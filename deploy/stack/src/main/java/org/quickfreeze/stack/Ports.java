package org.quickfreeze.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

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
