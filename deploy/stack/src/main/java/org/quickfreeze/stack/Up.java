package org.quickfreeze.stack;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** {@code up}: one line for each part as it comes, then where everything is and what to try. */
final class Up {
  private final Stack stack;
  private final PrintStream out;
  private final List<Part> started = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean undoing;

  Up(Stack stack, PrintStream out) {
    this.stack = stack;
    this.out = out;
  }

  void run() {
    List<Part> missing = stack.parts().stream().filter(p -> !p.running()).toList();
    if (missing.isEmpty()) {
      out.println("Everything runs already.");
    } else {
      missing.forEach(Up::refuseTakenPort);
      try {
        start();
      } catch (StackFailure e) {
        while (undoing) {
          // something ended because undo() ended it; this JVM goes as soon as that is done
          LockSupport.park();
        }
        throw e;
      }
    }
    stack.describe().write(stack.home().data());
    new Welcome(stack, out).print();
  }

  private void start() {
    long begin = System.nanoTime();
    out.println("Starting Quickfreeze; state is kept in " + stack.home().data());
    step(stack.postgres(), stack.postgres()::start);
    Runnable identity = beginKeycloak();
    step(stack.kafka(), stack.kafka()::start);
    identity.run();
    stack.prepareKeys();
    startServices();
    seed();
    out.printf("Everything is up after %.0f s.%n", seconds(begin));
  }

  /** Keycloak is the slowest to come, so the broker starts meanwhile. Gives what awaits it. */
  private Runnable beginKeycloak() {
    KeycloakPart keycloak = stack.keycloak();
    if (keycloak.running()) {
      return () -> runsAlready(keycloak);
    }
    long begin = System.nanoTime();
    started.add(keycloak);
    keycloak.begin();
    return () -> show(keycloak, begin, keycloak::awaitReady);
  }

  /** All at once: they wait for each other's topics, and the processor is idle while they do. */
  private void startServices() {
    List<ServicePart> waiting = new ArrayList<>();
    for (ServicePart service : stack.services()) {
      if (service.running()) {
        runsAlready(service);
      } else {
        started.add(service);
        service.begin();
        waiting.add(service);
      }
    }
    long begin = System.nanoTime();
    waiting.forEach(service -> show(service, begin, service::awaitReady));
  }

  /** Ends what this call has started, after Ctrl-C or a failure. */
  void undo() {
    undoing = true;
    stack.home().close();
    List<Part> parts = List.copyOf(started);
    if (!parts.isEmpty()) {
      out.println("\nStopping what was started.");
      parts.reversed().forEach(Part::stop);
    }
  }

  private void step(Part part, Runnable start) {
    if (part.running()) {
      runsAlready(part);
      return;
    }
    started.add(part);
    show(part, System.nanoTime(), start);
  }

  private void runsAlready(Part part) {
    out.printf("  %-18s runs already%n", part.name());
  }

  private void show(Part part, long begin, Runnable work) {
    out.printf("  %-18s ", part.name());
    out.flush();
    try {
      work.run();
    } catch (StackFailure e) {
      if (!undoing) {
        out.println("failed");
      }
      throw e;
    }
    out.printf("ready after %.1f s%n", seconds(begin));
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static void refuseTakenPort(Part part) {
    for (int port : part.ports()) {
      if (!Ports.isFree(port)) {
        throw new StackFailure(
            "Port " + port + " is taken by another program; " + part.name() + " needs it.");
      }
    }
  }

  /** Enters the sample register through the registry's own interface; harmless when repeated. */
  private void seed() {
    Path classes = stack.home().repository("deploy/demo/target/classes");
    if (!Files.exists(classes)) {
      return;
    }
    stack.describe().write(stack.home().data());
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
        out.println("failed");
        throw new StackFailure("The sample register could not be entered.\n" + Child.tail(log));
      }
      out.println("entered");
    } catch (IOException e) {
      throw new StackFailure("The sample register could not be entered", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted", e);
    }
  }
}
