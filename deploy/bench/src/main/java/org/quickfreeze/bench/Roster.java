package org.quickfreeze.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.quickfreeze.bench.Bench.Settings;
import org.quickfreeze.bench.HttpConnection.Answer;
import org.quickfreeze.bench.Load.Done;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.demo.Api;
import org.quickfreeze.demo.Tokens;

/** Many authorities, each with a contact point and its rota, spread over the States that ship. */
final class Roster {
  private final BenchStack stack;
  private final Settings settings;
  private final PrintStream out;
  private final List<String> parties;
  private final Supplier<String> first;
  private final Supplier<String> second;
  private final String run = UUID.randomUUID().toString().substring(0, 4);

  Roster(BenchStack stack, Settings settings, PrintStream out) {
    Tokens tokens = new Tokens(stack.addresses.issuer());
    this.stack = stack;
    this.settings = settings;
    this.out = out;
    this.first = tokens.person("secretariat");
    this.second = tokens.person("secretariat-2");
    this.parties = enterParties();
  }

  int size() {
    return settings.points();
  }

  String party(int number) {
    return parties.get(number % parties.size());
  }

  String authority(int number) {
    return party(number).toLowerCase(Locale.ROOT) + "-" + run + "-" + number;
  }

  /** Enters authorities and points by two people; how many points in a second. */
  double enter() {
    out.printf("Entering %d contact points, each proposed and approved%n", size());
    Done done =
        Load.<HttpConnection>closed(
            settings.connections(),
            3600,
            size(),
            () -> new HttpConnection(stack.stack.ports().registry()),
            this::enter);
    out.printf("  %.0f/s%n", done.perSecond());
    awaitCopy();
    return done.perSecond();
  }

  private List<String> enterParties() {
    String url = stack.addresses.registry() + "/reference/parties";
    Api.post(url, first.get(), Map.of(), Map.of()).expect(200);
    return Api.get(url, first.get()).expect(200).json().findValuesAsText("code").stream()
        .distinct()
        .filter(code -> code.matches("[A-Z]{2}"))
        .toList();
  }

  private void enter(HttpConnection connection, int number) throws IOException {
    if (number > 0 && number % 1000 == 0) {
      out.printf("  %d%n", number);
    }
    String authority = authority(number);
    post(
        connection,
        first,
        "/authorities",
        201,
        Map.of(
            "id",
            authority,
            "party",
            party(number),
            "kinds",
            List.of("contact-point-24-7"),
            "office",
            "24/7 contact point"));
    Answer proposed = post(connection, first, "/contact-points", 202, point(authority));
    post(
        connection,
        second,
        proposed.headers().get("location") + "/approval",
        200,
        Map.of(
            "confirmation",
            Map.of("instrument", "A letter for the bench", "reached", "head of unit")));
  }

  private static Answer post(
      HttpConnection connection, Supplier<String> who, String path, int status, Object body)
      throws IOException {
    Answer answer =
        connection.post(
            path,
            who.get(),
            Map.of("Idempotency-Key", UUID.randomUUID().toString()),
            Wire.bytes(body));
    if (answer.status() != status) {
      throw new IOException(path + ": " + answer.status() + " " + answer.body());
    }
    return answer;
  }

  private static Map<String, Object> point(String authority) {
    Map<String, Object> phone =
        Map.of("kind", "telephone", "address", "+44 20 7946 0900", "order", 1);
    Map<String, Object> mail =
        Map.of("kind", "email", "address", "desk@" + authority + ".example.org", "order", 2);
    Map<String, Object> shift =
        Map.of(
            "days",
            List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU"),
            "from",
            "08:00",
            "until",
            "20:00",
            "duty",
            Map.of("function", "duty officer", "channels", List.of()));
    return Map.of(
        "id",
        authority + "-desk",
        "authority",
        authority,
        "channels",
        List.of(phone, mail),
        "languages",
        List.of("en"),
        "timeZone",
        "Europe/Bucharest",
        "officeHours",
        "Mo-Su 00:00-24:00",
        "rota",
        Map.of(
            "lines",
            List.of(Map.of("nextAfterMinutes", 15, "shifts", List.of(shift))),
            "deviations",
            List.of()));
  }

  /** Lookups are answered from the register's own copy, which it reads from the topic. */
  private void awaitCopy() {
    String url =
        stack.addresses.registry()
            + "/directory/"
            + party(size() - 1)
            + "/on-duty?authority="
            + authority(size() - 1);
    BenchStack.await(
        "the register's copy is whole",
        () -> {
          Api.Answer answer = Api.get(url, first.get());
          return answer.status() == 200 && answer.json().path("points").size() == 1;
        });
  }
}
