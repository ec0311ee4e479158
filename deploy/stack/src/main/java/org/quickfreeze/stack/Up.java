package org.quickfreeze.stack;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code up}: one line for each part as it comes, then where everything is and what to try. */
final class Up {
  private final Stack stack;
  private final PrintStream out;
  private final List<Part> started = new ArrayList<>();

  Up(Stack stack, PrintStream out) {
    this.stack = stack;
    this.out = out;
  }

  void run() {
    List<Part> missing = stack.parts().stream().filter(p -> !p.running()).toList();
    if (missing.isEmpty()) {
      out.println("Everything runs already.");
      tell();
      return;
    }
    missing.forEach(this::refuseTakenPort);
    out.println("Starting Quickfreeze; state is kept in " + stack.home().data());
    step(stack.postgres(), stack.postgres()::start);
    step(stack.keycloak(), stack.keycloak()::start);
    stack.keycloak().publishKeys(stack.kafka().jwks());
    step(stack.kafka(), stack.kafka()::start);
    stack.prepareKeys();
    for (ServicePart service : stack.services()) {
      if (!service.running()) {
        started.add(service);
        service.begin();
      }
    }
    stack.services().forEach(service -> step(service, service::awaitReady));
    seed();
    tell();
  }

  /** Ends what this call has started, after Ctrl-C or a failure. */
  void undo() {
    if (!started.isEmpty()) {
      out.println("Stopping what was started.");
      started.reversed().forEach(Part::stop);
    }
  }

  private void step(Part part, Runnable start) {
    if (part.running() && !started.contains(part)) {
      out.printf("  %-18s runs already%n", part.name());
      return;
    }
    long begin = System.nanoTime();
    out.printf("  %-18s ", part.name());
    out.flush();
    if (!started.contains(part)) {
      started.add(part);
    }
    try {
      start.run();
    } catch (StackFailure e) {
      out.println("failed");
      throw e;
    }
    out.printf("ready after %.1f s%n", (System.nanoTime() - begin) / 1e9);
  }

  private void refuseTakenPort(Part part) {
    if (!Ports.isFree(part.port())) {
      throw new StackFailure(
          "Port " + part.port() + " is taken by another program; " + part.name() + " needs it.");
    }
  }

  /** Enters the sample register through the registry's own interface, once for each data folder. */
  private void seed() {
    Path classes = stack.home().repository("deploy/demo/target/classes");
    if (!Files.exists(classes)) {
      return;
    }
    out.printf("  %-18s ", "sample register");
    out.flush();
    Path log = stack.home().data("log").resolve("seed.log");
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  classes + ":" + stack.home().repository("deploy/demo/target/lib") + "/*",
                  "org.quickfreeze.demo.Seed",
                  stack.home().data().toString())
              .directory(stack.home().repository("").toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new StackFailure("The sample register could not be entered: see " + log);
      }
      out.println("entered");
    } catch (IOException e) {
      throw new StackFailure("The sample register could not be entered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted", e);
    }
  }

  private void tell() {
    Ports ports = stack.ports();
    out.printf(
        """

        Quickfreeze runs.
          registry   http://127.0.0.1:%d/q/swagger-ui
          requests   http://127.0.0.1:%d/q/swagger-ui
          gateway    http://127.0.0.1:%d/q/swagger-ui
          audit      http://127.0.0.1:%d/checkpoint
          identity   http://localhost:%d/realms/quickfreeze
          Kafka      localhost:%d (services, mutual TLS), localhost:%d (providers, OAUTHBEARER)
          One broker on one disk: what a power cut takes before it is flushed is lost.

        Sample accounts (password: the name followed by -local):
          officer.fr  officer.ro  officer.de  secretariat  auditor  operator
        Sample providers (client secret: the name followed by -local-secret):
          acme  acme-2  globex

        Try next:
          ./quickfreeze demo          a preservation request from France to Romania and back
          ./quickfreeze verify-log    check the audit log from outside
          ./quickfreeze status | logs request-service | down
        """,
        ports.registry(),
        ports.request(),
        ports.gateway(),
        ports.audit(),
        ports.keycloak(),
        ports.kafka(),
        ports.kafkaOutside());
  }
}
