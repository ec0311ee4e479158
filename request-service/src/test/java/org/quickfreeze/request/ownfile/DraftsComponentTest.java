package org.quickfreeze.request.ownfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.Answer;
import org.quickfreeze.backbone.problem.Problem.ProblemException;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.event.RequestFacts;
import org.quickfreeze.request.fixture.RequestDatabase;
import org.quickfreeze.request.fixture.Side;
import org.quickfreeze.request.fixture.World;
import org.quickfreeze.request.lifecycle.adapter.SignedCommand;
import org.quickfreeze.request.ownfile.DraftResource.DraftContent;
import org.quickfreeze.request.ownfile.DraftResource.DraftView;

/** Drafts with a real database: whose they are, and what is left of them. */
@Timeout(120)
class DraftsComponentTest {
  private static final String EVENT = "org.quickfreeze.request.own-file-changed.v1 ";
  private final World world = new World();
  private final Drafts drafts =
      new Drafts(
          world.transactions,
          new OwnFiles(world.outbox, world.clock),
          world.wiring.submissions(),
          world.vault,
          world.clock);

  @Test
  void givenADraft_whenRewritten_thenItsOwnerReadsWhatItSaysNow() {
    UUID draft = draft("first thought");

    Answer changed = drafts.change(draft, 1, content("second thought"), world.france.officer());

    DraftView view = drafts.read(draft, world.france.officer());
    assertThat(changed.etag()).isEqualTo("\"2\"");
    assertThat(view.version()).isEqualTo(2);
    assertThat(view.content()).isEqualTo(content("second thought"));
    assertThat(drafts.page(world.france.officer())).anyMatch(d -> d.id().equals(draft));
  }

  @Test
  void givenADraft_whenTheOtherSideLooksOrWrites_thenThereIsNone() {
    UUID draft = draft("first thought");
    var romania = world.romania.officer();

    assertRefused(404, () -> drafts.read(draft, romania));
    assertRefused(404, () -> drafts.change(draft, 1, content("x"), romania));
    assertRefused(404, () -> drafts.discard(draft, 1, romania));
    assertThat(drafts.page(romania)).noneMatch(d -> d.id().equals(draft));
    assertThat(drafts.read(draft, world.france.officer()).version()).isEqualTo(1);
  }

  @Test
  void givenADraft_whenAnOlderVersionWasRead_thenItIsStale() {
    UUID draft = draft("first thought");
    drafts.change(draft, 1, content("second thought"), world.france.officer());

    assertRefused(412, () -> drafts.change(draft, 1, content("third"), world.france.officer()));
    assertRefused(412, () -> drafts.discard(draft, 1, world.france.officer()));
  }

  @Test
  void givenADraft_whenKept_thenItsWordsAreNeitherInTheTableNorInTheEvents() {
    UUID draft = draft("first thought");

    assertThat(
            RequestDatabase.number(
                "select count(*) from request.draft where id = '"
                    + draft
                    + "' and encode(sealed, 'escape') like '%thought%'"))
        .isZero();
    assertThat(World.events(draft))
        .singleElement()
        .asString()
        .startsWith(EVENT)
        .contains("\"change\":\"draft-created\"")
        .doesNotContain("thought");
  }

  @Test
  void givenADraft_whenSubmitted_thenItIsARequestAndItsContentIsGone() {
    UUID draft = draft("first thought");
    UUID request = UUID.randomUUID();
    String act = world.submission(request);

    submit(draft, 1, act);

    assertThat(world.view(world.romania, request).state()).isEqualTo("Submitted");
    DraftView view = drafts.read(draft, world.france.officer());
    assertThat(view.state()).isEqualTo("Submitted");
    assertThat(view.request()).isEqualTo(request);
    assertThat(view.content()).isNull();
    assertThat(
            RequestDatabase.number(
                "select count(*) from request.draft where sealed is not null and id = '"
                    + draft
                    + "'"))
        .isZero();
    assertRefused(409, () -> submit(draft, 2, act));
  }

  @Test
  void givenADraft_whenItsSubmissionIsRefused_thenItIsADraftStill() {
    UUID draft = draft("first thought");
    String taken = world.submission(world.submitted());

    assertRefused(409, () -> submit(draft, 1, taken));

    assertThat(drafts.read(draft, world.france.officer()).state()).isEqualTo("Draft");
    assertThat(World.events(draft)).hasSize(1);
  }

  @Test
  void givenADraft_whenThrownAway_thenNothingIsLeftButTheAccount() {
    UUID draft = draft("first thought");

    drafts.discard(draft, 1, world.france.officer());

    assertRefused(404, () -> drafts.read(draft, world.france.officer()));
    assertThat(
            RequestDatabase.number("select count(*) from request.draft where id = '" + draft + "'"))
        .isZero();
    assertThat(World.events(draft)).last().asString().contains("\"change\":\"draft-deleted\"");
  }

  private UUID draft(String facts) {
    Side france = world.france;
    Answer answer =
        world.inTransaction(france, tx -> drafts.create(tx, content(facts), france.officer()));
    return UUID.fromString(answer.location().substring("/drafts/".length()));
  }

  private Answer submit(UUID draft, long version, String act) {
    Side france = world.france;
    return world.inTransaction(
        france,
        tx ->
            drafts.submit(
                tx, draft, version, new SignedCommand(act, null, null), france.officer()));
  }

  private static DraftContent content(String facts) {
    ObjectNode form = Wire.mapper().createObjectNode().put("facts", facts);
    return new DraftContent(new RequestFacts.Side("RO", "ro-24-7"), form);
  }

  private static void assertRefused(int status, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> assertThat(refused.problem().status()).isEqualTo(status));
  }
}
