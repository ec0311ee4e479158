package org.quickfreeze.request.lifecycle.application;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.contracts.event.RequestFacts;
import org.quickfreeze.contracts.event.RequestFacts.Side;
import org.quickfreeze.contracts.form.DataItem;
import org.quickfreeze.contracts.form.PreservationForm;
import org.quickfreeze.contracts.law.Bases;

/**
 * Takes a new request in: the addressee is in the register, the form is complete, and the article
 * is in force between the two States.
 */
public final class Intake {
  private static final String ARTICLE = "BC-29";
  private static final String ROUTINE = "ROUTINE";

  private final RequestFunnel funnel;
  private final DirectoryCopy directory;
  private final FormRules forms;
  private final Bases bases;

  public Intake(RequestFunnel funnel, DirectoryCopy directory, FormRules forms, Bases bases) {
    this.funnel = funnel;
    this.directory = directory;
    this.forms = forms;
    this.bases = bases;
  }

  /** What the rulebook says to a form. */
  public interface FormRules {
    /** What is missing or wrong; empty when the form may be sent. */
    List<Outcome.Finding> errors(PreservationForm form);

    /** The rulebook's version. */
    String version();
  }

  /** A signed act of type {@code submit}. */
  public Outcome submit(Tx tx, SignedAct signed, String actor, Instant now) throws SQLException {
    Outcome refusal = refusal(signed.act(), now);
    return refusal == null ? funnel.submit(tx, signed, facts(signed.act()), actor, now) : refusal;
  }

  /** Why a request cannot be taken in; null when it can. */
  @Nullable Outcome refusal(Act act, Instant now) {
    if (!(act.body() instanceof ActBody.Submit submit)) {
      return new Outcome.WrongAddressee("/type", "must be submit");
    }
    Outcome refusal = addressee(act, now);
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
    Outcome noBasis = basis(act, submit.kind(), now);
    return noBasis == null ? stale(act, facts(act).urgency(), now) : noBasis;
  }

  /** What is routine does not go where nobody has said for too long that anybody is there. */
  private @Nullable Outcome stale(Act act, String urgency, Instant now) {
    List<ContactPoint> points =
        directory.naming("authority/" + act.to().authority(), ContactPoint.class, now);
    boolean stale = !points.isEmpty() && points.stream().allMatch(point -> point.isStale(now));
    return stale && urgency.equals(ROUTINE) ? new Outcome.StaleContact() : null;
  }

  /** A request never claims a treaty right that does not exist between the two. */
  private @Nullable Outcome basis(Act act, String kind, Instant now) {
    boolean inForce =
        party(act.author().party(), now)
            .flatMap(
                asks ->
                    party(act.to().party(), now)
                        .flatMap(asked -> bases.basis(kind, ARTICLE, asks, asked, now)))
            .isPresent();
    return inForce ? null : new Outcome.NoBasis(kind, ARTICLE);
  }

  private Optional<DirectoryEntity.Party> party(String code, Instant now) {
    return directory.find("party/" + code, DirectoryEntity.Party.class, now);
  }

  private @Nullable Outcome addressee(Act act, Instant now) {
    boolean known =
        directory
            .find("authority/" + act.to().authority(), DirectoryEntity.Authority.class, now)
            .filter(a -> a.party().equals(act.to().party()))
            .isPresent();
    if (!known || party(act.to().party(), now).isEmpty()) {
      return new Outcome.WrongAddressee("/to", "is not in the register");
    }
    return act.to().party().equals(act.author().party())
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
