package org.quickfreeze.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  @TempDir private Path temp;

  private final StringWriter out = new StringWriter();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 255, 256, 257, 512, 700})
  void givenAnHonestLogThenEverythingHolds(int size) {
    FolderLog log = new FolderLog(temp.resolve("log"), size);

    assertThat(verify(log)).as(out.toString()).isZero();
    assertThat(out.toString()).contains("everything holds");
  }

  @Test
  void givenAnAlteredEntryThenItIsNamed() {
    FolderLog log = new FolderLog(temp.resolve("log"), 300);
    flip(log, "tile/entries/001.p/44", 2 * 40 + 20);

    assertBroken(log, "entry 258 has not the hash");
  }

  @Test
  void givenAnAlteredTileThenTheEntryIsNamed() {
    FolderLog log = new FolderLog(temp.resolve("log"), 300);
    flip(log, "tile/0/000", 7 * 32);

    assertBroken(log, "entry 7 has not the hash");
  }

  @Test
  void givenAnEntryAndItsTileChangedTogetherThenTheRootBetraysIt() {
    FolderLog log = new FolderLog(temp.resolve("log"), 300);
    byte[] checkpoint = log.read("checkpoint");
    log.entries.set(5, FolderLog.entry(99_999));
    log.publish();
    log.write("checkpoint", checkpoint);

    assertBroken(log, "do not have the signed root");
  }

  @Test
  void givenACutBundleThenItIsFound() {
    FolderLog log = new FolderLog(temp.resolve("log"), 300);
    byte[] bundle = log.read("tile/entries/000");
    log.write("tile/entries/000", Arrays.copyOf(bundle, bundle.length - 40));
    assertBroken(log, "255 entries instead of 256");

    log.write("tile/entries/000", Arrays.copyOf(bundle, bundle.length - 3));
    assertBroken(log, "ends inside an entry");
  }

  @Test
  void givenAShortTileUnderTheNameOfAFullOneThenItIsFound() {
    FolderLog log = new FolderLog(temp.resolve("log"), 300);
    log.write("tile/0/000", Arrays.copyOf(log.read("tile/0/000"), 44 * 32));

    assertBroken(log, "tile/0/000 has 1,408 bytes instead of 8,192");
  }

  @Test
  void givenAMissingTileThenItIsFound() throws IOException {
    FolderLog log = new FolderLog(temp.resolve("log"), 300);
    Files.delete(log.folder.resolve("tile/0/001.p/44"));

    assertBroken(log, "tile/0/001.p/44 is missing");
  }

  @Test
  void givenAPartialTileThatIsGoneThenTheFullOneStandsIn() throws IOException {
    FolderLog log = new FolderLog(temp.resolve("log"), 200);
    byte[] earlier = log.read("checkpoint");
    log.grow(100);
    log.write("checkpoint", earlier);
    Files.delete(log.folder.resolve("tile/0/000.p/200"));
    Files.delete(log.folder.resolve("tile/entries/000.p/200"));

    assertThat(verify(log)).as(out.toString()).isZero();
  }

  @Test
  void givenALeafOfAnotherSizeThenItIsFound() {
    FolderLog log = new FolderLog(temp.resolve("log"), 3);
    log.entries.set(1, new byte[39]);
    log.publish();

    assertBroken(log, "entry 1 has not the size of a leaf");
  }

  @Test
  void givenACheckpointSignedByAnotherKeyThenItIsRefused() {
    FolderLog log = new FolderLog(temp.resolve("log"), 3);
    FolderLog other = new FolderLog(temp.resolve("other"), 3);

    assertThat(run("--offline", log.folder.toString(), "--vkey", other.vkey())).isEqualTo(1);
    assertThat(out.toString()).contains("not signed by the pinned key");
  }

  @Test
  void givenAChangedCheckpointThenItIsRefused() {
    FolderLog log = new FolderLog(temp.resolve("log"), 3);
    String note = new String(log.read("checkpoint"), UTF_8);
    log.write("checkpoint", note.replace("\n3\n", "\n2\n").getBytes(UTF_8));

    assertBroken(log, "signature is not that of");
  }

  @Test
  void givenACheckpointOfAnotherLogByTheSameKeyThenItIsRefused() {
    FolderLog log = new FolderLog(temp.resolve("log"), 3);
    log.write("checkpoint", log.note("other.example.org", 3, log.root()));

    assertBroken(log, "of another log");
  }

  @Test
  void givenARememberedCheckpointThenGrowthHoldsAndRollbackDoesNot() {
    FolderLog log = new FolderLog(temp.resolve("log"), 100);
    Path state = temp.resolve("state");
    assertThat(verify(log, "--state", state.toString())).isZero();
    byte[] earlier = log.read("checkpoint");
    log.grow(200);

    assertThat(verify(log, "--state", state.toString())).as(out.toString()).isZero();
    assertThat(out.toString()).contains("the 100 entries signed before");

    log.write("checkpoint", earlier);
    assertThat(verify(log, "--state", state.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("rolled back");
  }

  @Test
  void givenAForkThenItIsFoundAtTheSameSizeAndAtAGreaterOne() {
    FolderLog log = new FolderLog(temp.resolve("log"), 100);
    Path state = temp.resolve("state");
    verify(log, "--state", state.toString());
    log.entries.set(50, FolderLog.entry(77_777));
    log.publish();
    assertThat(verify(log, "--state", state.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("two roots are signed for the size 100");

    log.grow(30);
    assertThat(verify(log, "--state", state.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("the first 100 entries are not those");
  }

  @Test
  void givenAKeyInAFileAndALogOverHttpThenItIsReadWithAndWithoutGzip() throws IOException {
    FolderLog log = new FolderLog(temp.resolve("log"), 300);
    Files.writeString(temp.resolve("log.vkey"), log.vkey() + '\n');
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/audit/", exchange -> serve(exchange, log.folder));
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/audit";
      String vkey = temp.resolve("log.vkey").toString();
      assertThat(run("--url", url, "--vkey", vkey)).as(out.toString()).isZero();

      flip(log, "tile/entries/000", 100);
      assertThat(run("--url", url, "--vkey", vkey)).isEqualTo(1);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void givenNobodyAnswersOrNothingIsThereThenItCouldNotBeTold() {
    FolderLog log = new FolderLog(temp.resolve("log"), 3);

    assertThat(run("--url", "http://127.0.0.1:1/", "--vkey", log.vkey())).isEqualTo(2);
    assertThat(run("--offline", temp.resolve("no").toString(), "--vkey", log.vkey())).isEqualTo(2);
    assertThat(run("--offline", log.folder.toString(), "--vkey", "nowhere.vkey")).isEqualTo(2);
    assertThat(run("--offline", log.folder.toString(), "--vkey", "a+b+c")).isEqualTo(2);
    assertThat(run("--nonsense")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 13, 257})
  void givenAProofAndItsLeafThenItHoldsForThatLeafAlone(int size) throws IOException {
    FolderLog log = new FolderLog(temp.resolve("log"), size);
    Path file = temp.resolve("one.tlog-proof");
    for (int index : List.of(0, size / 2, size - 1)) {
      Files.write(file, log.proof(index));

      assertThat(proof(log, file, FolderLog.entry(index))).as(out.toString()).isZero();
      assertThat(proof(log, file, FolderLog.entry(index + 1))).isEqualTo(1);
    }
  }

  @Test
  void givenAProofThatWasTamperedWithThenItIsRefused() throws IOException {
    FolderLog log = new FolderLog(temp.resolve("log"), 13);
    Path file = temp.resolve("one.tlog-proof");
    String proof = new String(log.proof(5), UTF_8);
    byte[] leaf = FolderLog.entry(5);
    String hash = proof.lines().toList().get(2);
    for (String altered :
        List.of(
            proof.replace("index 5", "index 4"),
            proof.replace("index 5", "index 13"),
            proof.replace(hash + '\n', ""),
            proof.replace(hash + '\n', hash + '\n' + hash + '\n'),
            proof.replace("\n13\n", "\n14\n"),
            proof.replace("@v1", "@v2"),
            "")) {
      Files.writeString(file, altered);
      assertThat(proof(log, file, leaf)).as(altered).isEqualTo(1);
    }
  }

  @Test
  void givenAnOpeningThenItsEventIsProvedAndAChangedEventIsNot() throws IOException {
    FolderLog log = new FolderLog(temp.resolve("log"), 2);
    String json =
        """
        {"index":1,"leaf":"LEAF","opening":{"salt":"SALT","topic":"t.e","key":"a2V5",
         "headers":[{"name":"ce_type","value":"eA=="},{"name":"ce_id","value":"MQ=="}],"value":null}}""";
    byte[] salt = new byte[32];
    // SHA-256 of the documented bytes: salt, t.e, key, two headers by name, no value.
    byte[] committed =
        HexFormat.of()
            .parseHex(
                "00".repeat(32)
                    + "00000003742e65000000036b65790000000200000005"
                    + "63655f69640000000131"
                    + "0000000763655f747970650000000178ffffffff");
    byte[] leaf = Arrays.copyOf(new byte[] {0, 101, 0, 0, 0, 7}, 38);
    System.arraycopy(Sha256.fresh().digest(committed), 0, leaf, 6, 32);
    log.entries.set(1, leaf);
    Files.write(temp.resolve("proof"), log.proof(1));
    String opening =
        json.replace("LEAF", HexFormat.of().formatHex(leaf))
            .replace("SALT", Base64.getEncoder().encodeToString(salt));
    Path file = temp.resolve("event.json");

    Files.writeString(file, opening);
    assertThat(opened(log, file)).as(out.toString()).isZero();
    Files.writeString(file, opening.replace("a2V5", "a2V6"));
    assertThat(opened(log, file)).isEqualTo(1);
    Files.writeString(file, opening.replace("\"value\":null", "\"value\":\"\""));
    assertThat(opened(log, file)).isEqualTo(1);
    Files.writeString(file, "{}");
    assertThat(opened(log, file)).isEqualTo(2);
  }

  private int opened(FolderLog log, Path file) {
    String proof = temp.resolve("proof").toString();
    return run("--proof", proof, "--opening", file.toString(), "--vkey", log.vkey());
  }

  private int proof(FolderLog log, Path file, byte[] leaf) {
    String hex = HexFormat.of().formatHex(leaf);
    return run("--proof", file.toString(), "--leaf", hex, "--vkey", log.vkey());
  }

  private void assertBroken(FolderLog log, String finding) {
    assertThat(verify(log)).isEqualTo(1);
    assertThat(out.toString()).contains("BROKEN").contains(finding);
  }

  private int verify(FolderLog log, String... more) {
    String[] arguments = Arrays.copyOf(more, more.length + 4);
    arguments[more.length] = "--offline";
    arguments[more.length + 1] = log.folder.toString();
    arguments[more.length + 2] = "--vkey";
    arguments[more.length + 3] = log.vkey();
    return run(arguments);
  }

  private int run(String... arguments) {
    CommandLine command = Main.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(out, true));
    return command.execute(arguments);
  }

  private static void flip(FolderLog log, String path, int at) {
    byte[] bytes = log.read(path);
    bytes[at] ^= 1;
    log.write(path, bytes);
  }

  private static void serve(HttpExchange exchange, Path folder) throws IOException {
    Path file = folder.resolve(exchange.getRequestURI().getPath().substring("/audit/".length()));
    try (exchange) {
      if (!Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      byte[] body = Files.readAllBytes(file);
      if (file.toString().contains("entries")) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
          gzip.write(body);
        }
        body = packed.toByteArray();
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      }
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
