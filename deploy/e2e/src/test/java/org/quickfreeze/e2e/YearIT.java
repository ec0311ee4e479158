package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.form.PreservationForm;
import org.quickfreeze.demo.Api;
import org.quickfreeze.demo.Seed;
import org.quickfreeze.stack.ServicePart;

/**
 * A year in the life of a network, at simulated time: what people confirm, forget, miss and change,
 * and what the register says of it at each step, from outside alone. On a network of its own, since
 * time never goes back.
 */
class YearIT {
  private static final List<String> SERVICES =
      List.of("registry-service", "request-service", "provider-gateway", "audit-service");
  private static final Duration PATIENCE = Duration.ofSeconds(100);
  private static final String DESK = "ro-24-7-desk";
  private static final String ROUTINE = "email-account.json";
  private static final int OFFICER_FR = 0x11;

  private static final Network N = Network.another();
  private final String register = N.addresses.registry();

  @AfterAll
  static void itGoes() {
    N.stack.stop();
  }

  @Test
  void aYearOfTheNetwork() throws SQLException {
    Instant january = domainNow();
    String firstFunction = functionAtNoon(january);
    assertThat(onDuty().path("stale").asBoolean()).isFalse();
    assertThat(sent(ROUTINE)).isEqualTo("201");

    // nobody looks at the entry for half a year: its people are told, twice, then it is stale
    advance(Duration.ofDays(170));
    await(() -> assertThat(occasions("ro-24-7")).contains("attestation-due"));
    advance(Duration.ofDays(16));
    await(() -> assertThat(occasions("ro-24-7")).contains("attestation-overdue"));
    assertThat(onDuty().path("stale").asBoolean()).isTrue();
    assertThat(sent(ROUTINE)).isEqualTo("422 hindered stale-contact");
    assertThat(sent("urgent-fraud-ip.json")).isEqualTo("422 break-glass stale-contact");

    // its people confirm it, and everybody hears of it
    Api.Answer read = Api.get(register + "/contact-points/" + DESK, officer("ro")).expect(200);
    Api.post(
            register + "/contact-points/" + DESK + "/attestation",
            officer("ro"),
            Map.of(),
            Map.of("If-Match", read.header("ETag")))
        .expect(200);
    await(() -> assertThat(onDuty().path("stale").asBoolean()).isFalse());
    await(() -> assertThat(sent(ROUTINE)).isEqualTo("201"));

    // two tests that nobody answers raise the alarm, an answer proves the channel
    miss();
    assertThat(occasions("ro-24-7")).doesNotContain("ping-failed");
    miss();
    await(() -> assertThat(occasions("ro-24-7")).contains("ping-failed"));
    await(
        () ->
            assertThat(N.audit("/events?subject=contact-point/" + DESK).toString())
                .contains("ping-failed"));
    answer();
    assertThat(testedAt()).isAfter(january.plus(Duration.ofDays(186)));

    // the rota changes; the old one is still what was true then
    Instant before = domainNow();
    advance(Duration.ofDays(1));
    rename("shift leader");
    Instant after = domainNow().plus(1, ChronoUnit.HOURS);
    await(() -> assertThat(functionAtNoon(after)).isEqualTo("shift leader"));
    assertThat(functionThen(before)).isEqualTo(firstFunction);
    assertThat(functionThen(january)).isEqualTo(firstFunction);

    // an officer leaves: their token still runs, and is worth nothing
    assertThat(Api.get(N.addresses.requests() + "/feed", officer("fr")).status()).isEqualTo(200);
    endCaller(OFFICER_FR);
    await(
        () ->
            assertThat(Api.get(N.addresses.requests() + "/feed", officer("fr")).status())
                .isEqualTo(403));
    assertThat(Api.get(register + "/parties", officer("fr")).status()).isEqualTo(403);

    // a key is revoked: what it signs is refused from then on
    assertThat(sentBy("second.fr", ROUTINE)).isEqualTo("201");
    revokeKeyOfFrance();
    await(() -> assertThat(sentBy("second.fr", ROUTINE)).startsWith("422 act-refused"));

    // and services that have lost their copy of the register read it again from nothing
    rebuiltFromNothing();
    assertThat(sentBy("second.fr", ROUTINE)).startsWith("422 act-refused");
    assertThat(Api.get(N.addresses.requests() + "/feed", officer("ro")).status()).isEqualTo(200);
  }

  private static void rebuiltFromNothing() throws SQLException {
    List<ServicePart> services =
        Stream.of("request-service", "provider-gateway", "audit-service")
            .map(N.stack::service)
            .toList();
    List<String> databases = List.of("request", "gateway", "audit");
    for (String database : databases) {
      await(() -> assertThat(copy(database)).isEqualTo(copy("registry")));
    }
    services.forEach(ServicePart::stop);
    for (String database : databases) {
      execute(
          database,
          "truncate backbone.directory_entry",
          "delete from backbone.directory_state",
          "insert into backbone.directory_state default values");
      assertThat(copy(database)).isEqualTo("0 null");
    }

    services.forEach(ServicePart::begin);
    services.forEach(ServicePart::awaitReady);

    for (String database : databases) {
      await(() -> assertThat(copy(database)).as(database).isEqualTo(copy("registry")));
    }
  }

  /** How many entities a service's copy holds, and a hash over all of them. */
  private static String copy(String database) throws SQLException {
    try (Connection connection = owner(database);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*) || ' ' || coalesce(md5(string_agg(entity || version"
                    + " || md5(record), '' order by entity)), 'null') from backbone.directory_entry")) {
      assertThat(row.next()).isTrue();
      return row.getString(1);
    }
  }

  private static void execute(String database, String... commands) throws SQLException {
    try (Connection connection = owner(database);
        Statement statement = connection.createStatement()) {
      for (String command : commands) {
        statement.execute(command);
      }
    }
  }

  private static Connection owner(String database) throws SQLException {
    String owner = database + "_owner";
    return DriverManager.getConnection(
        N.stack.postgres().url(database), owner, N.stack.postgres().password(owner));
  }

  private static void advance(Duration by) {
    for (String service : SERVICES) {
      Api.post(
              N.stack.service(service).managementUrl() + "/q/domain-clock",
              "",
              Map.of("advance", by.toString()),
              Map.of())
          .expect(200);
    }
  }

  private static Instant domainNow() {
    String url = N.stack.service("registry-service").managementUrl() + "/q/domain-clock";
    return Instant.parse(Api.get(url, "").expect(200).json().path("now").asText());
  }

  private static void await(ThrowingRunnable check) {
    Awaitility.await().atMost(PATIENCE).untilAsserted(check);
  }

  private static String officer(String party) {
    return N.person("officer." + party).get();
  }

  private JsonNode onDuty() {
    return onDuty("");
  }

  private JsonNode onDuty(String more) {
    return Api.get(
            register + "/directory/RO/on-duty?authority=ro-24-7" + more,
            N.person("officer.de").get())
        .expect(200)
        .json()
        .path("points")
        .get(0);
  }

  /** Who is on the first line at noon of the day after, by the entry as it is now. */
  private String functionAtNoon(Instant day) {
    // not of the same day: a network that began in the afternoon had nobody at noon
    Instant noon = day.truncatedTo(ChronoUnit.DAYS).plus(36, ChronoUnit.HOURS);
    return onDuty("&at=" + noon).at("/lines/0/onDuty/0/function").asText();
  }

  /** Which function the entry named at a moment, as the register's history has it. */
  private String functionThen(Instant at) {
    return Api.get(register + "/contact-points/" + DESK + "?at=" + at, officer("de"))
        .expect(200)
        .json()
        .at("/versions/0/body/rota/lines/0/shifts/0/duty/function")
        .asText();
  }

  private List<String> occasions(String authority) {
    String officer = N.person("officer." + authority.substring(0, 2)).get();
    return items(Api.get(register + "/notices?open=false", officer))
        .map(notice -> notice.path("occasion").asText())
        .toList();
  }

  /** A round on every channel of the desk that nobody answers in time. */
  private void miss() {
    UUID round = beginRound();
    await(() -> assertThat(states(round)).contains("sent").doesNotContain("planned"));
    advance(Duration.ofMinutes(31));
    await(() -> assertThat(states(round)).contains("missed").doesNotContain("sent"));
  }

  private void answer() {
    UUID round = beginRound();
    await(() -> assertThat(feed(round).map(p -> p.path("state").asText())).contains("sent"));
    JsonNode ping = feed(round).orElseThrow();
    Api.post(
            register + "/pings/" + ping.path("id").asText() + "/answer",
            officer("ro"),
            Map.of("code", ping.path("code").asText()),
            Map.of())
        .expect(204);
  }

  private UUID beginRound() {
    Api.post(register + "/pings/rounds", officer("ro"), Map.of("contactPoint", DESK), Map.of())
        .expect(202);
    JsonNode latest = pings().findFirst().orElseThrow();
    return UUID.fromString(latest.path("round").asText());
  }

  private List<String> states(UUID round) {
    return pings()
        .filter(ping -> ping.path("round").asText().equals(round.toString()))
        .map(ping -> ping.path("state").asText())
        .toList();
  }

  private Optional<JsonNode> feed(UUID round) {
    return pings()
        .filter(ping -> ping.path("round").asText().equals(round.toString()))
        .filter(ping -> ping.path("channel").asText().equals("feed"))
        .findFirst();
  }

  private Stream<JsonNode> pings() {
    return items(Api.get(register + "/pings?contactPoint=" + DESK, officer("ro")));
  }

  private static Stream<JsonNode> items(Api.Answer answer) {
    return StreamSupport.stream(answer.expect(200).json().path("items").spliterator(), false);
  }

  private Instant testedAt() {
    JsonNode channels = onDuty().path("channels");
    assertThat(channels.get(0).path("kind").asText()).isEqualTo("feed");
    return Instant.parse(channels.get(0).path("testedAt").asText());
  }

  private void rename(String function) {
    Api.Answer read = Api.get(register + "/contact-points/" + DESK, officer("ro")).expect(200);
    JsonNode versions = read.json().path("versions");
    ObjectNode body = (ObjectNode) versions.get(versions.size() - 1).path("body");
    ((ObjectNode) body.at("/rota/lines/0/shifts/0/duty")).put("function", function);
    Api.put(
            register + "/contact-points/" + DESK,
            officer("ro"),
            body,
            Map.of("If-Match", read.header("ETag")))
        .expect(200);
  }

  private void endCaller(int number) {
    String secretariat = N.person("secretariat").get();
    Map<String, Object> body = new HashMap<>();
    body.put("issuer", N.addresses.issuer());
    body.put("subject", Seed.subject(number));
    body.put("role", "officer");
    body.put("teams", List.of());
    body.put("measures", List.of());
    String entity =
        Api.post(register + "/callers", secretariat, body, Map.of())
            .expect(409)
            .json()
            .path("entity")
            .asText();
    end("/callers/" + entity.replace("caller/", ""), secretariat);
  }

  private void revokeKeyOfFrance() {
    end("/keys/" + N.france.key().kid(), N.person("second.fr").get());
  }

  private void end(String path, String token) {
    String etag = Api.get(register + path, token).expect(200).header("ETag");
    Api.post(
            register + path + "/end",
            token,
            Map.of("reason", "left the office"),
            Map.of("If-Match", etag))
        .expect(200);
  }

  private String sent(String form) {
    return sentBy("officer.fr", form);
  }

  /** The status of a submission, and why it was refused. */
  private static String sentBy(String account, String form) {
    PreservationForm content = Network.form(form);
    String act = N.france.signedSubmission(UUID.randomUUID(), N.romania.self(), content);
    Api.Answer answer =
        Api.post(
            N.addresses.requests() + "/requests",
            N.person(account).get(),
            Map.of("act", act),
            Map.of());
    if (answer.status() == 201) {
      return "201";
    }
    String type = answer.json().path("type").asText();
    return answer.status()
        + " "
        + type.substring(type.lastIndexOf('/') + 1)
        + " "
        + answer.json().at("/errors/0/rule").asText();
  }
}
