package org.quickfreeze.registry.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.contracts.directory.DutyRota;
import org.quickfreeze.contracts.directory.ProviderProfile;
import org.quickfreeze.registry.entity.FourEyes.Address;
import org.quickfreeze.registry.entity.FourEyes.Refusal;

class FourEyesTest {
  private static final Caller SECRETARIAT = caller("5ec", "secretariat", null, null);
  private static final Caller OFFICER = caller("0ff", "officer", "fr-24-7", null);
  private static final Caller SUPERVISOR = caller("5u9", "supervisor", "fr-24-7", null);
  private static final Caller JUDGE = caller("5ad", "judicial", "fr-24-7", null);
  private static final Caller OTHER = caller("ab1", "officer", "ro-24-7", null);
  private static final Caller ACME = caller("ac3", "provider", null, "acme");
  private static final DirectoryEntity PARTY =
      new DirectoryEntity.Party("FR", "France", "France", "party", List.of(), null);
  private static final DirectoryEntity AUTHORITY =
      new DirectoryEntity.Authority("fr-24-7", "FR", List.of(), "Desk", null, null);

  static Stream<Arguments> proposals() {
    DirectoryEntity point = point("+44 20 7946 0100");
    DirectoryEntity key = key("authority/fr-24-7");
    DirectoryEntity officer = person("officer", "fr-24-7");
    return Stream.of(
        arguments("secretariat, a State", SECRETARIAT, PARTY, null),
        arguments("secretariat, an authority", SECRETARIAT, AUTHORITY, null),
        arguments("secretariat, a point", SECRETARIAT, point, null),
        arguments("secretariat, a provider", SECRETARIAT, provider("acme"), null),
        arguments("secretariat, an officer", SECRETARIAT, officer, null),
        arguments("secretariat, a key", SECRETARIAT, key, Refusal.KEYS_ARE_THEIR_OWNERS),
        arguments("officer, own point", OFFICER, point, null),
        arguments("officer, own key", OFFICER, key, null),
        arguments("officer, own officer", OFFICER, officer, null),
        arguments("supervisor, own judge", SUPERVISOR, person("judicial", "fr-24-7"), null),
        arguments(
            "officer, a secretariat",
            OFFICER,
            person("secretariat", "fr-24-7"),
            Refusal.ROLE_IS_THE_NETWORKS),
        arguments(
            "officer, an auditor",
            OFFICER,
            person("auditor", "fr-24-7"),
            Refusal.ROLE_IS_THE_NETWORKS),
        arguments(
            "officer, an operator",
            OFFICER,
            person("operator", "fr-24-7"),
            Refusal.ROLE_IS_THE_NETWORKS),
        arguments(
            "officer, a provider's machine",
            OFFICER,
            person("provider", "fr-24-7"),
            Refusal.ROLE_IS_THE_NETWORKS),
        arguments(
            "officer, an officer who comes to a provider's topic",
            OFFICER,
            machine(null, "acme"),
            Refusal.ROLE_IS_THE_NETWORKS),
        arguments(
            "officer, an officer of a provider as well",
            OFFICER,
            machine("acme", null),
            Refusal.ROLE_IS_THE_NETWORKS),
        arguments(
            "officer, somebody else's officer",
            OFFICER,
            person("officer", "ro-24-7"),
            Refusal.NOT_YOURS),
        arguments(
            "officer, somebody of nobody", OFFICER, person("officer", null), Refusal.NOT_YOURS),
        arguments("officer, a provider's key", OFFICER, key("provider/acme"), Refusal.NOT_YOURS),
        arguments("officer, a State", OFFICER, PARTY, Refusal.NOT_YOURS),
        arguments("officer, own authority", OFFICER, AUTHORITY, Refusal.NOT_YOURS),
        arguments("officer, a provider", OFFICER, provider("acme"), Refusal.NOT_YOURS),
        arguments("judge, own point", JUDGE, point, Refusal.NOT_YOURS),
        arguments("judge, own officer", JUDGE, officer, Refusal.NOT_YOURS),
        arguments("another State's officer, the point", OTHER, point, Refusal.NOT_YOURS),
        arguments("another State's officer, the key", OTHER, key, Refusal.NOT_YOURS),
        arguments("judge, own key", JUDGE, key, Refusal.NOT_YOURS),
        arguments("provider, own key", ACME, key("provider/acme"), null),
        arguments("provider, another's key", ACME, key("provider/acme-2"), Refusal.NOT_YOURS),
        arguments("provider, itself", ACME, provider("acme"), Refusal.NOT_YOURS));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("proposals")
  void givenSomebodyAndAnEntity_whenTheyProposeIt_thenTheyMayOrNot(
      String what, Caller caller, DirectoryEntity body, @Nullable Refusal refusal) {
    assertThat(FourEyes.propose(caller, body, null, true)).isEqualTo(refusal);
  }

  @Test
  void givenAnOwnerWithoutCallers_whenTheSecretariatProposesItsFirstKey_thenItMay() {
    assertThat(FourEyes.propose(SECRETARIAT, key("provider/acme"), null, false)).isNull();
  }

  @Test
  void givenAnAccountThatTheNetworkGave_whenAnOfficerMakesItAnother_thenTheyMayNot() {
    assertThat(
            FourEyes.propose(
                OFFICER, person("officer", "fr-24-7"), person("auditor", "fr-24-7"), true))
        .isEqualTo(Refusal.ROLE_IS_THE_NETWORKS);
  }

  @Test
  void givenAPointThatLosesItsAuthority_whenChanged_thenItIsNotRoutine() {
    ContactPoint nobodys =
        new ContactPoint("desk", null, List.of(), List.of(), "UTC", "", null, null);

    assertThat(FourEyes.isRoutine(nobodys, point())).isFalse();
  }

  @Test
  void givenAnotherAuthoritysPoint_whenAnOfficerMakesItTheirOwn_thenTheyMayNot() {
    ContactPoint theirs =
        new ContactPoint("desk", "ro-24-7", List.of(), List.of(), "UTC", "", null, null);
    ContactPoint ours =
        new ContactPoint("desk", "fr-24-7", List.of(), List.of(), "UTC", "", null, null);

    assertThat(FourEyes.propose(OFFICER, ours, theirs, true)).isEqualTo(Refusal.NOT_YOURS);
    assertThat(FourEyes.isRoutine(ours, theirs)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "the author, OWN_CHANGE",
    "a colleague,",
    "the secretariat,",
    "a judge, NOT_YOURS",
    "another State, NOT_YOURS"
  })
  void givenAProposal_whenSomebodyDecides_thenAuthorAndStrangersMayNot(
      String who, @Nullable Refusal refusal) {
    Caller caller =
        switch (who) {
          case "the author" -> OFFICER;
          case "a colleague" -> SUPERVISOR;
          case "the secretariat" -> SECRETARIAT;
          case "a judge" -> JUDGE;
          default -> OTHER;
        };

    assertThat(FourEyes.decide(caller, proposedBy(OFFICER))).isEqualTo(refusal);
  }

  @Test
  void givenTheSecretariatsOwnProposal_whenTheSamePersonApproves_thenTheyMayNot() {
    assertThat(FourEyes.decide(SECRETARIAT, proposedBy(SECRETARIAT))).isEqualTo(Refusal.OWN_CHANGE);
    assertThat(FourEyes.confirm(SUPERVISOR)).isEqualTo(Refusal.CONFIRMED_BY_THE_SECRETARIAT);
  }

  /** A provider with one machine has nobody who could look at what the machine proposes. */
  @Test
  void givenAProvidersOwnKey_whenSomebodyDecides_thenItIsTheSecretariatAlone() {
    Caller sibling = caller("ac4", "provider", null, "acme");
    Change change = proposed(key("provider/acme"), "provider/acme", ACME);

    assertThat(FourEyes.decide(ACME, change)).isEqualTo(Refusal.OWN_CHANGE);
    assertThat(FourEyes.decide(sibling, change)).isEqualTo(Refusal.NOT_YOURS);
    assertThat(FourEyes.decide(OFFICER, change)).isEqualTo(Refusal.NOT_YOURS);
    assertThat(FourEyes.decide(SECRETARIAT, change)).isNull();
    assertThat(FourEyes.needsConfirmation(key("provider/acme"), null)).isTrue();
  }

  @Test
  void givenASuspendedKey_whenSomebodyWantsItBack_thenItsKeepersAndTheSecretariatMayAsk() {
    DirectoryEntity.Key ours = (DirectoryEntity.Key) key("authority/fr-24-7");
    DirectoryEntity.Key machines = (DirectoryEntity.Key) key("provider/acme");

    assertThat(FourEyes.resume(SECRETARIAT, ours)).isNull();
    assertThat(FourEyes.resume(OFFICER, ours)).isNull();
    assertThat(FourEyes.resume(SUPERVISOR, ours)).isNull();
    assertThat(FourEyes.resume(ACME, machines)).isNull();
    assertThat(FourEyes.resume(JUDGE, ours)).isEqualTo(Refusal.NOT_YOURS);
    assertThat(FourEyes.resume(OTHER, ours)).isEqualTo(Refusal.NOT_YOURS);
    assertThat(FourEyes.resume(OFFICER, machines)).isEqualTo(Refusal.NOT_YOURS);
    assertThat(FourEyes.resume(ACME, ours)).isEqualTo(Refusal.NOT_YOURS);
  }

  @Test
  void givenASuspendedKey_whenSomebodyAsksWhy_thenItsOwnersPeopleAndTheSecretariatAreTold() {
    DirectoryEntity.Key ours = (DirectoryEntity.Key) key("authority/fr-24-7");

    assertThat(FourEyes.seesSuspension(SECRETARIAT, ours)).isTrue();
    assertThat(FourEyes.seesSuspension(JUDGE, ours)).isTrue();
    assertThat(FourEyes.seesSuspension(OTHER, ours)).isFalse();
    assertThat(FourEyes.seesSuspension(ACME, ours)).isFalse();
    assertThat(FourEyes.seesSuspension(ACME, (DirectoryEntity.Key) key("provider/acme"))).isTrue();
  }

  @Test
  void givenAnEntity_whenOneAloneEndsIt_thenItsOwnersPeopleAndTheSecretariatMay() {
    DirectoryEntity key = key("authority/fr-24-7");

    assertThat(FourEyes.end(SECRETARIAT, key)).isNull();
    assertThat(FourEyes.end(OFFICER, key)).isNull();
    assertThat(FourEyes.end(OFFICER, person("judicial", "fr-24-7"))).isNull();
    assertThat(FourEyes.end(JUDGE, key)).isEqualTo(Refusal.NOT_YOURS);
    assertThat(FourEyes.end(OTHER, key)).isEqualTo(Refusal.NOT_YOURS);
    // its addresses are those at which the owner is asked
    assertThat(FourEyes.end(OFFICER, point("+44 20 7946 0100"))).isEqualTo(Refusal.NOT_YOURS);
    assertThat(FourEyes.end(OFFICER, AUTHORITY)).isEqualTo(Refusal.NOT_YOURS);
    assertThat(FourEyes.end(ACME, provider("acme"))).isEqualTo(Refusal.NOT_YOURS);
  }

  @Test
  void givenAPoint_whenNoAddressIsNew_thenItsChangeIsRoutine() {
    ContactPoint present = point("+44 20 7946 0100", "+44 20 7946 0101");

    assertThat(FourEyes.isRoutine(point("+44 20 7946 0101", "+44 20 7946 0100"), present)).isTrue();
    assertThat(FourEyes.isRoutine(withRota(present, "+44 20 7946 0100"), present)).isTrue();
    assertThat(FourEyes.isRoutine(present, present)).isTrue();
    assertThat(FourEyes.isRoutine(present, null)).isFalse();
  }

  @Test
  void givenAPoint_whenAnAddressIsNew_thenTwoHaveToAgreeWhereverItStands() {
    ContactPoint present = point("+44 20 7946 0100");

    assertThat(FourEyes.isRoutine(point("+44 20 7946 0199"), present)).isFalse();
    assertThat(FourEyes.isRoutine(withRota(present, "+44 20 7946 0199"), present)).isFalse();
    assertThat(FourEyes.isRoutine(withDeviation(present, "+44 20 7946 0199"), present)).isFalse();
    // the same words by another kind of channel are another address
    assertThat(
            FourEyes.isRoutine(
                with(present, List.of(new Channel("fax", "+44 20 7946 0100", 1, null))), present))
        .isFalse();
  }

  /** Else one alone could take away every number at which the owner would have been asked. */
  @Test
  void givenAPoint_whenAnAddressIsTakenAway_thenTwoHaveToAgree() {
    ContactPoint present = point("+44 20 7946 0100", "+44 20 7946 0101");

    assertThat(FourEyes.isRoutine(point("+44 20 7946 0101"), present)).isFalse();
    assertThat(FourEyes.isRoutine(point(), present)).isFalse();
  }

  @Test
  void givenAddressesOfTwoTimes_whenComparedThen_thenThoseThatStayedAreKnown() {
    List<ContactPoint> before = List.of(point("+44 20 7946 0100", "+44 20 7946 0101"));
    List<ContactPoint> now = List.of(point("+44 20 7946 0101", "+44 20 7946 0199"));

    assertThat(FourEyes.knownBefore(before, now))
        .containsExactly(new Address("telephone", "+44 20 7946 0101"));
    assertThat(FourEyes.knownBefore(List.of(), now)).isEmpty();
  }

  @Test
  void givenAFeed_whenAWayToConfirmIsWanted_thenItIsNone() {
    ContactPoint point = with(point(), List.of(new Channel("feed", "feed", 1, null)));

    assertThat(FourEyes.knownBefore(List.of(point), List.of(point))).isEmpty();
  }

  @Test
  void givenAProvider_whenItsClientIsNewOrStays_thenOnlyTheNewOneIsConfirmed() {
    DirectoryEntity acme = provider("acme");
    DirectoryEntity mute =
        new DirectoryEntity.Provider("acme", "A", "RO", List.of(), null, List.of());

    assertThat(FourEyes.needsConfirmation(acme, null)).isTrue();
    assertThat(FourEyes.needsConfirmation(acme, mute)).isTrue();
    assertThat(FourEyes.needsConfirmation(acme, acme)).isFalse();
    assertThat(FourEyes.needsConfirmation(mute, acme)).isFalse();
    assertThat(FourEyes.needsConfirmation(key("provider/acme"), null)).isTrue();
    assertThat(FourEyes.needsConfirmation(person("officer", "fr-24-7"), null)).isFalse();
  }

  @Test
  void givenAProviderInTheRegister_whenItsAddressesChange_thenTheOwnerConfirms() {
    DirectoryEntity.Provider known = serving("+44 20 7946 0990", "orders@acme.example.org");

    assertThat(
            FourEyes.needsConfirmation(
                serving("+44 20 7946 0991", "orders@acme.example.org"), known))
        .isTrue();
    assertThat(
            FourEyes.needsConfirmation(
                serving("+44 20 7946 0990", "orders@evil.example.org"), known))
        .isTrue();
    assertThat(FourEyes.needsConfirmation(serving("+44 20 7946 0990", null), known)).isTrue();
    assertThat(FourEyes.needsConfirmation(known.with(null), known)).isTrue();
    assertThat(FourEyes.needsConfirmation(known, known.with(null))).isTrue();
    assertThat(FourEyes.needsConfirmation(known, null)).isTrue();
  }

  @Test
  void givenAProviderInTheRegister_whenAllButItsAddressesChanges_thenTwoDoButTheOwnerIsNotAsked() {
    DirectoryEntity.Provider known = serving("+44 20 7946 0990", null);
    DirectoryEntity.Provider renamed =
        new DirectoryEntity.Provider(
            "acme", "B", "RO", List.of("mail"), null, List.of("en"), known.profile());

    assertThat(FourEyes.needsConfirmation(renamed, known)).isFalse();
    assertThat(FourEyes.isRoutine(renamed, known)).isFalse();
    assertThat(FourEyes.isRoutine(known, known)).isTrue();
  }

  @Test
  void givenAProvider_whenAWayToConfirmIsWanted_thenItIsAnAddressThatStoodBeforeAndIsAnswered() {
    DirectoryEntity before = serving("+44 20 7946 0990", "orders@acme.example.org");
    DirectoryEntity now = serving("+44 20 7946 0991", "orders@acme.example.org");

    assertThat(FourEyes.knownBefore(List.of(before), List.of(now)))
        .containsExactly(new FourEyes.Address("email", "orders@acme.example.org"));
  }

  private static DirectoryEntity.Provider serving(String emergency, @Nullable String mailbox) {
    List<ProviderProfile.Way> ways =
        mailbox == null
            ? List.of(new ProviderProfile.Way("topic", null))
            : List.of(
                new ProviderProfile.Way("topic", null), new ProviderProfile.Way("email", mailbox));
    ProviderProfile.Serving serving =
        new ProviderProfile.Serving(
            List.of(),
            ways,
            "UTC",
            List.of(),
            List.of(new Channel("telephone", emergency, 1, null)),
            null);
    ProviderProfile profile =
        new ProviderProfile(List.of(), List.of(), List.of(), serving, List.of(), null);
    return new DirectoryEntity.Provider("acme", "A", "RO", List.of(), null, List.of(), profile);
  }

  private static Change proposedBy(Caller author) {
    return proposed(key("authority/fr-24-7"), "authority/fr-24-7", author);
  }

  private static Change proposed(DirectoryEntity key, String owner, Caller author) {
    Instant now = Instant.parse("2026-11-26T12:00:00Z");
    return new Change(
        UUID.randomUUID(),
        "key/kid",
        EntityKind.KEY,
        null,
        key,
        owner,
        author.id(),
        author.role(),
        now,
        now.plusSeconds(60),
        true,
        "challenge",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Change.State.PROPOSED,
        "",
        null,
        null,
        null,
        false);
  }

  private static ContactPoint point(String... telephones) {
    List<Channel> channels =
        Stream.of(telephones).map(number -> new Channel("telephone", number, 1, null)).toList();
    return new ContactPoint("fr-desk", "fr-24-7", channels, List.of(), "UTC", "", null, null);
  }

  private static ContactPoint with(ContactPoint point, List<Channel> channels) {
    return new ContactPoint(
        point.id(), point.authority(), channels, List.of(), "UTC", "", point.rota(), null);
  }

  private static ContactPoint withRota(ContactPoint point, String telephone) {
    DutyRota.Shift shift =
        new DutyRota.Shift(List.of("MO"), "08:00", "20:00", null, duty(telephone));
    DutyRota rota = new DutyRota(List.of(new DutyRota.Line(15, List.of(shift))), List.of());
    return new ContactPoint(
        point.id(), point.authority(), point.channels(), List.of(), "UTC", "", rota, null);
  }

  private static ContactPoint withDeviation(ContactPoint point, String telephone) {
    DutyRota.Deviation deviation =
        new DutyRota.Deviation(1, "2026-12-24T08:00", "2026-12-24T20:00", duty(telephone));
    DutyRota rota = new DutyRota(List.of(new DutyRota.Line(15, List.of())), List.of(deviation));
    return new ContactPoint(
        point.id(), point.authority(), point.channels(), List.of(), "UTC", "", rota, null);
  }

  private static DutyRota.Duty duty(String telephone) {
    return new DutyRota.Duty("duty officer", List.of(new Channel("telephone", telephone, 1, null)));
  }

  private static DirectoryEntity provider(String id) {
    return new DirectoryEntity.Provider(id, "A", "RO", List.of(), id, List.of());
  }

  private static DirectoryEntity key(String owner) {
    return new DirectoryEntity.Key("kid", owner, "sig", Map.of());
  }

  private static DirectoryEntity person(String role, @Nullable String authority) {
    return new DirectoryEntity.Caller(
        "0".repeat(64), role, "FR", authority, null, List.of(), List.of(), null, null);
  }

  private static DirectoryEntity machine(@Nullable String provider, @Nullable String client) {
    return new DirectoryEntity.Caller(
        "0".repeat(64), "officer", "FR", "fr-24-7", provider, List.of(), List.of(), null, client);
  }

  private static Caller caller(
      String id, String role, @Nullable String authority, @Nullable String provider) {
    return new Caller(id, role, null, authority, provider, List.of(), Set.of(), null);
  }
}
