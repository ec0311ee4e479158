package org.quickfreeze.stack;

import java.io.PrintStream;
import java.util.List;

/** What {@code up} says at its end: where everything is, who can come in, what to try. */
final class Welcome {
  private final Stack stack;
  private final PrintStream out;

  Welcome(Stack stack, PrintStream out) {
    this.stack = stack;
    this.out = out;
  }

  void print() {
    SampleAccounts accounts = SampleAccounts.load();
    Ports ports = stack.ports();
    out.printf(
        """

        Quickfreeze runs.
          registry   http://127.0.0.1:%d/q/swagger-ui
          requests   http://127.0.0.1:%d/q/swagger-ui
          gateway    http://127.0.0.1:%d/q/swagger-ui
          audit      http://127.0.0.1:%d/checkpoint
          identity   %s
          Kafka      %s (services, mutual TLS), %s (providers, OAUTHBEARER)
          One broker on one disk: what a power cut takes before it is flushed is lost.

        Sample accounts (password: the name followed by -local):
          %s
        Sample providers (client secret: the id followed by -local-secret):
          %s
        For programs, all of this and the databases: %s
        """,
        ports.registry(),
        ports.request(),
        ports.gateway(),
        ports.audit(),
        stack.keycloak().issuer(),
        stack.kafka().bootstrap(),
        stack.kafka().outsideBootstrap(),
        String.join("  ", accounts.people().stream().map(SampleAccounts.Person::name).toList()),
        String.join(
            "  ",
            accounts.machines().stream()
                .filter(machine -> machine.roles().contains("provider"))
                .map(SampleAccounts.Machine::id)
                .toList()),
        stack.home().data().resolve("stack.json"));
    warnOfOldCode();
    out.print(
        """

        Try next:
          ./quickfreeze demo          a preservation request from France to Romania and back
          ./quickfreeze verify-log    check the audit log from outside
          ./quickfreeze status | logs request-service | down
        """);
  }

  private void warnOfOldCode() {
    List<String> old =
        stack.services().stream().filter(ServicePart::outdated).map(Part::name).toList();
    if (!old.isEmpty()) {
      out.println(
          "\nBuilt anew since they were started: "
              + String.join(", ", old)
              + ". ./quickfreeze down and up bring the new code in.");
    }
  }
}
