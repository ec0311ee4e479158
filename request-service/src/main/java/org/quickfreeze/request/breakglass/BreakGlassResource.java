package org.quickfreeze.request.breakglass;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.Answer;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.Bodies;
import org.quickfreeze.backbone.quarkus.Commands;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.quarkus.Items;
import org.quickfreeze.backbone.quarkus.PathIds;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.request.breakglass.GlassReviews.GlassView;
import org.quickfreeze.request.breakglass.GlassReviews.Review;
import org.quickfreeze.request.breakglass.domain.GlassBreak.Decision;
import org.quickfreeze.request.breakglass.domain.GlassBreak.Verdict;

/** Acts that one's own authority has sent although something hindered them, and their review. */
@Path("/break-glass")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class BreakGlassResource {
  private static final int MOST = 200;
  private static final int LONGEST_REMARK = 2000;

  private final GlassReviews reviews;
  private final Commands commands;
  private final Bodies bodies;
  private final CurrentCaller current;
  private final DomainClock clock;

  BreakGlassResource(
      GlassReviews reviews,
      Commands commands,
      Bodies bodies,
      CurrentCaller current,
      DomainClock clock) {
    this.reviews = reviews;
    this.commands = commands;
    this.bodies = bodies;
    this.current = current;
    this.clock = clock;
  }

  /**
   * A review.
   *
   * @param verdict {@code justified} or {@code not-justified}
   * @param remark in the reviewer's words, kept in the side's own file
   */
  public record NewReview(@Nullable String verdict, @Nullable String remark) {}

  @GET
  @ForRoles({"officer", "supervisor"})
  @Operation(summary = "Acts of the caller's authority that were sent by breaking the glass")
  public Items<GlassView> list(@QueryParam("waiting") @DefaultValue("false") boolean waiting) {
    return new Items<>(reviews.page(current.get(), waiting, MOST));
  }

  @GET
  @Path("/{id}")
  @ForRoles({"officer", "supervisor"})
  @Operation(summary = "One of them, with the reason that was given and its review")
  public GlassView read(@PathParam("id") String id) {
    return reviews
        .find(current.get(), PathIds.uuid(id))
        .orElseThrow(() -> Problems.notFound().asException());
  }

  @POST
  @Path("/{id}/review")
  @ForRoles("supervisor")
  @Operation(
      summary = "Say whether it was right to break the glass",
      description = "By a supervisor of the same authority who is not whoever broke it.")
  @RequestBody(content = @Content(schema = @Schema(implementation = NewReview.class)))
  @APIResponse(responseCode = "204", description = "Reviewed")
  public Response review(
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      byte[] body,
      @Context UriInfo uri) {
    Caller caller = current.get();
    UUID wanted = PathIds.uuid(id);
    NewReview review = bodies.read(body, NewReview.class);
    Verdict verdict = verdict(Bodies.required(review.verdict(), "/verdict"));
    String remark = remark(review.remark());
    Answer answer =
        commands.run(
            caller,
            "POST",
            uri.getPath(),
            key,
            body,
            tx -> reviewed(tx, caller, wanted, verdict, remark));
    return Response.status(answer.status()).build();
  }

  private Answer reviewed(Tx tx, Caller caller, UUID id, Verdict verdict, @Nullable String remark)
      throws SQLException {
    return switch (reviews.review(tx, caller, id, verdict, remark, clock.now())) {
      case Review.Done _ -> new Answer(204, null, null);
      case Review.NotFound _ -> throw Problems.notFound().asException();
      case Review.Refused refused -> throw refusal(refused.why());
    };
  }

  private static RuntimeException refusal(Decision decision) {
    return switch (decision) {
      case Decision.OwnBreak _ ->
          Problems.forbidden("Whoever broke the glass does not review it.").asException();
      case Decision.Illegal illegal ->
          Problems.illegalTransition(illegal.state(), List.of()).asException();
      case Decision.Taken _ -> new IllegalStateException("a review that was taken is no refusal");
    };
  }

  private static Verdict verdict(String code) {
    return Arrays.stream(Verdict.values())
        .filter(verdict -> verdict.code().equals(code))
        .findFirst()
        .orElseThrow(() -> invalid("/verdict", "value", "must be one of justified, not-justified"));
  }

  private static @Nullable String remark(@Nullable String remark) {
    if (remark != null && remark.length() > LONGEST_REMARK) {
      throw invalid("/remark", "length", "is longer than " + LONGEST_REMARK + " characters");
    }
    return remark;
  }

  private static RuntimeException invalid(String pointer, String rule, String message) {
    return Problems.unprocessable("invalid-review", "The review cannot be taken", "See errors.")
        .withErrors(List.of(new FieldError(pointer, rule, null, message)))
        .asException();
  }
}
