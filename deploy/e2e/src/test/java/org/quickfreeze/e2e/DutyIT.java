package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.quickfreeze.demo.Api;

/** Who is awake in the other State: a contact point of Romania with a rota of its own. */
class DutyIT {
  private final Network n = network();
  private final String id = "ro-" + UUID.randomUUID().toString().substring(0, 13);
  private final String url = n.addresses.registry() + "/contact-points";
  private final List<String> entered = new ArrayList<>();

  @AfterEach
  void endThePoint() {
    for (String one : entered) {
      Api.post(
              url + "/" + one + "/end",
              n.person("secretariat").get(),
              Map.of("reason", "was for a test"),
              Map.of("If-Match", etag(one)))
          .expect(200);
    }
  }

  @Test
  void anOfficerOfAnotherStateSeesWhoIsOnDutyAndWhoIsCalledNext() {
    String version = enter(body(rota("08:00", "20:00"))).expect(200).header("Directory-Version");

    JsonNode day = point(onDuty("RO", "2099-01-15T09:30:00Z", version));
    JsonNode night = point(onDuty("RO", "2099-01-15T22:30:00Z", version));

    assertThat(day.path("localTime").asText()).isEqualTo("2099-01-15T11:30:00+02:00");
    assertThat(day.path("timeZone").asText()).isEqualTo("Europe/Bucharest");
    assertThat(day.path("kinds").toString()).isEqualTo("[\"contact-point-24-7\"]");
    assertThat(day.path("covered").asBoolean()).isTrue();
    JsonNode first = day.path("lines").path(0);
    assertThat(first.path("nextAfterMinutes").asInt()).isEqualTo(15);
    JsonNode officer = first.path("onDuty").path(0);
    assertThat(officer.path("function").asText()).isEqualTo("duty officer");
    assertThat(officer.path("until").asText()).isEqualTo("2099-01-15T18:00:00Z");
    assertThat(officer.at("/channels/0/address").asText()).isEqualTo("+44 20 7946 0151");
    JsonNode second = day.path("lines").path(1).path("onDuty").path(0);
    assertThat(second.path("function").asText()).isEqualTo("head of unit");
    // the function has no channel of its own: the point's are given, in their order
    assertThat(second.at("/channels/0/address").asText()).isEqualTo("+44 20 7946 0150");
    assertThat(second.at("/channels/1/address").asText()).isEqualTo("desk@ro.example.org");
    assertThat(night.path("covered").asBoolean()).isFalse();
    assertThat(night.path("lines").path(0).path("onDuty")).isEmpty();
    assertThat(night.path("lines").path(1).path("onDuty")).hasSize(1);
  }

  @Test
  void aRotaThatChangesCountsFromThenOnAndTheOldOneStaysWithTheRegister() {
    enter(body(rota("08:00", "20:00"))).expect(200);
    Instant before = Instant.now();
    String version = change(body(rota("20:00", "08:00"))).expect(200).header("Directory-Version");

    assertThat(point(onDuty("RO", "2099-01-15T09:30:00Z", version)).path("covered").asBoolean())
        .isFalse();
    // the copies do not carry what is over; the register does
    assertThat(point(onDuty("RO", before.toString(), version)).path("lines")).isEmpty();
    JsonNode versions =
        Api.get(url + "/" + id, n.person("officer.fr").get()).expect(200).json().path("versions");
    assertThat(versions.findValuesAsText("from"))
        .containsExactly("08:00", "00:00", "20:00", "00:00");
  }

  @Test
  void theStateItselfAndTheSecretariatSeeTheHoursWithoutAnybodyAndNobodyElseDoes() {
    String version = enter(body(rota("08:00", "20:00"))).expect(200).header("Directory-Version");
    String gaps = "/directory/RO/uncovered?from=2099-01-15T00:00:00Z&days=2";

    JsonNode own = get(gaps, "officer.ro", version).expect(200).json();
    List<String> hours =
        StreamSupport.stream(own.path("gaps").spliterator(), false)
            .filter(gap -> gap.path("contactPoint").asText().equals(id))
            .map(gap -> gap.path("localFrom").asText() + " " + gap.path("localUntil").asText())
            .toList();

    assertThat(hours)
        .containsExactly(
            "2099-01-15T02:00:00+02:00 2099-01-15T08:00:00+02:00",
            "2099-01-15T20:00:00+02:00 2099-01-16T08:00:00+02:00",
            "2099-01-16T20:00:00+02:00 2099-01-17T02:00:00+02:00");
    get(gaps, "secretariat", version).expect(200);
    get(gaps, "officer.fr", version).expect(403);
  }

  @Test
  void thePointsOfOneAuthorityAloneCanBeAskedFor() {
    String version = enter(body(null)).expect(200).header("Directory-Version");
    String url = "/directory/RO/on-duty?authority=";

    JsonNode one = get(url + "ro-24-7", "officer.fr", version).expect(200).json();

    assertThat(one.path("points").findValuesAsText("authority")).containsOnly("ro-24-7");
    assertThat(one.path("points").findValuesAsText("contactPoint")).contains(id, "ro-24-7-desk");
    // somebody else's authority is none of this State's
    assertThat(get(url + "fr-24-7", "officer.fr", version).expect(200).json().path("points"))
        .isEmpty();
    assertThat(get(url + "nobody", "officer.fr", version).expect(200).json().path("points"))
        .isEmpty();
  }

  @Test
  void aPointWithoutARotaIsNamedAndNeverShownAsCovered() {
    String version = enter(body(null)).expect(200).header("Directory-Version");

    JsonNode point = point(onDuty("RO", null, version));
    JsonNode own = get("/directory/RO/uncovered", "officer.ro", version).expect(200).json();

    assertThat(point.has("covered")).isFalse();
    assertThat(point.path("channels")).hasSize(2);
    assertThat(own.path("withoutRota").toString()).contains('"' + id + '"');
  }

  @Test
  void aRotaThatIsNoneIsRefusedWithThePlaceOfEachFault() {
    Map<String, Object> body = body(rota("25:00", "20:00"));
    body.put("timeZone", "Europe/Atlantis");
    body.put("channels", List.of(Map.of("kind", "pigeon", "address", "roof", "order", 1)));

    Api.Answer answer = enter(body).expect(422);

    assertThat(answer.json().path("errors").findValuesAsText("pointer"))
        .containsExactlyInAnyOrder("/timeZone", "/channels/0/kind", "/rota/lines/0/shifts/0/from");
  }

  @Test
  void questionsThatMakeNoSenseAreRefused() {
    get("/directory/RO/on-duty?at=tomorrow", "officer.fr", "1").expect(400);
    get("/directory/RO/on-duty?at=%2B999999999-12-31T23:59:59Z", "officer.fr", "1").expect(400);
    get("/directory/RO/uncovered?days=93", "officer.ro", "1").expect(400);
    get("/directory/XX/on-duty", "officer.fr", "1").expect(404);
    assertThat(Api.get(n.addresses.registry() + "/directory/RO/on-duty", null).status())
        .isEqualTo(401);
  }

  private JsonNode onDuty(String party, String at, String version) {
    String when = at == null ? "" : "?at=" + at;
    return get("/directory/" + party + "/on-duty" + when, "officer.fr", version).expect(200).json();
  }

  private Api.Answer get(String path, String account, String version) {
    return Api.get(
        n.addresses.registry() + path,
        n.person(account).get(),
        Map.of("Directory-Version", version));
  }

  private JsonNode point(JsonNode answer) {
    return StreamSupport.stream(answer.path("points").spliterator(), false)
        .filter(point -> point.path("contactPoint").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private Api.Answer enter(Map<String, Object> body) {
    Api.Answer answer = n.registrar.enter("contact-points", body);
    if (answer.status() == 200) {
      entered.add(id);
    }
    return answer;
  }

  private Api.Answer change(Map<String, Object> body) {
    return Api.put(
        url + "/" + id, n.person("secretariat").get(), body, Map.of("If-Match", etag(id)));
  }

  private String etag(String one) {
    return Api.get(url + "/" + one, n.person("secretariat").get()).expect(200).header("ETag");
  }

  private Map<String, Object> body(Map<String, Object> rota) {
    Map<String, Object> body = new HashMap<>();
    body.put("id", id);
    body.put("authority", "ro-24-7");
    body.put(
        "channels",
        List.of(
            Map.of("kind", "email", "address", "desk@ro.example.org", "order", 2),
            Map.of("kind", "telephone", "address", "+44 20 7946 0150", "order", 1)));
    body.put("languages", List.of("ro", "en"));
    body.put("timeZone", "Europe/Bucharest");
    body.put("officeHours", "Mo-Su 00:00-24:00");
    if (rota != null) {
      body.put("rota", rota);
    }
    return body;
  }

  /** Daily from one hour until another, and somebody to call when nobody answers. */
  private static Map<String, Object> rota(String from, String until) {
    List<String> week = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");
    Map<String, Object> officer =
        Map.of(
            "function",
            "duty officer",
            "channels",
            List.of(Map.of("kind", "telephone", "address", "+44 20 7946 0151", "order", 1)));
    Map<String, Object> head = Map.of("function", "head of unit", "channels", List.of());
    return Map.of(
        "lines",
        List.of(
            line(Map.of("days", week, "from", from, "until", until, "duty", officer)),
            line(Map.of("days", week, "from", "00:00", "until", "00:00", "duty", head))),
        "deviations",
        List.of());
  }

  private static Map<String, Object> line(Map<String, Object> shift) {
    return Map.of("nextAfterMinutes", 15, "shifts", List.of(shift));
  }
}
