package org.quickfreeze.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.form.PreservationForm;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./quickfreeze demo}: the main job on the running stack, through public interfaces only.
 */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "A preservation request from France to Romania and back")
public final class Main implements Callable<Integer> {
  @Option(
      names = "--file",
      paramLabel = "FORM",
      description = "the request's form; examples are in deploy/examples")
  private Path file = Path.of("deploy/examples/urgent-fraud-ip.json");

  private Main() {}

  public static void main(String[] arguments) {
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          tell(failure);
          return 1;
        });
    System.exit(line.execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    if (!Files.exists(file)) {
      System.err.println("There is no file " + file);
      return 2;
    }
    PreservationForm form;
    try {
      form = Wire.read(Files.readAllBytes(file), PreservationForm.class);
    } catch (Wire.Unreadable e) {
      System.err.println(file + " is no preservation form: " + e.getMessage());
      return 2;
    }
    Addresses addresses = Addresses.of(Path.of("var"));
    if (!runs(addresses)) {
      System.err.println(
          addresses.requests() + " does not answer; ./quickfreeze up starts everything.");
      return 1;
    }
    new Demo(addresses, form, System.out).play();
    return 0;
  }

  private static boolean runs(Addresses addresses) {
    try {
      Api.get(addresses.requests() + "/q/openapi", null);
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** What went wrong and why, a line for each cause; some causes carry whole stack traces. */
  private static void tell(Throwable failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      System.err.println(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }
}
