package org.quickfreeze.request.check;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;
import org.quickfreeze.contracts.form.DataItem;
import org.quickfreeze.contracts.form.PreservationForm;
import org.quickfreeze.contracts.holder.Holders;
import org.quickfreeze.contracts.holder.Lookup;
import org.quickfreeze.contracts.law.Bases;
import org.quickfreeze.contracts.rulebook.Finding;
import org.quickfreeze.contracts.rulebook.FormCheck;
import org.quickfreeze.contracts.rulebook.Rulebook;
import org.quickfreeze.contracts.rulebook.Severity;
import org.quickfreeze.request.check.HolderHints.Hint;
import org.quickfreeze.request.lifecycle.application.Hindrance;
import org.quickfreeze.request.lifecycle.application.Intake;
import org.quickfreeze.request.lifecycle.application.Outcome;
import org.quickfreeze.request.lifecycle.application.SendingRules;

/**
 * Says of a request, before it is signed, everything that its submission would be refused for, what
 * the two States have declared, and where its data are likely to be. Nothing is kept.
 */
public final class RequestCheck {
  private static final String KIND = "preservation";

  private final DirectoryCopy directory;
  private final Rulebook rulebook;
  private final Bases bases;
  private final Intake intake;
  private final SendingRules sending;

  public RequestCheck(
      DirectoryCopy directory,
      Rulebook rulebook,
      Bases bases,
      Intake intake,
      SendingRules sending) {
    this.directory = directory;
    this.rulebook = rulebook;
    this.bases = bases;
    this.intake = intake;
    this.sending = sending;
  }

  /**
   * What keeps a caller from sending it as things stand.
   *
   * @param breakable whether it may go all the same, with a reason that somebody answers for
   */
  public record Hindered(
      String code, String pointer, String source, String message, boolean breakable) {}

  /**
   * What there is to say.
   *
   * @param rulebook version by which it was judged
   * @param sendable whether its submission would be taken as things stand
   * @param findings errors first; a finding of severity {@code warning} stops nothing
   * @param hindrances what keeps the caller from sending it
   * @param notices what the two States have declared about this kind of request
   * @param hints where its data are likely to be
   */
  public record Report(
      String rulebook,
      boolean sendable,
      List<Finding> findings,
      List<Hindered> hindrances,
      List<Bases.Notice> notices,
      List<Hint> hints) {
    public Report {
      findings = List.copyOf(findings);
      hindrances = List.copyOf(hindrances);
      notices = List.copyOf(notices);
      hints = List.copyOf(hints);
    }
  }

  /** Checks a form that a caller thinks of sending to an authority. */
  Report check(Tx tx, Caller caller, Act.Side to, PreservationForm form, Instant now)
      throws SQLException {
    Act.Side from =
        new Act.Side(String.valueOf(caller.party()), String.valueOf(caller.authority()));
    List<Finding> findings = new ArrayList<>();
    addressee(from, to, now).ifPresent(findings::add);
    FormCheck.check(form, rulebook).stream().map(RequestCheck::inForm).forEach(findings::add);
    findings.sort((one, other) -> Boolean.compare(other.isError(), one.isError()));
    List<Hindered> hindrances = hindrances(caller, to, form, now);
    boolean sendable =
        findings.stream().noneMatch(Finding::isError)
            && hindrances.stream().allMatch(Hindered::breakable);
    return new Report(
        rulebook.version(),
        sendable,
        findings,
        hindrances,
        notices(from, to, now),
        hints(tx, to, form, now));
  }

  private Optional<Finding> addressee(Act.Side from, Act.Side to, Instant now) {
    return switch (intake.unreachable(from, to, KIND, now)) {
      case null -> Optional.empty();
      case Outcome.WrongAddressee wrong ->
          Optional.of(error(wrong.pointer(), "addressee", "BC 29(1)", wrong.what()));
      case Outcome.NoBasis none ->
          Optional.of(
              error(
                  "/to/party",
                  "basis",
                  none.article().replace('-', ' '),
                  "the article is not in force between the two States"));
      case Outcome other -> throw new IllegalStateException(other.getClass().getName());
    };
  }

  private static Finding error(String pointer, String rule, String article, String message) {
    return new Finding(pointer, rule, article, Severity.ERROR, message);
  }

  private static Finding inForm(Finding finding) {
    return new Finding(
        "/form" + finding.pointer(),
        finding.rule(),
        finding.article(),
        finding.severity(),
        finding.message());
  }

  private List<Hindered> hindrances(
      Caller caller, Act.Side to, PreservationForm form, Instant now) {
    boolean routine = form.urgency() == null || form.urgency().level().equals("ROUTINE");
    return sending.found(caller, KIND, to.authority(), now).stream()
        .map(one -> hindered(one, !routine))
        .toList();
  }

  private static Hindered hindered(Hindrance hindrance, boolean breakable) {
    return new Hindered(
        hindrance.code(), hindrance.pointer(), hindrance.source(), hindrance.message(), breakable);
  }

  private List<Bases.Notice> notices(Act.Side from, Act.Side to, Instant now) {
    Optional<Party> asks = directory.find("party/" + from.party(), Party.class, now);
    Optional<Party> asked = directory.find("party/" + to.party(), Party.class, now);
    return asks.isEmpty() || asked.isEmpty()
        ? List.of()
        : bases.between(asks.get(), asked.get(), now).stream()
            .filter(offered -> offered.kind().equals(KIND))
            .flatMap(offered -> offered.notices().stream())
            .toList();
  }

  private List<Hint> hints(Tx tx, Act.Side to, PreservationForm form, Instant now)
      throws SQLException {
    String custodian = form.custodian() == null ? null : form.custodian().provider();
    HolderHints holders = new HolderHints(to.party(), custodian, id -> country(id, now));
    List<Hint> hints = new ArrayList<>();
    for (int i = 0; i < form.items().size(); i++) {
      DataItem item = form.items().get(i);
      Lookup lookup = Lookup.of(item).orElse(null);
      if (lookup != null) {
        hints.addAll(
            holders.of(
                "/form/items/" + i,
                Holders.weigh(lookup, RangeCopy.around(tx, lookup), observed(item, now))));
      }
    }
    return hints;
  }

  private @Nullable String country(String provider, Instant now) {
    return directory
        .find("provider/" + provider, DirectoryEntity.Provider.class, now)
        .map(DirectoryEntity.Provider::country)
        .orElse(null);
  }

  /** The first day on which it was seen, in UTC; today where the form does not tell. */
  private static LocalDate observed(DataItem item, Instant now) {
    Stream<Instant> seen =
        Stream.concat(
            item.observations().stream().flatMap(one -> one.instant().stream()),
            Stream.ofNullable(item.period() == null ? null : item.period().from()));
    return LocalDate.ofInstant(seen.min(Instant::compareTo).orElse(now), ZoneOffset.UTC);
  }
}
