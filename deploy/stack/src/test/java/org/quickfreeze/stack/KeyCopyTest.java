package org.quickfreeze.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCopyTest {
  @TempDir private Path folder;

  @Test
  void changedKeysReplaceTheFile() throws IOException {
    Path file = Files.writeString(folder.resolve("jwks.json"), "{\"keys\":[]}");

    assertThat(refreshFrom("{\"keys\":[1]}", file)).isTrue();

    assertThat(file).hasContent("{\"keys\":[1]}");
  }

  @Test
  void sameKeysLeaveTheFileUntouchedSoThatTheBrokerNeedNotReadIt() throws IOException {
    Path file = Files.writeString(folder.resolve("jwks.json"), "{\"keys\":[1]}");
    FileTime before = FileTime.from(Instant.parse("2026-11-25T03:00:00Z"));
    Files.setLastModifiedTime(file, before);

    refreshFrom("{\"keys\":[1]}", file);

    assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
  }

  @Test
  void aSilentAddressLeavesTheKnownKeys() throws IOException {
    Path file = Files.writeString(folder.resolve("jwks.json"), "{\"keys\":[1]}");

    assertThat(KeyCopy.refresh("http://127.0.0.1:" + Ports.free().keycloak(), file)).isFalse();

    assertThat(file).hasContent("{\"keys\":[1]}");
  }

  private static boolean refreshFrom(String keys, Path file) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = keys.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      return KeyCopy.refresh("http://127.0.0.1:" + server.getAddress().getPort() + "/", file);
    } finally {
      server.stop(0);
    }
  }
}
