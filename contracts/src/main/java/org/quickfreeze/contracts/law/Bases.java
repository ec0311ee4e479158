package org.quickfreeze.contracts.law;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;
import org.quickfreeze.contracts.directory.PartyLaw;
import org.quickfreeze.contracts.directory.PartyLaw.Statement;
import org.quickfreeze.contracts.directory.PartyLaw.Treaty;
import org.quickfreeze.contracts.law.LawBook.Base;
import org.quickfreeze.contracts.law.LawBook.Effect;
import org.quickfreeze.contracts.law.LawBook.Kind;
import org.quickfreeze.contracts.law.LawBook.StatementForm;

/**
 * What one State may ask of another, on what basis, and what their declarations do to it.
 *
 * <p>Of a State whose law is not entered, only this is known: that it is bound by the Convention
 * when its status is {@code party}.
 */
public final class Bases {
  /** Stands in the place of a citation where no treaty binds both. */
  public static final String RECIPROCITY = "reciprocity";

  private static final String CONVENTION = "BC";

  private final LawBook book;

  public Bases(LawBook book) {
    this.book = book;
  }

  /**
   * A kind of request between two States on a day.
   *
   * @param bases in the order in which they are relied on; none where it cannot be asked
   * @param notices what the declarations of the two say to it
   */
  public record Offered(String kind, String title, List<Basis> bases, List<Notice> notices) {
    public Offered {
      bases = List.copyOf(bases);
      notices = List.copyOf(notices);
    }
  }

  /**
   * On what a request is founded.
   *
   * @param instrument code of the treaty; missing for reciprocity, which is no treaty right
   * @param article number of the article; missing for reciprocity
   * @param since first day on which it binds both; missing for reciprocity, and where it is not
   *     known
   * @param check rests on an entry that waits for a lawyer
   */
  public record Basis(
      @Nullable String instrument,
      @Nullable String article,
      String cite,
      @Nullable LocalDate since,
      boolean check) {}

  /**
   * A statement of one of the two that touches the kind of request.
   *
   * @param party whose it is
   * @param cite the provision under which it is made
   */
  public record Notice(
      String party,
      String code,
      String nature,
      Effect effect,
      String cite,
      String text,
      List<String> values,
      @Nullable LocalDate from,
      @Nullable LocalDate until,
      String source,
      boolean check) {}

  /** Every kind of request of the law book between two States at a moment. */
  public List<Offered> between(Party asks, Party asked, Instant at) {
    LocalDate day = day(at);
    return book.kinds().stream().map(kind -> offered(kind, asks, asked, day)).toList();
  }

  /** The basis to rely on for a kind of request under an article; empty where there is none. */
  public Optional<Basis> basis(String kind, String article, Party asks, Party asked, Instant at) {
    return book.kind(kind).stream()
        .flatMap(k -> offered(k, asks, asked, day(at)).bases().stream())
        .filter(basis -> article.equals(basis.instrument() + "-" + basis.article()))
        .findFirst();
  }

  /** What a State has declared, reserved or laid down and that holds at a moment. */
  public List<Notice> statements(Party party, Instant at) {
    return holding(party, day(at)).map(made -> notice(party.code(), made)).toList();
  }

  /** Codes of what a State has declared, reserved or laid down and that holds at a moment. */
  public static List<String> codes(Party party, Instant at) {
    PartyLaw law = party.law();
    return law == null
        ? party.reservations()
        : law.statements().stream()
            .filter(statement -> statement.holds(day(at)))
            .map(Statement::code)
            .distinct()
            .toList();
  }

  private Offered offered(Kind kind, Party asks, Party asked, LocalDate day) {
    List<Notice> notices =
        Stream.concat(
                notices(kind, asked, day),
                notices(kind, asks, day).filter(n -> form(n.code()).mutual()))
            .toList();
    Set<String> closed =
        notices.stream()
            .flatMap(notice -> form(notice.code()).closes().stream())
            .collect(Collectors.toSet());
    List<Basis> bases = new ArrayList<>();
    for (Base base : kind.bases()) {
      if (!closed.contains(base.instrument() + "-" + base.article())) {
        basis(base, asks, asked, day).ifPresent(bases::add);
      }
    }
    if (bases.isEmpty() && kind.reciprocity() && !closed.contains(RECIPROCITY)) {
      bases.add(new Basis(null, null, RECIPROCITY, null, false));
    }
    return new Offered(kind.kind(), kind.title(), bases, notices);
  }

  private Stream<Notice> notices(Kind kind, Party party, LocalDate day) {
    return holding(party, day)
        .filter(statement -> concerns(statement, kind.kind()))
        .map(statement -> notice(party.code(), statement));
  }

  private Stream<Statement> holding(Party party, LocalDate day) {
    PartyLaw law = party.law();
    return law == null
        ? Stream.empty()
        : law.statements().stream()
            .filter(statement -> statement.holds(day))
            .filter(statement -> book.statement(statement.code()).isPresent());
  }

  private boolean concerns(Statement statement, String kind) {
    List<String> kinds =
        statement.kinds().isEmpty() ? form(statement.code()).kinds() : statement.kinds();
    return kinds.isEmpty() || kinds.contains(kind);
  }

  private Notice notice(String party, Statement made) {
    StatementForm form = form(made.code());
    return new Notice(
        party,
        made.code(),
        form.nature(),
        form.effect(),
        form.cite(),
        form.text(),
        made.values(),
        made.from(),
        made.until(),
        made.source(),
        made.check() || form.check());
  }

  private StatementForm form(String code) {
    return book.statement(code).orElseThrow();
  }

  private static Optional<Basis> basis(Base base, Party asks, Party asked, LocalDate day) {
    return bound(asks, base.instrument(), day)
        .flatMap(one -> bound(asked, base.instrument(), day).map(other -> both(base, one, other)));
  }

  private static Basis both(Base base, Treaty one, Treaty other) {
    LocalDate since =
        Stream.of(one, other)
            .flatMap(treaty -> Stream.ofNullable(treaty.inForce()))
            .max(Comparator.naturalOrder())
            .orElse(null);
    return new Basis(
        base.instrument(),
        base.article(),
        base.cite(),
        since,
        base.check() || one.check() || other.check());
  }

  /** How a State is bound by a treaty on a day; empty when it is not. */
  private static Optional<Treaty> bound(Party party, String instrument, LocalDate day) {
    PartyLaw law = party.law();
    if (law != null) {
      return law.treaties().stream()
          .filter(treaty -> treaty.instrument().equals(instrument) && treaty.binds(day))
          .findFirst();
    }
    return instrument.equals(CONVENTION) && party.status().equals("party")
        ? Optional.of(new Treaty(CONVENTION, null, null, null, null, "", true))
        : Optional.empty();
  }

  private static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }
}
