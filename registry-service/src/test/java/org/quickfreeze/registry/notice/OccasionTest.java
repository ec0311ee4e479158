package org.quickfreeze.registry.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.event.Event;
import org.quickfreeze.contracts.event.EventTypes;

/** Who is told of what: a table of its own, against the one in the code. */
class OccasionTest {
  /** FR has asked RO; the file of its own is FR's. */
  private static final Map<String, String> TOLD =
      Map.ofEntries(
          Map.entry("preservation-requested", "ro-24-7 new-request"),
          Map.entry("acknowledgement-overdue", "ro-24-7 acknowledgement-overdue"),
          Map.entry("clarification-asked", "fr-24-7 clarification-asked"),
          Map.entry("clarification-answered", "ro-24-7 clarification-answered"),
          Map.entry("duty-overdue", "ro-24-7 duty-overdue"),
          Map.entry("disclosure-overdue", "ro-24-7 disclosure-overdue"),
          Map.entry("provider-not-reached", "ro-24-7 provider-not-reached"),
          Map.entry("renewal-due", "ro-24-7 renewal-due"),
          Map.entry("withdrawal-requested", "ro-24-7 withdrawal-requested"),
          Map.entry("preservation-expiring", "fr-24-7 preservation-expiring"),
          Map.entry("preservation-expired", "fr-24-7 preservation-expired"),
          Map.entry("act-stopped", "fr-24-7 act-stopped"),
          Map.entry("glass-broken", "fr-24-7 glass-broken"),
          Map.entry("glass-review-overdue", "fr-24-7 glass-review-overdue"));

  static Stream<EventTypes> requestEvents() {
    return Arrays.stream(EventTypes.values()).filter(t -> t.topic().equals("request.events"));
  }

  @ParameterizedTest
  @MethodSource("requestEvents")
  void givenAnEventOfARequest_whenItIsLookedUp_thenTheSideThatHasToActIsTold(EventTypes type)
      throws IOException, Wire.Unreadable {
    Event event = example(type);
    String word = type.wire().replace("org.quickfreeze.request.", "").replace(".v1", "");

    String told =
        Occasion.of(type).map(o -> o.side(event).authority() + " " + o.code()).orElse(null);

    assertThat(told).isEqualTo(TOLD.get(word));
  }

  @Test
  void givenWhatWasDone_whenItIsLookedUp_thenNobodyIsCalledForItAnyMore() {
    Map<EventTypes, Object> settled = new HashMap<>();
    requestEvents()
        .filter(type -> !Occasion.settledBy(type).isEmpty())
        .forEach(type -> settled.put(type, String.join(" ", Occasion.settledBy(type))));

    assertThat(settled)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                EventTypes.ACKNOWLEDGED, "new-request acknowledgement-overdue",
                EventTypes.CLARIFICATION_ANSWERED, "clarification-asked",
                EventTypes.WITHDRAWAL_CONFIRMED, "withdrawal-requested",
                EventTypes.GLASS_REVIEWED, "glass-broken glass-review-overdue"));
  }

  @ParameterizedTest
  @EnumSource(Occasion.class)
  void givenAnOccasion_whenItIsPutIntoWords_thenBothLanguagesHaveASentence(Occasion occasion) {
    assertThat(occasion.english()).endsWith(".").isNotEqualTo(occasion.french());
    assertThat(occasion.french()).endsWith(".");
    assertThat(Occasion.named(occasion.code())).isEqualTo(occasion);
  }

  /** The examples are of urgent requests. */
  @ParameterizedTest
  @CsvSource({
    "PRESERVATION_REQUESTED,URGENT",
    "ACKNOWLEDGEMENT_OVERDUE,URGENT",
    "CLARIFICATION_ASKED,URGENT",
    "CLARIFICATION_ANSWERED,URGENT",
    "DUTY_OVERDUE,URGENT",
    "DISCLOSURE_OVERDUE,URGENT",
    "PROVIDER_NOT_REACHED,URGENT",
    "ACT_STOPPED,URGENT",
    "RENEWAL_DUE,ROUTINE",
    "WITHDRAWAL_REQUESTED,ROUTINE",
    "PRESERVATION_EXPIRING,ROUTINE",
    "PRESERVATION_EXPIRED,ROUTINE",
    "GLASS_BROKEN,ROUTINE",
    "GLASS_REVIEW_OVERDUE,ROUTINE"
  })
  void givenAnEvent_whenItIsTold_thenItWakesPeopleWhereTheyHaveToActAtOnce(
      EventTypes type, String urgency) throws IOException, Wire.Unreadable {
    assertThat(Occasion.of(type).orElseThrow().urgency(example(type))).isEqualTo(urgency);
  }

  private static Event example(EventTypes type) throws IOException, Wire.Unreadable {
    try (InputStream in = Wire.class.getResourceAsStream("/examples/" + type.wire() + ".json")) {
      return Wire.read(in.readAllBytes(), type.type());
    }
  }
}
