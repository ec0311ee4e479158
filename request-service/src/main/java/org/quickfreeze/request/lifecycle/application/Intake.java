package org.quickfreeze.request.lifecycle.application;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.event.RequestFacts;
import org.quickfreeze.contracts.event.RequestFacts.Side;
import org.quickfreeze.contracts.form.DataItem;
import org.quickfreeze.contracts.form.PreservationForm;
import org.quickfreeze.contracts.law.Bases;
import org.quickfreeze.request.lifecycle.application.Hindrances.Attempt;

/**
 * Takes a new request in: the addressee is in the register, the form is complete, the article is in
 * force between the two States, and nothing hinders the sender.
 */
public final class Intake {
  private static final String ARTICLE = "BC-29";
  private static final String ROUTINE = "ROUTINE";

  private final RequestFunnel funnel;
  private final DirectoryCopy directory;
  private final FormRules forms;
  private final Bases bases;
  private final Hindrances hindrances;

  public Intake(
      RequestFunnel funnel,
      DirectoryCopy directory,
      FormRules forms,
      Bases bases,
      Hindrances hindrances) {
    this.funnel = funnel;
    this.directory = directory;
    this.forms = forms;
    this.bases = bases;
    this.hindrances = hindrances;
  }

  /** What the rulebook says to a form. */
  public interface FormRules {
    /** What is missing or wrong; empty when the form may be sent. */
    List<Outcome.Finding> errors(PreservationForm form);

    /** The rulebook's version. */
    String version();
  }

  /**
   * A signed act of type {@code submit}.
   *
   * @param breakGlass why it has to go although something hinders it; null where nothing was said
   */
  public Outcome submit(
      Tx tx, SignedAct signed, Caller caller, @Nullable String breakGlass, Instant now)
      throws SQLException {
    Outcome refusal = refusal(tx, signed, caller, breakGlass, now);
    return refusal == null
        ? funnel.submit(tx, signed, facts(signed.act()), Actors.of(caller), now)
        : refusal;
  }

  /** Why a request cannot be taken in from this caller; null when it can. */
  @Nullable Outcome refusal(
      Tx tx, SignedAct signed, Caller caller, @Nullable String breakGlass, Instant now)
      throws SQLException {
    Outcome refusal = refusal(signed.act(), now);
    return refusal == null
        ? hindrances.hinders(tx, new Attempt(signed, facts(signed.act()), caller, breakGlass), now)
        : refusal;
  }

  private @Nullable Outcome refusal(Act act, Instant now) {
    if (!(act.body() instanceof ActBody.Submit submit)) {
      return new Outcome.WrongAddressee("/type", "must be submit");
    }
    Outcome refusal = addressee(act.author(), act.to(), now);
    if (refusal != null) {
      return refusal;
    }
    if (!submit.kind().equals("preservation")) {
      return new Outcome.Incomplete(
          List.of(new Outcome.Finding("/kind", "kind", "BC 29", "only preservation is offered")));
    }
    List<Outcome.Finding> errors = forms.errors(submit.form());
    if (!errors.isEmpty()) {
      return new Outcome.Incomplete(errors);
    }
    return basis(act.author(), act.to(), submit.kind(), now);
  }

  /**
   * Why an authority cannot be asked for this kind of request: {@link Outcome.WrongAddressee} or
   * {@link Outcome.NoBasis}; null when it can.
   */
  public @Nullable Outcome unreachable(Act.Side from, Act.Side to, String kind, Instant now) {
    Outcome refusal = addressee(from, to, now);
    return refusal == null ? basis(from, to, kind, now) : refusal;
  }

  /** A request never claims a treaty right that does not exist between the two. */
  private @Nullable Outcome basis(Act.Side from, Act.Side to, String kind, Instant now) {
    boolean inForce =
        party(from.party(), now)
            .flatMap(
                asks ->
                    party(to.party(), now)
                        .flatMap(asked -> bases.basis(kind, ARTICLE, asks, asked, now)))
            .isPresent();
    return inForce ? null : new Outcome.NoBasis(kind, ARTICLE);
  }

  private Optional<DirectoryEntity.Party> party(String code, Instant now) {
    return directory.find("party/" + code, DirectoryEntity.Party.class, now);
  }

  private @Nullable Outcome addressee(Act.Side from, Act.Side to, Instant now) {
    boolean known =
        directory
            .find("authority/" + to.authority(), DirectoryEntity.Authority.class, now)
            .filter(a -> a.party().equals(to.party()))
            .isPresent();
    if (!known || party(to.party(), now).isEmpty()) {
      return new Outcome.WrongAddressee("/to", "is not in the register");
    }
    return to.party().equals(from.party())
        ? new Outcome.WrongAddressee("/to", "is the author's own Party")
        : null;
  }

  /** What events need of a request; the act is of type {@code submit}. */
  RequestFacts facts(Act act) {
    ActBody.Submit submit = (ActBody.Submit) act.body();
    PreservationForm form = submit.form();
    String provider = form.custodian() == null ? null : form.custodian().provider();
    return new RequestFacts(
        new Side(act.author().party(), act.author().authority()),
        new Side(act.to().party(), act.to().authority()),
        ARTICLE,
        submit.kind(),
        form.urgency() == null ? ROUTINE : form.urgency().level(),
        form.items().stream().flatMap(i -> i.categories().stream()).distinct().toList(),
        form.offences().stream().map(PreservationForm.Offence::code).distinct().toList(),
        form.items().stream().map(DataItem::id).toList(),
        provider == null ? List.of() : List.of(provider),
        forms.version(),
        form.exercise());
  }
}
