package org.quickfreeze.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.form.PreservationForm;
import org.quickfreeze.demo.Addresses;
import org.quickfreeze.demo.ContactPoint;
import org.quickfreeze.demo.SampleKey;
import org.quickfreeze.demo.Seed;
import org.quickfreeze.demo.Tokens;
import org.quickfreeze.stack.Home;
import org.quickfreeze.stack.Ports;
import org.quickfreeze.stack.Stack;

/**
 * A whole stack on free ports in a folder of its own, which ends with this JVM however that ends.
 * While it starts, one request is brought as far as its order with the database's statements
 * logged: the floors replay what was seen then.
 */
final class BenchStack {
  private static final int PATIENCE_SECONDS = 60;

  final Stack stack;
  final Addresses addresses;
  final Database database;
  final PreservationForm form;
  final ContactPoint france;
  final ContactPoint romania;
  final Recorded recorded;
  private final Supplier<String> franceToken;
  private final Supplier<String> romaniaToken;

  /**
   * What the services executed.
   *
   * @param submission a submission's transaction
   * @param ids the ids of the story that the next two tell
   * @param acceptance the transactions of a request until it is accepted
   * @param order the transactions of its order
   * @param gateway the transaction in which provider-gateway takes an order in
   * @param requestStamp the relay's numbering of request-service's rows
   * @param gatewayStamp the same at provider-gateway
   * @param pending the relay's query for what is to be sent
   * @param mark the relay's statement that keeps how far it has sent
   */
  record Recorded(
      Replay submission,
      Replay.Ids ids,
      List<Replay> acceptance,
      List<Replay> order,
      Replay gateway,
      Replay requestStamp,
      Replay gatewayStamp,
      String pending,
      String mark) {}

  private BenchStack(PrintStream out) throws IOException, SQLException {
    Path folder = Home.at(Path.of("var")).repository("deploy/bench/target/runs");
    Files.createDirectories(folder);
    Ports ports = Ports.free();
    this.stack = Stack.in(Files.createTempDirectory(folder, "run").toRealPath(), ports);
    stack.endWithThisJvm();
    this.database = new Database(stack);
    out.println("Starting a stack of its own in " + stack.home().data());
    stack.startParts();
    database.record();
    stack.startServices();
    this.addresses =
        Addresses.at(
            stack.home().data(),
            ports.keycloak(),
            ports.registry(),
            ports.request(),
            ports.gateway(),
            ports.audit(),
            ports.kafkaOutside());
    new Seed(addresses).enter();
    Tokens tokens = new Tokens(addresses.issuer());
    this.franceToken = tokens.person("officer.fr");
    this.romaniaToken = tokens.person("officer.ro");
    this.france = contactPoint(franceToken, "FR", "fr-24-7");
    this.romania = contactPoint(romaniaToken, "RO", "ro-24-7");
    this.form = form(stack.home());
    awaitCallers();
    this.recorded = record();
    database.endRecording();
    awaitCallers();
    out.println(
        "The stack is up; a submission is one transaction of "
            + recorded.submission().statements()
            + " statements");
  }

  static BenchStack start(PrintStream out) {
    try {
      return new BenchStack(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException("the bench's database work failed", e);
    }
  }

  Client client() throws IOException {
    return new Client(stack.ports().request(), franceToken, romaniaToken);
  }

  Story.Submission submission() {
    return Story.Submission.signed(france, romania, form);
  }

  Story story() {
    return Story.signed(france, romania, form);
  }

  /** Waits until something is so; fails when it is not after a minute. */
  static void await(String what, BooleanSupplier so) {
    long deadline = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
    while (!so.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(what + ": not within " + PATIENCE_SECONDS + " s");
      }
      pause();
    }
  }

  static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private ContactPoint contactPoint(Supplier<String> token, String party, String authority) {
    return new ContactPoint(
        addresses.requests(), token, SampleKey.of(addresses.keys(), authority), party, authority);
  }

  private static PreservationForm form(Home home) throws IOException {
    try {
      return Wire.read(
          Files.readAllBytes(home.repository("deploy/examples/urgent-fraud-ip.json")),
          PreservationForm.class);
    } catch (Wire.Unreadable e) {
      throw new IllegalStateException("the example form cannot be read", e);
    }
  }

  private void awaitCallers() {
    await(
        "the contact points can call",
        () -> france.get("/feed").status() == 200 && romania.get("/feed").status() == 200);
  }

  /** Twice, since what a connection or a JVM does for the first time is not typical. */
  private Recorded record() throws IOException {
    play();
    Path log = stack.home().data("log").resolve("postgresql.log");
    Story story = story();
    UUID request = story.request();
    try (Client client = client()) {
      String etag = client.accept(story);
      int before = api(StatementLog.read(log), request).size();
      if (client.order(story, etag).status() != 201) {
        throw new IllegalStateException("the sample order was refused");
      }
      await("the gateway takes the order in", this::bothOrdersAreTaken);
      StatementLog seen = StatementLog.read(log);
      List<StatementLog.Transaction> all = api(seen, request);
      Replay.Ids ids = new Replay.Ids();
      return new Recorded(
          Replay.of(all.getFirst()),
          ids,
          all.subList(0, before).stream().map(t -> Replay.of(t, ids)).toList(),
          all.subList(before, all.size()).stream().map(t -> Replay.of(t, ids)).toList(),
          Replay.of(
              seen.transactions().stream()
                  .filter(t -> takesIn(t, story))
                  .findFirst()
                  .orElseThrow()),
          Replay.of(seen.last("numbering", t -> stamps(t, "request.events"))),
          Replay.of(seen.last("numbering", t -> stamps(t, "order.events"))),
          statement(seen, "what to send", "select position, sequence, event_id"),
          statement(seen, "the mark", "set published"));
    }
  }

  private void play() throws IOException {
    Story story = story();
    try (Client client = client()) {
      client.order(story, client.accept(story));
    }
  }

  private static List<StatementLog.Transaction> api(StatementLog log, UUID request) {
    return log.transactions().stream()
        .filter(t -> t.mentions("request_api") && t.mentions(request.toString()))
        .toList();
  }

  private boolean bothOrdersAreTaken() {
    try (Connection gateway = database.admin("gateway")) {
      return Database.number(gateway, "select count(*) from gateway.provider_order") == 2;
    } catch (SQLException e) {
      throw new IllegalStateException("the gateway's orders cannot be counted", e);
    }
  }

  private static boolean takesIn(StatementLog.Transaction t, Story story) {
    return t.mentions("gateway_system") && t.mentions(story.order().toString());
  }

  private static boolean stamps(StatementLog.Transaction t, String topic) {
    return t.says("backbone.relay_mark") && t.mentions(topic);
  }

  private static String statement(StatementLog log, String what, String text) {
    return log.last(what, t -> t.says(text)).statements().stream()
        .map(Statement::sql)
        .filter(sql -> sql.contains(text))
        .findFirst()
        .orElseThrow()
        .replaceAll("\\$\\d+", "?");
  }
}
