package org.quickfreeze.registry.law;

import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;
import org.quickfreeze.contracts.directory.DirectoryEntity.Power;
import org.quickfreeze.contracts.directory.PartyLaw;
import org.quickfreeze.contracts.directory.PartyLaw.Statement;
import org.quickfreeze.contracts.directory.PartyLaw.Treaty;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.contracts.law.LawBook.StatementForm;
import org.quickfreeze.contracts.law.LawBook.ValueType;

/** What a State's law must look like before it enters the register, by the law book. */
public final class LawChecks {
  private static final String CONVENTION = "BC";
  private static final List<String> STATUSES =
      List.of("party", "signatory", "invited", "reciprocity");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*");
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,5}");
  private static final LocalDate FIRST = LocalDate.of(1900, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2199, 12, 31);
  private static final int MOST_TREATIES = 40;
  private static final int MOST_STATEMENTS = 200;
  private static final int MOST_VALUES = 40;
  private static final int MOST_POWERS = 20;
  private static final int LONGEST_TEXT = 400;

  private final LawBook book;
  private final List<FieldError> errors = new ArrayList<>();

  private LawChecks(LawBook book) {
    this.book = book;
  }

  /** What is wrong with how a State stands to the law; pointers are those of the Party. */
  public static List<FieldError> check(Party party, LawBook book, Instant now) {
    LawChecks checks = new LawChecks(book);
    if (!STATUSES.contains(String.valueOf(party.status()))) {
      checks.wrong("/status", "value", null, "must be one of " + String.join(", ", STATUSES));
    }
    PartyLaw law = party.law();
    if (law != null) {
      checks.treaties(law.treaties());
      checks.statements(law.statements());
      checks.status(party, law, LocalDate.ofInstant(now, ZoneOffset.UTC));
      checks.reservations(party, law);
    }
    return checks.errors;
  }

  /** What is wrong with an authority's powers, apart from the authorities that they name. */
  public static List<FieldError> powers(List<Power> powers, LawBook book) {
    LawChecks checks = new LawChecks(book);
    checks.size("/powers", powers.size(), MOST_POWERS);
    Set<String> kinds = new HashSet<>();
    for (int i = 0; i < powers.size(); i++) {
      Power power = powers.get(i);
      String at = "/powers/" + i;
      checks.kind(at + "/kind", power.kind());
      checks.text(at + "/source", power.source());
      if (!kinds.add(String.valueOf(power.kind()))) {
        checks.wrong(at + "/kind", "unique", null, "is named twice");
      }
    }
    return checks.errors;
  }

  /** The same Party; where its law is known, its reservations are those that hold now. */
  public static Party derived(Party party, LawBook book, Instant now) {
    PartyLaw law = party.law();
    if (law == null) {
      return party;
    }
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    List<String> held =
        law.statements().stream()
            .filter(statement -> statement.holds(today) && reservation(statement, book))
            .map(Statement::code)
            .distinct()
            .toList();
    return new Party(party.code(), party.nameEn(), party.nameFr(), party.status(), held, law);
  }

  private static boolean reservation(Statement statement, LawBook book) {
    return book.statement(statement.code())
        .filter(form -> form.nature().equals("reservation"))
        .isPresent();
  }

  private void treaties(List<Treaty> treaties) {
    size("/law/treaties", treaties.size(), MOST_TREATIES);
    for (int i = 0; i < treaties.size(); i++) {
      Treaty treaty = treaties.get(i);
      String at = "/law/treaties/" + i;
      treaty(at, treaty, treaties);
      for (Treaty earlier : treaties.subList(0, i)) {
        if (Objects.equals(earlier.instrument(), treaty.instrument())
            && overlap(earlier.inForce(), earlier.until(), treaty.inForce(), treaty.until())) {
          wrong(at, "overlaps", null, "overlaps an earlier entry for the same treaty");
        }
      }
    }
  }

  private void treaty(String at, Treaty treaty, List<Treaty> all) {
    text(at + "/source", treaty.source());
    Optional<LawBook.Instrument> instrument = book.instrument(String.valueOf(treaty.instrument()));
    if (instrument.isEmpty()) {
      wrong(at + "/instrument", "value", null, "is no treaty of the law book");
    }
    days(at + "/consented", treaty.signed(), treaty.consented(), false);
    days(at + "/inForce", treaty.consented(), treaty.inForce(), false);
    if (treaty.until() != null && treaty.inForce() == null) {
      wrong(at + "/until", "order", null, "ends what never was in force");
    }
    days(at + "/until", treaty.inForce(), treaty.until(), true);
    bounds(at + "/signed", treaty.signed());
    String parent = instrument.map(LawBook.Instrument::protocolTo).orElse(null);
    LocalDate inForce = treaty.inForce();
    if (parent != null
        && inForce != null
        && all.stream().noneMatch(t -> parent.equals(t.instrument()) && t.binds(inForce))) {
      wrong(at + "/inForce", "protocol", parent, "binds no State that is not bound by " + parent);
    }
  }

  private void statements(List<Statement> statements) {
    size("/law/statements", statements.size(), MOST_STATEMENTS);
    for (int i = 0; i < statements.size(); i++) {
      Statement statement = statements.get(i);
      String at = "/law/statements/" + i;
      text(at + "/source", statement.source());
      bounds(at + "/from", statement.from());
      days(at + "/until", statement.from(), statement.until(), true);
      Optional<StatementForm> form = book.statement(String.valueOf(statement.code()));
      if (form.isEmpty()) {
        wrong(at + "/code", "value", null, "is no statement of the law book");
        continue;
      }
      kinds(at + "/kinds", statement.kinds(), form.get());
      values(at + "/values", statement.values(), form.get());
      for (Statement earlier : statements.subList(0, i)) {
        if (contradict(earlier, statement, form.get())) {
          wrong(at, "overlaps", null, "overlaps an earlier statement of the same code");
        }
      }
    }
  }

  /** Supplements and words may stand beside each other; a number or a choice may not. */
  private static boolean contradict(Statement earlier, Statement later, StatementForm form) {
    return form.type() != ValueType.TEXT
        && Objects.equals(later.code(), earlier.code())
        && new HashSet<>(later.kinds()).equals(new HashSet<>(earlier.kinds()))
        && overlap(earlier.from(), earlier.until(), later.from(), later.until());
  }

  private void kinds(String at, List<String> kinds, StatementForm form) {
    for (int i = 0; i < kinds.size(); i++) {
      if (kind(at + "/" + i, kinds.get(i))
          && !form.kinds().isEmpty()
          && !form.kinds().contains(kinds.get(i))) {
        wrong(at + "/" + i, "value", form.cite(), "is none that this statement is about");
      }
    }
  }

  private boolean kind(String at, @Nullable String kind) {
    boolean known = book.kind(String.valueOf(kind)).isPresent();
    if (!known) {
      wrong(at, "value", null, "is no kind of request of the law book");
    }
    return known;
  }

  private void values(String at, List<String> values, StatementForm form) {
    boolean none = form.type() == ValueType.NONE;
    boolean one = Set.of(ValueType.FLAG, ValueType.NUMBER, ValueType.HTTPS).contains(form.type());
    if (none != values.isEmpty() || (one && values.size() != 1) || values.size() > MOST_VALUES) {
      wrong(at, "size", form.cite(), none ? "says all by being made" : "has too few or too many");
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      String fault = fault(values.get(i), form);
      if (!fault.isEmpty()) {
        wrong(at + "/" + i, "value", form.cite(), fault);
      }
    }
  }

  /** What is wrong with a value; empty when nothing is. */
  private static String fault(String value, StatementForm form) {
    return switch (form.type()) {
      case NONE -> "says all by being made";
      case FLAG -> value.equals("yes") || value.equals("no") ? "" : "must be yes or no";
      case NUMBER -> numberFault(value, form);
      case CODES ->
          form.allowed().contains(value)
              ? ""
              : "must be one of " + String.join(", ", form.allowed());
      case LANGUAGES ->
          LANGUAGE.matcher(value).matches() ? "" : "must be a language tag (RFC 5646)";
      case HTTPS -> https(value) ? "" : "must be an https address";
      case TEXT ->
          value.isBlank() || value.length() > LONGEST_TEXT
              ? "is needed, in at most 400 characters"
              : "";
    };
  }

  private static String numberFault(String value, StatementForm form) {
    int least = form.least() == null ? 0 : form.least();
    int most = form.most() == null ? Integer.MAX_VALUE : form.most();
    boolean within =
        NUMBER.matcher(value).matches()
            && Integer.parseInt(value) >= least
            && Integer.parseInt(value) <= most;
    return within ? "" : "must be a whole number from " + least + " to " + most;
  }

  private static boolean https(String value) {
    try {
      URI uri = URI.create(value);
      return value.length() <= LONGEST_TEXT
          && "https".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getUserInfo() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The word and the dates must not tell two stories. */
  private void status(Party party, PartyLaw law, LocalDate today) {
    boolean bound =
        law.treaties().stream().anyMatch(t -> CONVENTION.equals(t.instrument()) && t.binds(today));
    if (bound != "party".equals(party.status())) {
      wrong(
          "/status",
          "contradiction",
          "BC 36",
          bound
              ? "is not party, though the Convention is in force by the treaties given"
              : "is party, though the Convention is not in force by the treaties given");
    }
  }

  private void reservations(Party party, PartyLaw law) {
    for (int i = 0; i < party.reservations().size(); i++) {
      String code = party.reservations().get(i);
      if (law.statements().stream().noneMatch(s -> code.equals(s.code()))) {
        wrong("/reservations/" + i, "derived", null, "is derived: enter a statement in /law");
      }
    }
  }

  private void days(
      String at, @Nullable LocalDate earlier, @Nullable LocalDate later, boolean strictly) {
    bounds(at, later);
    if (earlier != null
        && later != null
        && (later.isBefore(earlier) || (strictly && later.equals(earlier)))) {
      wrong(at, "order", null, "lies before what comes first");
    }
  }

  private void bounds(String at, @Nullable LocalDate day) {
    if (day != null && (day.isBefore(FIRST) || day.isAfter(LAST))) {
      wrong(at, "value", null, "lies outside the years 1900 to 2199");
    }
  }

  /** Whether two times have a day in common; without a first day they began long ago. */
  private static boolean overlap(
      @Nullable LocalDate from,
      @Nullable LocalDate until,
      @Nullable LocalDate otherFrom,
      @Nullable LocalDate otherUntil) {
    return (until == null || otherFrom == null || otherFrom.isBefore(until))
        && (otherUntil == null || from == null || from.isBefore(otherUntil));
  }

  private void size(String at, int size, int most) {
    if (size > most) {
      wrong(at, "size", null, "has at most " + most);
    }
  }

  private void text(String at, @Nullable String text) {
    if (text == null || text.isBlank() || text.length() > LONGEST_TEXT) {
      wrong(at, "required", null, "is needed, in at most " + LONGEST_TEXT + " characters");
    }
  }

  private void wrong(String at, String code, @Nullable String source, String what) {
    errors.add(new FieldError(at, code, source, what));
  }
}
