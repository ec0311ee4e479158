package org.quickfreeze.registry.sheet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.directory.AuthorityRoles;
import org.quickfreeze.contracts.directory.AuthorityRoles.Mandate;
import org.quickfreeze.contracts.directory.AuthorityRoles.Membership;
import org.quickfreeze.contracts.directory.DirectoryEntity.Caller;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;
import org.quickfreeze.contracts.directory.DirectoryEntity.Power;
import org.quickfreeze.contracts.law.Bases;
import org.quickfreeze.registry.duty.Cover;
import org.quickfreeze.registry.ping.Pings.Figures;
import org.quickfreeze.registry.sheet.Sheet.Row;
import org.quickfreeze.registry.sheet.Sheet.Section;

/** The compliance programme of an authority (S2 39), as somebody may see it. */
final class AuthoritySheet {
  private final AuthorityFacts facts;
  private final Reader reader;
  private final Bases bases;
  private final Words words;

  /**
   * What the copy of the register does not hold.
   *
   * @param tests how its channels did; null where its State does not let the reader see it
   * @param pending changes that wait; null where that is not the reader's
   */
  record Beside(@Nullable List<Figures> tests, @Nullable Long pending) {}

  AuthoritySheet(AuthorityFacts facts, Reader reader, Bases bases, Words words) {
    this.facts = facts;
    this.reader = reader;
    this.bases = bases;
    this.words = words;
  }

  Sheet sheet(Beside beside, long directoryVersion) {
    return new Sheet(
        "authority",
        facts.authority().id(),
        words.of("authority.title", facts.authority().office()),
        words.language(),
        facts.at(),
        directoryVersion,
        sections(beside),
        SheetRows.gaps(
            words,
            ComplianceGaps.of(facts).stream()
                .filter(gap -> reader.seesOperations() || gap.rule().forProviders())
                .toList()));
  }

  private List<Section> sections(Beside beside) {
    List<Section> all = new ArrayList<>();
    all.add(words.section("who", who()));
    all.add(words.section("roles", roles()));
    all.add(words.section("networks", networks()));
    all.add(words.section("points", points()));
    all.add(words.section("channels", channels()));
    if (reader.seesOperations()) {
      all.add(words.section("powers", powers()));
      all.add(words.section("cover", cover()));
      all.add(words.section("attested", attested()));
      if (beside.tests() != null) {
        all.add(words.section("tests", tests(beside.tests())));
      }
    }
    all.add(reader.seesNumbers() ? words.section("people", people()) : matrix());
    all.add(words.section("keys", SheetRows.keys(words, facts.keys())));
    if (beside.pending() != null && reader.seesPending()) {
      all.add(words.section("pending", List.of(row("S2 22", beside.pending().toString()))));
    }
    all.add(words.section("law", law()));
    return all;
  }

  private List<Row> who() {
    Party party = facts.party();
    String source = SheetRows.entry("authority", facts.authority().id());
    List<Row> rows = new ArrayList<>();
    rows.add(row(source, words.of("who.office"), facts.authority().office()));
    rows.add(row(source, words.of("who.id"), facts.authority().id()));
    rows.add(
        row(
            SheetRows.entry("party", facts.authority().party()),
            words.of("who.party"),
            party == null
                ? facts.authority().party()
                : party.code() + ", " + party.nameEn() + " (" + party.nameFr() + ")"));
    rows.add(row(source, words.of("who.kinds"), String.join(", ", facts.authority().kinds())));
    return rows;
  }

  private List<Row> roles() {
    AuthorityRoles roles = facts.authority().roles();
    return roles == null
        ? List.of()
        : roles.mandates().stream().filter(one -> notOver(one.until())).map(this::role).toList();
  }

  private Row role(Mandate one) {
    return row(
        source(one.source(), one.check()),
        one.kind(),
        one.stages().isEmpty() ? words.of("all-stages") : String.join(", ", one.stages()),
        day(one.from()),
        day(one.until()));
  }

  private List<Row> networks() {
    AuthorityRoles roles = facts.authority().roles();
    return roles == null
        ? List.of()
        : roles.networks().stream().filter(one -> notOver(one.until())).map(this::network).toList();
  }

  private Row network(Membership one) {
    return row(source(one.source(), one.check()), one.network(), day(one.from()), day(one.until()));
  }

  private boolean notOver(@Nullable LocalDate until) {
    return until == null || facts.day().isBefore(until);
  }

  private List<Row> powers() {
    List<Power> powers = facts.authority().powers();
    return powers == null
        ? List.of()
        : powers.stream()
            .map(
                power ->
                    row(
                        source(power.source(), power.check()),
                        power.kind(),
                        power.through() == null ? words.of("powers.itself") : power.through()))
            .toList();
  }

  private List<Row> points() {
    return facts.points().stream()
        .map(
            point ->
                row(
                    SheetRows.entry("contact-point", point.id()),
                    point.id(),
                    point.officeHours(),
                    point.timeZone(),
                    String.join(", ", point.languages())))
        .toList();
  }

  private List<Row> channels() {
    List<Row> rows = new ArrayList<>();
    for (ContactPoint point : facts.points()) {
      for (Channel channel : SheetRows.inOrder(point.channels())) {
        List<String> cells = new ArrayList<>();
        cells.add(point.id());
        cells.add(Integer.toString(channel.order()));
        cells.add(channel.kind());
        cells.add(channel.address());
        cells.add(reader.seesOperations() ? proved(channel.testedAt()) : words.of("not-shown"));
        rows.add(new Row(cells, SheetRows.entry("contact-point", point.id())));
      }
    }
    return rows;
  }

  private String proved(@Nullable Instant at) {
    return at == null ? words.of("never") : at.toString();
  }

  private List<Row> cover() {
    return facts.points().stream()
        .map(
            point ->
                row(
                    SheetRows.entry("contact-point", point.id()),
                    point.id(),
                    now(point),
                    later(point)))
        .toList();
  }

  private String now(ContactPoint point) {
    if (point.rota() == null) {
      return facts.past() ? words.of("cover.not-kept") : words.of("cover.no-rota");
    }
    String functions =
        new Cover(point.rota(), ZoneId.of(point.timeZone()))
            .onDuty(1, facts.at()).stream()
                .map(watch -> watch.duty().function())
                .collect(Collectors.joining(", "));
    return functions.isEmpty() ? words.of("cover.nobody") : functions;
  }

  private String later(ContactPoint point) {
    if (point.rota() == null) {
      return words.of("cover.unknown");
    }
    String hours =
        facts.uncovered(point).stream()
            .map(gap -> words.of("cover.gap", gap.from(), gap.until()))
            .collect(Collectors.joining("\n"));
    return hours.isEmpty() ? words.of("cover.whole") : hours;
  }

  private List<Row> attested() {
    return facts.points().stream()
        .map(
            point ->
                row(
                    SheetRows.entry("contact-point", point.id()),
                    point.id(),
                    proved(point.attestedUntil()),
                    words.of(point.isStale(facts.at()) ? "yes" : "no")))
        .toList();
  }

  private List<Row> tests(List<Figures> figures) {
    return figures.stream()
        .filter(one -> facts.points().stream().anyMatch(p -> p.id().equals(one.contactPoint())))
        .map(
            one ->
                row(
                    SheetRows.entry("pings/results", facts.authority().party()),
                    one.contactPoint(),
                    one.channel(),
                    one.quarter(),
                    Long.toString(one.answered()),
                    Long.toString(one.missed()),
                    Long.toString(one.untested()),
                    Objects.toString(one.medianSeconds(), "-")))
        .toList();
  }

  /** How many may send what, and how many of those are trained; never who. */
  private List<Row> people() {
    return cells().entrySet().stream()
        .map(
            cell ->
                row(
                    "S2 21, 22",
                    cell.getKey().measure(),
                    cell.getKey().role(),
                    Integer.toString(cell.getValue().size()),
                    Long.toString(cell.getValue().stream().filter(facts::trained).count())))
        .toList();
  }

  /** Which functions may send what, as {@code GET /authorities/{id}/measures} tells everybody. */
  private Section matrix() {
    List<Row> rows =
        cells().entrySet().stream()
            .filter(cell -> cell.getValue().stream().anyMatch(facts::trained))
            .map(cell -> row("S2 22, 23", cell.getKey().measure(), cell.getKey().role()))
            .toList();
    return words.section("functions", rows);
  }

  private record Cell(String measure, String role) {}

  private Map<Cell, List<Caller>> cells() {
    Map<Cell, List<Caller>> cells =
        new TreeMap<>(Comparator.comparing(Cell::measure).thenComparing(Cell::role));
    for (Caller person : facts.senders()) {
      for (String measure : person.measures()) {
        cells.computeIfAbsent(new Cell(measure, person.role()), _ -> new ArrayList<>()).add(person);
      }
    }
    return cells;
  }

  private List<Row> law() {
    Party party = facts.party();
    return party == null
        ? List.of()
        : bases.statements(party, facts.at()).stream()
            .map(
                said ->
                    row(
                        source(said.cite() + "; " + said.source(), said.check()),
                        said.nature(),
                        said.code(),
                        said.text(),
                        String.join(", ", said.values())))
            .toList();
  }

  private String day(@Nullable LocalDate day) {
    return day == null ? words.of("open") : day.toString();
  }

  private static String source(String source, boolean check) {
    return check ? source + " [check]" : source;
  }

  private static Row row(String source, String... cells) {
    return new Row(List.of(cells), source);
  }
}
