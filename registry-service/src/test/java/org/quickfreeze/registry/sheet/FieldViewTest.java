package org.quickfreeze.registry.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryEntity.Authority;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;

/**
 * Who may see each field of an entity: everybody, law enforcement, or its own people and the
 * secretariat. A new field fails this test until somebody has decided.
 */
class FieldViewTest {
  private static final String TABLE =
      """
      Authority.id         law-enforcement
      Authority.kinds      public
      Authority.office     public
      Authority.party      public
      Authority.powers     law-enforcement
      Authority.roles      law-enforcement
      Caller.authority     own
      Caller.id            own
      Caller.kafkaClient   own
      Caller.measures      own
      Caller.party         own
      Caller.provider      own
      Caller.role          own
      Caller.teams         own
      Caller.trainedUntil  own
      ContactPoint.attestedUntil  law-enforcement
      ContactPoint.authority      law-enforcement
      ContactPoint.channels       law-enforcement
      ContactPoint.id             law-enforcement
      ContactPoint.languages      law-enforcement
      ContactPoint.officeHours    law-enforcement
      ContactPoint.rota           law-enforcement
      ContactPoint.timeZone       law-enforcement
      Key.jwk              law-enforcement
      Key.kid              law-enforcement
      Key.owner            law-enforcement
      Key.purpose          law-enforcement
      Key.replaces         law-enforcement
      Key.use              law-enforcement
      Party.code           public
      Party.law            law-enforcement
      Party.nameEn         public
      Party.nameFr         public
      Party.reservations   law-enforcement
      Party.status         law-enforcement
      Provider.country     law-enforcement
      Provider.id          law-enforcement
      Provider.kafkaClient own
      Provider.languages   law-enforcement
      Provider.legalName   law-enforcement
      Provider.profile     law-enforcement
      Provider.services    law-enforcement
      """;

  @Test
  void givenEveryFieldOfEveryEntity_whenTheTableIsRead_thenSomebodyHasDecided() {
    assertThat(table().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(DirectoryEntity.class.getPermittedSubclasses())
                .flatMap(FieldViewTest::fields)
                .toList());
    assertThat(table().values()).containsOnly("public", "law-enforcement", "own");
  }

  @Test
  void givenAMarkInEveryField_whenThePublicViewIsMade_thenItShowsThePublicOnesAlone() {
    Party party =
        new Party(
            "Party.code",
            "Party.nameEn",
            "Party.nameFr",
            "Party.status",
            List.of("Party.reservations"),
            null);
    Authority authority =
        new Authority(
            "Authority.id",
            "Party.code",
            List.of("Authority.kinds"),
            "Authority.office",
            List.of(new DirectoryEntity.Power("Authority.powers", null, "Authority.powers", false)),
            null);
    String shown =
        new String(
            Wire.bytes(PublicDirectory.names(Stream.of(party), Stream.of(authority))),
            StandardCharsets.UTF_8);
    assertThat(shown)
        .isEqualTo(
            "{\"parties\":[{\"code\":\"Party.code\",\"nameEn\":\"Party.nameEn\","
                + "\"nameFr\":\"Party.nameFr\",\"authorities\":[{\"office\":\"Authority.office\","
                + "\"kinds\":[\"Authority.kinds\"]}]}]}");
    table().forEach((field, view) -> hiddenUnlessPublic(shown, field, view));
  }

  private static void hiddenUnlessPublic(String shown, String field, String view) {
    if (!view.equals("public")) {
      assertThat(shown).doesNotContain('"' + field + '"');
    }
  }

  private static Map<String, String> table() {
    Map<String, String> table = new TreeMap<>();
    TABLE
        .lines()
        .map(line -> line.split(" +", 2))
        .forEach(cells -> table.put(cells[0], cells[1].strip()));
    return table;
  }

  private static Stream<String> fields(Class<?> kind) {
    return Arrays.stream(kind.getRecordComponents())
        .map(RecordComponent::getName)
        .map(name -> kind.getSimpleName() + '.' + name);
  }
}
