package org.quickfreeze.registry.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.FileKeyVault;
import org.quickfreeze.backbone.tx.DatabaseFailure;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.registry.directory.DirectoryPublisher;
import org.quickfreeze.registry.entity.BulkEntry;
import org.quickfreeze.registry.entity.EntityRegister;
import org.quickfreeze.registry.entity.EntityRegister.By;
import org.quickfreeze.registry.entity.EntityRegister.Ending;
import org.quickfreeze.registry.exchange.RosterImports.Confirmation;
import org.quickfreeze.registry.exchange.RosterImports.Outcome;
import org.quickfreeze.registry.exchange.RosterImports.Report;
import org.quickfreeze.registry.exchange.RosterLine.Fault;
import org.quickfreeze.registry.exchange.RosterPlan.State;
import org.quickfreeze.registry.fixture.RegistryDatabase;
import org.quickfreeze.stack.TestParts;

/** Rosters, sound and broken, against the register's own database. */
@Timeout(120)
class RosterImportComponentTest {
  private static final Instant NOW = Instant.parse("2026-11-27T03:00:00Z");
  private static final By SETUP = new By("5e7", "secretariat", null, null);
  private static final Confirmation NOTE = new Confirmation("Note verbale 7/2026", "head of unit");
  private static final String HEADER =
      "party,authority,office,kinds,contact_point,languages,time_zone,office_hours,telephone,email,"
          + "fax,webhook";

  private final Transactions transactions = RegistryDatabase.transactions();
  private final EntityRegister register =
      new EntityRegister(
          new DirectoryPublisher(
              new Outbox(() -> {}),
              FileKeyVault.open(TestParts.stack().vault("registry-service")).signer("register")),
          LawBook.load(),
          Period.ofMonths(6));
  private final RosterImports imports = new RosterImports(new BulkEntry(register, LawBook.load()));
  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String authority = "qa-" + run;
  private Instant now = NOW;
  private final Caller author = person("secretariat", "a1");
  private final Caller second = person("secretariat", "a2");

  @BeforeEach
  void aStateIsThere() {
    enter(new DirectoryEntity.Party("QA", "Qa", "Qa", "party", List.of(), null));
  }

  @Test
  void givenARoster_whenEntered_thenItsPointsAreInTheRegisterWithEventsThatNameTheImport() {
    UUID id =
        handedIn(
            row(authority, authority + "-desk"),
            row(authority, authority + "-night"),
            row(authority + "-2", authority + "-2-desk"));

    Report report = report(id);
    assertThat(report.plan().count(State.NEW)).isEqualTo(3);
    assertThat(apply(second, id, report.digest())).isInstanceOf(Outcome.Done.class);

    ContactPoint desk = point(authority + "-desk");
    assertThat(desk.channels())
        .extracting(Channel::kind, Channel::address, Channel::order)
        .containsExactly(
            tuple("telephone", "+44 20 7946 0123", 1),
            tuple("telephone", "+44 20 7946 0124", 2),
            tuple("email", "desk@police.example.org", 3));
    assertThat(desk.attestedUntil()).isEqualTo(Instant.parse("2027-05-27T03:00:00Z"));
    assertThat(point(authority + "-night")).isNotNull();
    assertThat(point(authority + "-2-desk")).isNotNull();
    assertThat(
            texts(
                """
                select convert_from(value, 'UTF8') as t from backbone.outbox
                where topic = 'registry.events' and key like ? order by id""",
                "%/" + authority + "%"))
        .hasSize(5)
        .allMatch(event -> event.contains("\"change\":\"" + id + "\""))
        .allMatch(event -> event.contains("\"approver\":\"secretariat\""));
    assertThat(
            texts(
                "select key as t from backbone.outbox where topic = 'registry.directory' and key like ?",
                "%/" + authority + "%"))
        .hasSize(5);
    assertThat(
            texts(
                """
                select directory_version::text as t from registry.entity_version
                where entity like ?""",
                "%/" + authority + "%"))
        .hasSize(5)
        .doesNotHaveDuplicates();
  }

  static Stream<Arguments> brokenRows() {
    String sound =
        "QA,qa-RUN,Office,contact-point-24-7,qa-RUN-desk,en,Europe/Paris,Mo-Su,+44 20 7946 0123,,,";
    return Stream.of(
        broken("a cell too few", "QA,qa-RUN,Office,contact-point-24-7,qa-RUN-desk", "", "cells"),
        broken("a cell too many", sound + ",", "", "cells"),
        broken("an empty line", "", "", "cells"),
        broken("a State that is not there", sound.replaceFirst("QA", "QZ"), "party", "reference"),
        broken("no State", sound.replaceFirst("QA", ""), "party", "required"),
        broken("a State by its name", sound.replaceFirst("QA", "Qaland"), "party", "reference"),
        broken("no authority", sound.replaceFirst("qa-RUN,", ","), "authority", "format"),
        broken(
            "an authority with blanks",
            sound.replaceFirst("qa-RUN,", "qa RUN,"),
            "authority",
            "format"),
        broken(
            "an authority in capitals",
            sound.replaceFirst("qa-RUN,", "QA-RUN,"),
            "authority",
            "format"),
        broken(
            "an authority of another State",
            sound.replaceFirst("qa-RUN,", "fr-RUN,"),
            "authority",
            "party"),
        broken("no office", sound.replaceFirst("Office", ""), "office", "required"),
        broken(
            "a kind that is not known",
            sound.replaceFirst("contact-point-24-7", "sheriff"),
            "kinds",
            "value"),
        broken(
            "one of two kinds not known",
            sound.replaceFirst("contact-point-24-7", "contact-point-24-7;x"),
            "kinds",
            "value"),
        broken(
            "no contact point", sound.replaceFirst("qa-RUN-desk", ""), "contact_point", "format"),
        broken(
            "a contact point too long",
            sound.replaceFirst("qa-RUN-desk", "x".repeat(41)),
            "contact_point",
            "format"),
        broken(
            "a language by its name",
            sound.replaceFirst(",en,", ",English,"),
            "languages",
            "format"),
        broken("no office hours", sound.replaceFirst("Mo-Su", ""), "office_hours", "required"),
        broken("no time zone", sound.replaceFirst("Europe/Paris", ""), "time_zone", "value"),
        broken(
            "a time zone by its letters",
            sound.replaceFirst("Europe/Paris", "MESZ"),
            "time_zone",
            "value"),
        broken(
            "a number without country code",
            sound.replaceFirst("\\+44 20 7946 0123", "020 7946 0123"),
            "telephone",
            "telephone"),
        broken(
            "a number with an extension",
            sound.replaceFirst("0123", "0123 ext 4"),
            "telephone",
            "telephone"),
        broken(
            "a number that is too short",
            sound.replaceFirst("\\+44 20 7946 0123", "+44 1"),
            "telephone",
            "telephone"),
        broken(
            "the second of two numbers wrong",
            sound.replaceFirst("0123", "0123;555"),
            "telephone",
            "telephone"),
        broken(
            "a mailbox without a sign",
            sound.replaceFirst(",,,$", ",desk.example.org,,"),
            "email",
            "email"),
        broken(
            "a mailbox anybody can open",
            sound.replaceFirst(",,,$", ",desk@gmail.com,,"),
            "email",
            "service-mailbox"),
        broken(
            "a fax that cannot be dialled",
            sound.replaceFirst(",,,$", ",,0800 FAX,"),
            "fax",
            "telephone"),
        broken(
            "a webhook in the clear",
            sound.replaceFirst(",,,$", ",,,http://hooks.example.org/x"),
            "webhook",
            "webhook"),
        broken(
            "a webhook to a bare address",
            sound.replaceFirst(",,,$", ",,,https://192.0.2.1/x"),
            "webhook",
            "webhook"),
        broken("no way to reach it", sound.replaceFirst("\\+44 20 7946 0123", ""), "", "channel"),
        broken(
            "a text that is far too long",
            sound.replaceFirst("Office", "O".repeat(2001)),
            "office",
            "text"),
        broken(
            "a control character", sound.replaceFirst("Office", "Off\u0007ice"), "office", "text"),
        broken(
            "a line break in a cell",
            sound.replaceFirst("Office", "\"Off\nice\""),
            "office",
            "text"));
  }

  private static Arguments broken(String kind, String row, String column, String rule) {
    return Arguments.of(kind, row, column, rule);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenRows")
  void givenABrokenRow_whenChecked_thenItsFaultIsToldAndNothingEnters(
      String kind, String row, String column, String rule) {
    UUID id = handedIn(row("qa-sound-" + run, "qa-sound-" + run), ours(row));

    Report report = report(id);

    assertThat(report.plan().rows())
        .extracting(RosterPlan.Row::state)
        .containsExactly(State.NEW, State.BROKEN);
    RosterLine line = report.plan().rows().get(1).line();
    assertThat(line.row()).isEqualTo(3);
    assertThat(line.errors()).extracting(Fault::column, Fault::rule).contains(tuple(column, rule));
    assertThat(line.errors()).allMatch(fault -> !fault.message().isBlank());
    assertThat(apply(second, id, report.digest())).isInstanceOf(Outcome.Broken.class);
    assertThat(
            texts(
                "select entity as t from registry.entity_version where entity like ?",
                "%" + run + "%"))
        .isEmpty();
  }

  @Test
  void givenAllBrokenRowsAmongSoundOnes_whenEntered_thenNoneIsEnteredInPart() {
    List<String> rows = new ArrayList<>();
    List<Object[]> broken = brokenRows().map(Arguments::get).toList();
    for (Object[] one : broken) {
      rows.add(row("qa-" + run + "-" + rows.size(), "qa-" + run + "-" + rows.size() + "-desk"));
      rows.add(ours((String) one[1]));
    }
    UUID id = handedIn(rows.toArray(String[]::new));
    String before = registerNow();

    Report report = report(id);

    assertThat(broken).hasSizeGreaterThanOrEqualTo(30);
    assertThat(report.plan().count(State.BROKEN)).isEqualTo(broken.size());
    assertThat(report.plan().count(State.NEW)).isEqualTo(broken.size());
    assertThat(apply(second, id, report.digest())).isInstanceOf(Outcome.Broken.class);
    assertThat(registerNow()).isEqualTo(before);
  }

  @Test
  void givenThatPointsStandTwiceOrAreDescribedTwice_whenChecked_thenTheLaterRowIsBroken() {
    UUID id =
        handedIn(
            row(authority, authority + "-desk"),
            row(authority, authority + "-desk"),
            row(authority, authority + "-2").replace("Office of", "Another office of"));

    assertThat(faults(id))
        .extracting(Fault::column, Fault::rule)
        .containsExactly(tuple("contact_point", "twice"), tuple("authority", "described-twice"));
  }

  @Test
  void givenAPointThatTheRegisterHas_whenItSaysTheSame_thenItIsUnchangedAndElseRefused() {
    entered(row(authority, authority + "-desk"));

    UUID same = handedIn(row(authority, authority + "-desk"));
    UUID other = handedIn(row(authority, authority + "-desk").replace("0123", "0199"));

    assertThat(report(same).plan().count(State.UNCHANGED)).isEqualTo(1);
    assertThat(apply(second, same, report(same).digest())).isInstanceOf(Outcome.Done.class);
    assertThat(faults(other)).extracting(Fault::rule).contains("differs");
    assertThat(apply(second, other, report(other).digest())).isInstanceOf(Outcome.Broken.class);
    assertThat(point(authority + "-desk").channels().getFirst().address())
        .isEqualTo("+44 20 7946 0123");
  }

  @Test
  void givenAnAuthorityThatIsKnownByAPoint_whenAFileAddsAnother_thenItIsRefused() {
    entered(row(authority, authority + "-desk"));

    assertThat(faults(handedIn(row(authority, authority + "-trap"))))
        .extracting(Fault::column, Fault::rule)
        .containsExactly(tuple("authority", "known-point"));
  }

  @Test
  void givenAnAuthorityWithPeopleOfItsOwn_whenAFileAddsAPoint_thenItIsTheirs() {
    enter(
        new DirectoryEntity.Authority(
            authority, "QA", List.of("contact-point-24-7"), "Office of " + authority, null, null));
    enter(
        new DirectoryEntity.Caller(
            run.repeat(8), "officer", "QA", authority, null, List.of(), List.of(), null, null));

    assertThat(faults(handedIn(row(authority, authority + "-desk"))))
        .extracting(Fault::rule)
        .containsExactly("own-people");
  }

  @Test
  void givenAnAuthorityThatDiffers_whenAFileDescribesItOtherwise_thenItIsRefused() {
    enter(
        new DirectoryEntity.Authority(
            authority, "QA", List.of("central-authority"), "Office of " + authority, null, null));

    assertThat(faults(handedIn(row(authority, authority + "-desk"))))
        .extracting(Fault::column, Fault::rule)
        .containsExactly(tuple("authority", "differs"));
  }

  @ParameterizedTest
  @CsvSource({"Office of, Another office of", "QA, QB"})
  void givenAnAuthorityThatIsKnown_whenAFileNamesAnotherOfficeOrParty_thenItDiffers(
      String said, String otherwise) {
    enter(
        new DirectoryEntity.Authority(
            authority, "QA", List.of("contact-point-24-7"), "Office of " + authority, null, null));

    assertThat(faults(handedIn(row(authority, authority + "-desk").replaceFirst(said, otherwise))))
        .extracting(Fault::column, Fault::rule)
        .containsExactly(tuple("authority", "differs"));
  }

  @Test
  void givenARosterThatEntered_whenItIsOver_thenTheFileIsForgottenAndTheNoteIsKept() {
    UUID id = handedIn(row(authority, authority + "-desk"));
    assertThat(apply(second, id, report(id).digest())).isInstanceOf(Outcome.Done.class);

    assertThat(
            texts(
                "select part::text as t from registry.roster_import_part where import = ?::uuid",
                id.toString()))
        .isEmpty();
    assertThat(
            texts(
                """
                select confirmation ->> 'instrument' as t from registry.roster_import
                where id = ?::uuid""",
                id.toString()))
        .containsExactly(NOTE.instrument());
  }

  @Test
  void givenAnApostropheThatBelongsToTheName_whenRead_thenItStays() {
    UUID id = handedIn(row(authority, authority + "-desk").replace("Office", "'t Office"));

    assertThat(report(id).plan().rows().getFirst().line().office())
        .isEqualTo("'t Office of " + authority);
  }

  @Test
  void givenAnOrderOfChannels_whenReadFromJson_thenItIsThatOne() {
    UUID id = begun(RosterReader.Format.JSON);
    put(
        author,
        id,
        0,
        "[{\"channels\":[{\"kind\":\"email\",\"address\":\"desk@police.example.org\",\"order\":2},"
            + "{\"kind\":\"telephone\",\"address\":\"+44 20 7946 0123\",\"order\":1}]}]");

    assertThat(report(id).plan().rows().getFirst().line().channels())
        .extracting(Channel::kind, Channel::order)
        .containsExactly(tuple("email", 2), tuple("telephone", 1));
  }

  @Test
  void givenWhatHasEnded_whenAFileBringsItBack_thenItIsRefused() {
    entered(row(authority, authority + "-desk"));
    now = now.plusSeconds(60);
    end("contact-point/" + authority + "-desk");
    end("authority/" + authority);

    assertThat(faults(handedIn(row(authority, authority + "-desk"))))
        .extracting(Fault::column, Fault::rule)
        .containsExactly(tuple("authority", "ended"), tuple("contact_point", "ended"));
  }

  @Test
  void givenItsAuthor_whenEntering_thenSomebodyElseHasTo() {
    UUID id = handedIn(row(authority, authority + "-desk"));

    assertThat(apply(author, id, report(id).digest())).isInstanceOf(Outcome.NotYours.class);
    assertThat(put(second, id, 1, "x")).isInstanceOf(Outcome.NotYours.class);
    assertThat(point(authority + "-desk")).isNull();
  }

  @Test
  void givenARosterThatChangedAfterItWasLookedAt_whenEntered_thenItIsNot() {
    UUID id = handedIn(row(authority, authority + "-desk"));
    String seen = report(id).digest();
    put(author, id, 0, HEADER + "\n" + row(authority, authority + "-trap"));

    assertThat(apply(second, id, seen)).isEqualTo(new Outcome.Changed(report(id).digest()));
    assertThat(point(authority + "-trap")).isNull();
  }

  @Test
  void givenARegisterThatChangedAfterItWasLookedAt_whenEntered_thenItIsJudgedAnew() {
    UUID id = handedIn(row(authority, authority + "-desk"));
    String seen = report(id).digest();
    entered(row(authority, authority + "-desk").replace("0123", "0177"));

    assertThat(apply(second, id, seen)).isInstanceOf(Outcome.Broken.class);
  }

  @Test
  void givenTwoWhoEnterAtOnce_whenBothAreAnswered_thenItEnteredOnce() throws Exception {
    UUID id = handedIn(row(authority, authority + "-desk"));
    String seen = report(id).digest();
    Callable<Outcome> entering = () -> apply(second, id, seen);

    List<Outcome> outcomes = new ArrayList<>();
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      for (var one : both.invokeAll(List.of(entering, entering))) {
        outcomes.add(one.get());
      }
    }

    assertThat(outcomes).filteredOn(Outcome.Done.class::isInstance).hasSize(1);
    assertThat(outcomes).contains(new Outcome.Closed(RosterImport.State.APPLIED));
  }

  @Test
  void givenAWithdrawnRoster_whenEntered_thenNothingOfItIsLeft() {
    UUID id = handedIn(row(authority, authority + "-desk"));
    String seen = report(id).digest();
    inTransaction(second, tx -> imports.withdraw(tx, id, NOW));

    assertThat(apply(second, id, seen)).isEqualTo(new Outcome.Closed(RosterImport.State.WITHDRAWN));
    assertThat(
            texts(
                "select part::text as t from registry.roster_import_part where import = ?::uuid",
                id.toString()))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100})
  void givenAFileInPieces_whenHandedIn_thenItIsTheSameFile(int pieces) {
    byte[] file =
        ("\uFEFF"
                + HEADER
                + "\r\n"
                + row(authority, authority + "-désk").replace("désk", "desk")
                + "\r\n")
            .replace("Office of", "Büro von")
            .getBytes(StandardCharsets.UTF_8);
    UUID id = begun(RosterReader.Format.CSV);
    int length = Math.ceilDiv(file.length, pieces);
    for (int part = 0; part * length < file.length; part++) {
      byte[] piece =
          Arrays.copyOfRange(file, part * length, Math.min((part + 1) * length, file.length));
      int number = part;
      inTransaction(author, tx -> imports.put(tx, author, id, number, piece));
    }

    Report report = report(id);

    assertThat(report.plan().rows()).hasSize(1);
    assertThat(report.plan().rows().getFirst().line().office()).isEqualTo("Büro von " + authority);
  }

  @Test
  void givenTheExport_whenItIsImported_thenItSaysTheSame() {
    Roster.Row row =
        new Roster.Row(
            "QA",
            "Qa",
            "Qa",
            authority,
            "=Office, \"of\" Qa",
            List.of("contact-point-24-7", "central-authority"),
            authority + "-desk",
            List.of("en", "fr"),
            "Europe/Paris",
            "Mo-Fr; 8-18",
            List.of(
                new Channel("telephone", "+44 20 7946 0123", 1, null),
                new Channel("email", "desk@police.example.org", 2, null),
                new Channel("webhook", "https://hooks.example.org/x", 3, null)),
            NOW,
            false);
    UUID id = begun(RosterReader.Format.CSV);
    put(author, id, 0, RosterCsv.of(List.of(row)));
    assertThat(apply(second, id, report(id).digest())).isInstanceOf(Outcome.Done.class);

    ContactPoint entered = point(authority + "-desk");

    assertThat(entered.channels()).isEqualTo(row.channels());
    assertThat(entered.officeHours()).isEqualTo(row.officeHours());
    UUID again = begun(RosterReader.Format.JSON);
    put(author, again, 0, "{\"items\":[" + json(row) + "]}");
    assertThat(report(again).plan().rows())
        .extracting(RosterPlan.Row::state)
        .containsExactly(State.UNCHANGED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"party\":\"QA\",\"surname\":\"x\"}",
        "{\"party\":7}",
        "{\"party\":\"QA\",\"kinds\":\"contact-point-24-7\"}",
        "{\"party\":\"QA\",\"kinds\":[null]}",
        "{\"channels\":[{\"kind\":\"telephone\",\"number\":\"x\"}]}",
        "[]",
        "null",
        "\"QA\""
      })
  void givenAJsonRowOfAnotherForm_whenChecked_thenItIsBrokenAndTheOthersAreNot(String item) {
    UUID id = begun(RosterReader.Format.JSON);
    put(author, id, 0, "[" + item + "]");

    assertThat(report(id).plan().rows())
        .extracting(RosterPlan.Row::state)
        .containsExactly(State.BROKEN);
  }

  static Stream<Arguments> unreadable() {
    return Stream.of(
        Arguments.of("CSV", "", "empty"),
        Arguments.of("CSV", HEADER, "empty"),
        Arguments.of("CSV", HEADER + ",surname\nx", "column"),
        Arguments.of("CSV", HEADER + ",fax\nx", "column"),
        Arguments.of("CSV", "party,authority\nQA,x", "column"),
        Arguments.of("CSV", HEADER.replace(",", ";") + "\nx", "column"),
        Arguments.of("CSV", HEADER + "\nQA,\"open", "quotes"),
        Arguments.of("CSV", HEADER + "\nQA,\"a\"b,c", "quotes"),
        Arguments.of("CSV", HEADER + "\n" + "x\n".repeat(20_001), "rows"),
        Arguments.of("JSON", "{", "json"),
        Arguments.of("JSON", "{\"rows\":[]}", "json"),
        Arguments.of("JSON", "[]", "empty"),
        Arguments.of("JSON", "[" + "{},".repeat(20_000) + "{}]", "rows"),
        Arguments.of("JSON", HEADER, "json"));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void givenAFileWithoutRows_whenChecked_thenItIsSaidWhy(String format, String file, String rule) {
    UUID id = begun(RosterReader.Format.valueOf(format));
    put(author, id, 0, file);

    assertThat(whyUnreadable(id)).isEqualTo(rule);
    assertThat(apply(second, id, "x"))
        .isInstanceOfSatisfying(
            Outcome.Unreadable.class, why -> assertThat(why.fault().rule()).isEqualTo(rule));
  }

  @Test
  void givenBytesThatAreNoText_whenChecked_thenItIsSaid() {
    UUID id = begun(RosterReader.Format.CSV);
    inTransaction(
        author, tx -> imports.put(tx, author, id, 0, new byte[] {'a', (byte) 0xc3, (byte) 0x28}));

    assertThat(whyUnreadable(id)).isEqualTo("utf-8");
  }

  @Test
  void givenAPartThatIsMissing_whenChecked_thenItIsSaid() {
    UUID id = begun(RosterReader.Format.CSV);
    put(author, id, 0, HEADER + "\n");
    put(author, id, 2, row(authority, authority + "-desk"));

    assertThat(whyUnreadable(id)).isEqualTo("parts");
  }

  @Test
  void givenMoreThanEightMebibytes_whenHandedIn_thenThePieceIsRefused() {
    UUID id = begun(RosterReader.Format.CSV);
    byte[] half = new byte[5 << 20];

    assertThat(piece(id, 0, half)).isInstanceOf(Outcome.Done.class);
    assertThat(piece(id, 1, half)).isInstanceOf(Outcome.TooLarge.class);
    assertThat(piece(id, 1, new byte[3 << 20])).isInstanceOf(Outcome.Done.class);
    assertThat(piece(id, 0, half)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void givenAnOfficer_whenImportingPastTheInterface_thenTheDatabaseRefuses() {
    Caller officer = person("officer", "b1");

    assertThatThrownBy(
            () ->
                inTransaction(
                    officer, tx -> imports.begin(tx, officer, RosterReader.Format.CSV, "x", NOW)))
        .isInstanceOf(DatabaseFailure.class);
    assertThatThrownBy(
            () ->
                inTransaction(
                    officer,
                    tx -> tx.update("update registry.directory_version set version = version + 2")))
        .isInstanceOf(DatabaseFailure.class);
  }

  private String whyUnreadable(UUID id) {
    return inTransaction(
        second,
        tx -> {
          try {
            return "readable " + imports.report(tx, roster(tx, id), now).digest();
          } catch (RosterReader.Unreadable e) {
            return e.rule();
          }
        });
  }

  private List<Fault> faults(UUID id) {
    return report(id).plan().rows().stream().flatMap(row -> row.line().errors().stream()).toList();
  }

  private Report report(UUID id) {
    return inTransaction(
        second,
        tx -> {
          try {
            return imports.report(tx, roster(tx, id), now);
          } catch (RosterReader.Unreadable e) {
            throw new AssertionError(e);
          }
        });
  }

  private static RosterImport roster(Tx tx, UUID id) throws SQLException {
    return ImportRows.find(tx, id).orElseThrow();
  }

  private void entered(String... rows) {
    UUID id = handedIn(rows);
    assertThat(apply(second, id, report(id).digest())).isInstanceOf(Outcome.Done.class);
  }

  private UUID handedIn(String... rows) {
    UUID id = begun(RosterReader.Format.CSV);
    String file =
        Stream.concat(Stream.of(HEADER), Arrays.stream(rows)).collect(Collectors.joining("\n"));
    assertThat(put(author, id, 0, file + "\n")).isInstanceOf(Outcome.Done.class);
    return id;
  }

  private UUID begun(RosterReader.Format format) {
    Outcome outcome =
        inTransaction(author, tx -> imports.begin(tx, author, format, "a roster", now));
    return ((Outcome.Done) outcome).roster().id();
  }

  private Outcome piece(UUID id, int part, byte[] content) {
    return inTransaction(author, tx -> imports.put(tx, author, id, part, content));
  }

  private Outcome put(Caller caller, UUID id, int part, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return inTransaction(caller, tx -> imports.put(tx, caller, id, part, bytes));
  }

  private Outcome apply(Caller caller, UUID id, String digest) {
    return inTransaction(caller, tx -> imports.apply(tx, caller, id, digest, NOTE, now));
  }

  private void enter(DirectoryEntity body) {
    inTransaction(author, tx -> register.create(tx, SETUP, body, now.minusSeconds(60)));
  }

  private void end(String entity) {
    inTransaction(
        author,
        tx ->
            register.end(
                tx,
                SETUP,
                entity,
                tx.first(
                        "select max(directory_version) as v from registry.entity_version where entity = ?",
                        row -> row.number("v"),
                        entity)
                    .orElseThrow(),
                new Ending(now, "closed"),
                now));
  }

  private @Nullable ContactPoint point(String id) {
    return inTransaction(
        second,
        tx ->
            EntityRegister.present(tx, "contact-point/" + id, ContactPoint.class, now)
                .orElse(null));
  }

  /** How far the register and its outbox are. */
  private String registerNow() {
    return texts(
            """
            select version || ' ' || (select coalesce(max(id), 0) from backbone.outbox where ? <> '')
              as t from registry.directory_version""",
            "x")
        .getFirst();
  }

  private List<String> texts(String sql, String argument) {
    return inTransaction(null, tx -> tx.query(sql, row -> row.text("t"), argument));
  }

  private <T extends @Nullable Object> T inTransaction(
      @Nullable Caller caller, Transactions.Work<T, RuntimeException> work) {
    return transactions.inTransaction(caller == null ? Scope.system() : caller.scope(), work);
  }

  private String ours(String row) {
    return row.replace("RUN", run);
  }

  private static String row(String authority, String point) {
    return String.join(
        ",",
        "QA",
        authority,
        "Office of " + authority,
        "contact-point-24-7",
        point,
        "en;fr",
        "Europe/Paris",
        "Mo-Fr 08:00-18:00",
        "+44 20 7946 0123;+44 20 7946 0124",
        "desk@police.example.org",
        "",
        "");
  }

  private static String json(Roster.Row row) {
    return new String(Wire.bytes(row), StandardCharsets.UTF_8);
  }

  private static Caller person(String role, String id) {
    return new Caller(
        id.repeat(32).toLowerCase(Locale.ROOT), role, null, null, null, List.of(), Set.of(), null);
  }
}
