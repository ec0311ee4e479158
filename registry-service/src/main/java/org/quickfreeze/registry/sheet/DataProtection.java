package org.quickfreeze.registry.sheet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;
import org.quickfreeze.contracts.law.Bases;
import org.quickfreeze.registry.sheet.Sheet.Row;
import org.quickfreeze.registry.sheet.Sheet.Section;

/**
 * What the network does with personal data (Guidelines of 2008, paragraph 15; Second Protocol, Art.
 * 14), from what the services are set to.
 */
final class DataProtection {
  /** Everything that is kept and has an end, or ought to have one. */
  static final List<Kept> KEPT =
      List.of(
          Kept.endless("request-service", "cases"),
          Kept.endless("request-service", "own-files"),
          Kept.setting(
              "request-service", "reviews", "quickfreeze.request.break-glass-review", "PT24H"),
          Kept.endless("registry-service", "register"),
          Kept.setting(
              "registry-service", "proposals", "quickfreeze.registry.proposal-age", "P14D"),
          Kept.endless("registry-service", "notices"),
          Kept.setting(
              "provider-gateway",
              "orders-waiting",
              "quickfreeze.gateway.channel-patience",
              "PT15M"),
          Kept.fixed("provider-gateway", "provider-topics", "P180D"),
          Kept.endless("audit-service", "log"),
          Kept.fixed("all", "outbox", "P30D"),
          Kept.fixed("all", "idempotency", "P7D"),
          Kept.fixed("all", "inbox", "P210D"));

  private static final String OWN = "registry-service";
  private static final String SECOND_PROTOCOL = "P2";

  private final Words words;
  private final Function<String, @Nullable String> settings;
  private final Bases bases;

  /**
   * @param settings the register's own settings by their keys; null where none is set
   */
  DataProtection(Words words, Function<String, @Nullable String> settings, Bases bases) {
    this.words = words;
    this.settings = settings;
    this.bases = bases;
  }

  /**
   * On what basis data go from one State to another.
   *
   * @param requests kinds of request that {@code from} may ask of {@code to}, whose answers bring
   *     data back, each with its basis
   * @param secondProtocol since when the Second Protocol, whose Art. 14 protects the data, binds
   *     both; null while it does not
   * @param declarations what the two have declared under that Protocol
   * @param guarantee in words, what protects the data
   */
  public record Transfer(
      String from,
      String to,
      LocalDate at,
      List<Basis> requests,
      @Nullable LocalDate secondProtocol,
      List<Bases.Notice> declarations,
      String guarantee) {
    public Transfer {
      requests = List.copyOf(requests);
      declarations = List.copyOf(declarations);
    }
  }

  /** A kind of request and the provision on which it rests. */
  public record Basis(String kind, String cite) {}

  Sheet sheet(Instant at, long directoryVersion) {
    List<Section> sections =
        List.of(
            words.section("dp-roles", texts("dp-roles")),
            words.section("dp-kept", KEPT.stream().map(this::row).toList()),
            words.section("dp-keys", texts("dp-keys")),
            words.section("dp-access", texts("dp-access")),
            words.section("dp-incident", texts("dp-incident")),
            words.section("dp-assessment", texts("dp-assessment")));
    return new Sheet(
        "data-protection",
        "network",
        words.of("dp.title"),
        words.language(),
        at,
        directoryVersion,
        sections,
        List.of());
  }

  /** Rows that stand in the texts, numbered from 1. */
  private List<Row> texts(String id) {
    List<Row> rows = new ArrayList<>();
    for (int i = 1; words.has(id + "." + i); i++) {
      rows.add(
          new Row(
              List.of(words.of(id + "." + i).split("\\|")), words.of(id + "." + i + ".source")));
    }
    return rows;
  }

  private Row row(Kept kept) {
    return new Row(
        List.of(kept.service(), words.of("dp-kept." + kept.what()), duration(kept)),
        kept.key() == null ? words.of("dp-kept.fixed") : kept.key());
  }

  /** Another service's settings are its own: of those this register knows what they ship with. */
  private String duration(Kept kept) {
    if (kept.shipped().isEmpty()) {
      return words.of("dp-kept.endless");
    }
    if (kept.key() == null) {
      return kept.shipped();
    }
    if (!kept.service().equals(OWN)) {
      return words.of("dp-kept.shipped", kept.shipped());
    }
    String set = settings.apply(kept.key());
    return set == null || set.equals(kept.shipped())
        ? kept.shipped()
        : words.of("dp-kept.set", set, kept.shipped());
  }

  Transfer transfer(Party from, Party to, Instant at) {
    List<Basis> requests =
        bases.between(from, to, at).stream()
            .flatMap(
                offered ->
                    offered.bases().stream()
                        .limit(1)
                        .map(basis -> new Basis(offered.kind(), basis.cite())))
            .toList();
    Optional<LocalDate> both = bindsBoth(from, to, at);
    List<Bases.Notice> declarations =
        Stream.of(from, to)
            .flatMap(party -> bases.statements(party, at).stream())
            .filter(notice -> notice.code().startsWith(SECOND_PROTOCOL + "-"))
            .toList();
    return new Transfer(
        from.code(),
        to.code(),
        LocalDate.ofInstant(at, ZoneOffset.UTC),
        requests,
        both.orElse(null),
        declarations,
        words.of(both.isPresent() ? "dp.second-protocol" : "dp.no-second-protocol"));
  }

  private static Optional<LocalDate> bindsBoth(Party from, Party to, Instant at) {
    return since(from, at)
        .flatMap(one -> since(to, at).map(other -> one.isAfter(other) ? one : other));
  }

  private static Optional<LocalDate> since(Party party, Instant at) {
    LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
    return party.law() == null
        ? Optional.empty()
        : party.law().treaties().stream()
            .filter(treaty -> treaty.instrument().equals(SECOND_PROTOCOL) && treaty.binds(day))
            .flatMap(treaty -> Stream.ofNullable(treaty.inForce()))
            .findFirst();
  }
}
