package org.quickfreeze.registry.entity;

import com.fasterxml.jackson.annotation.JsonRawValue;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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
import org.quickfreeze.backbone.quarkus.Page;
import org.quickfreeze.backbone.quarkus.PathIds;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.registry.entity.Changes.Confirmation;
import org.quickfreeze.registry.entity.Changes.Via;

/** Changes that one has proposed and another approves; each side sees its own. */
@Path("/changes")
@ForRoles({"secretariat", "officer", "supervisor", "provider"})
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ChangeResource {
  private static final int LONGEST_REASON = 500;
  private static final int LONGEST_PROOF = 4096;

  private final Changes changes;
  private final Transactions transactions;
  private final Commands commands;
  private final Bodies bodies;
  private final CurrentCaller current;
  private final DomainClock clock;

  ChangeResource(
      Changes changes,
      Transactions transactions,
      Commands commands,
      Bodies bodies,
      CurrentCaller current,
      DomainClock clock) {
    this.changes = changes;
    this.transactions = transactions;
    this.commands = commands;
    this.bodies = bodies;
    this.current = current;
    this.clock = clock;
  }

  /**
   * A change as it is shown.
   *
   * @param state "proposed", "applied", "rejected", "withdrawn" or "expired"
   * @param waitsFor {@code proof}, {@code approval}, {@code confirmation}; none when it is over
   * @param baseVersion version of the entity that its author had read; missing for a new entity
   * @param own whether the caller has proposed it, and so cannot approve it
   * @param confirmBy addresses at which the owner can confirm it; none where a document has to do
   * @param body what the register is to say
   * @param present what it says now; missing for a new entity
   * @param directoryVersion version of the register that carries it
   * @param resumes whether it lets a suspended key count again
   * @param overlap how long the key that is replaced still counts, such as {@code PT168H}
   * @param recipient of an age key as its owner knows it, {@code age1…}
   */
  public record ChangeView(
      UUID id,
      String state,
      List<String> waitsFor,
      String entity,
      String owner,
      @Nullable Long baseVersion,
      String authorRole,
      boolean own,
      Instant proposedAt,
      Instant expiresAt,
      @Nullable Proof proof,
      List<Via> confirmBy,
      @Nullable String approverRole,
      @Nullable Instant approvedAt,
      @JsonRawValue @Schema(implementation = Confirmation.class) @Nullable String confirmation,
      @Nullable Instant confirmedAt,
      String reason,
      @Nullable Instant decidedAt,
      @Nullable Long directoryVersion,
      DirectoryEntity body,
      @Nullable DirectoryEntity present,
      boolean resumes,
      @Nullable String overlap,
      @Nullable String recipient) {}

  /**
   * What a new key has to answer.
   *
   * @param how {@code sign}: send a compact JWS of {@code {"challenge", "change"}} by the new key,
   *     typ {@code qf-key-proof+jws}; {@code open}: the challenge is a compact JWE, send what is in
   *     it; {@code decrypt}: it is an armored age file, send what {@code age -d} makes of it
   */
  public record Proof(String how, String challenge, @Nullable Instant provenAt) {}

  /** The answer to a challenge. */
  public record ProofGiven(@Nullable String proof) {}

  /**
   * An approval.
   *
   * @param confirmation by the secretariat alone: how the owner was reached
   */
  public record Approval(@Nullable Confirmation confirmation) {}

  /** Why a change is rejected or withdrawn. */
  public record Closing(@Nullable String reason) {}

  /** Changes that concern the caller, oldest first. */
  @GET
  @Operation(summary = "Changes that concern the caller, in the order in which they were proposed")
  public Page<ChangeView> list(
      @QueryParam("state")
          @Parameter(
              description = "proposed, applied, rejected or withdrawn; all when missing",
              schema = @Schema(type = SchemaType.STRING))
          @Nullable String state,
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit")
          @DefaultValue("200")
          @Parameter(
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      defaultValue = "200",
                      minimum = "1",
                      maximum = "200"))
          String limit) {
    int most = Page.limit(limit);
    Change.State wanted = state == null ? null : state(state);
    UUID from = after.isEmpty() ? null : PathIds.uuid(after);
    List<ChangeView> views =
        transactions.<List<ChangeView>, RuntimeException>inTransaction(
            current.get().scope(),
            tx -> {
              List<ChangeView> all = new ArrayList<>();
              for (Change change : ChangeRows.page(tx, wanted, from, most + 1)) {
                all.add(view(tx, change));
              }
              return all;
            });
    return Page.of(views, most, view -> view.id().toString());
  }

  /** One change. */
  @GET
  @Path("/{id}")
  @Operation(summary = "One change: what the register is to say, what it says, what is missing")
  public ChangeView read(@PathParam("id") String id) {
    UUID change = PathIds.uuid(id);
    return transactions.<ChangeView, RuntimeException>inTransaction(
        current.get().scope(),
        tx ->
            view(
                tx,
                ChangeRows.find(tx, change).orElseThrow(() -> Problems.notFound().asException())));
  }

  /** A new key answers its challenge. */
  @POST
  @Path("/{id}/proof")
  @Operation(summary = "Show that the private half of a new key is held")
  @RequestBody(content = @Content(schema = @Schema(implementation = ProofGiven.class)))
  @APIResponse(responseCode = "202", description = "Proven; Location is the change, which waits")
  public Response prove(
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      byte[] body,
      @Context UriInfo uri) {
    String proof = Bodies.required(bodies.read(body, ProofGiven.class).proof(), "/proof");
    if (proof.length() > LONGEST_PROOF) {
      throw Problems.malformed("The proof is longer than any proof.").asException();
    }
    UUID change = PathIds.uuid(id);
    return run(uri, key, body, (tx, now) -> changes.prove(tx, change, proof, now));
  }

  /** Somebody else agrees. */
  @POST
  @Path("/{id}/approval")
  @Operation(
      summary = "Approve a change that somebody else has proposed",
      description =
          "The last approval that is needed applies the change (200, with the entity's Location,"
              + " ETag and Directory-Version); until then it waits (202). The secretariat adds how it"
              + " reached the owner: by an address that stood in the register before, or by a"
              + " document where there is none.")
  @RequestBody(content = @Content(schema = @Schema(implementation = Approval.class)))
  @APIResponse(responseCode = "200", description = "Applied; the register says it now")
  @APIResponse(responseCode = "202", description = "Approved; Location is the change, which waits")
  public Response approve(
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      byte[] body,
      @Context UriInfo uri) {
    Confirmation confirmation = bodies.read(body, Approval.class).confirmation();
    UUID change = PathIds.uuid(id);
    Caller caller = current.get();
    return run(uri, key, body, (tx, now) -> changes.approve(tx, caller, change, confirmation, now));
  }

  /** Somebody else says no, or the author takes it back. */
  @POST
  @Path("/{id}/rejection")
  @Operation(summary = "Reject a change, or withdraw one's own")
  @RequestBody(content = @Content(schema = @Schema(implementation = Closing.class)))
  @APIResponse(responseCode = "200", description = "Closed; Location is the change")
  public Response reject(
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      byte[] body,
      @Context UriInfo uri) {
    String given = bodies.read(body, Closing.class).reason();
    String reason = given == null ? "" : given.strip();
    if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
      throw ChangeAnswers.invalid(
          List.of(
              new FieldError("/reason", "required", null, "is needed, in at most 500 characters")));
    }
    UUID change = PathIds.uuid(id);
    Caller caller = current.get();
    return run(uri, key, body, (tx, now) -> changes.close(tx, caller, change, reason, now));
  }

  /** A step on a change. */
  @FunctionalInterface
  private interface Step {
    Changes.Outcome take(Tx tx, Instant now) throws SQLException;
  }

  private Response run(UriInfo uri, @Nullable String key, byte[] body, Step step) {
    Answer answer =
        commands.run(
            current.get(),
            "POST",
            uri.getPath(),
            key,
            body,
            tx -> {
              Changes.Outcome outcome = step.take(tx, clock.now());
              String location =
                  outcome instanceof Changes.Outcome.Applied applied
                      ? location(applied.entity())
                      : "";
              return ChangeAnswers.of(outcome, 200, location);
            });
    return response(answer);
  }

  /** The answer on its way out. */
  static Response response(Answer answer) {
    Response.ResponseBuilder response =
        Response.status(answer.status()).header("Location", answer.location());
    String etag = answer.etag();
    return etag == null
        ? response.build()
        : response.header("ETag", etag).header("Directory-Version", etag.replace("\"", "")).build();
  }

  private static String location(String entity) {
    int slash = entity.indexOf('/');
    return "/" + entity.substring(0, slash) + "s" + entity.substring(slash);
  }

  private ChangeView view(Tx tx, Change change) throws SQLException {
    Instant now = clock.now();
    String state = Changes.state(change, now);
    boolean open = state.equals("proposed");
    return new ChangeView(
        change.id(),
        state,
        open ? waitsFor(change) : List.of(),
        change.entity(),
        change.owner(),
        change.baseVersion(),
        change.authorRole(),
        change.author().equals(current.get().id()),
        change.proposedAt(),
        change.expiresAt(),
        open ? proof(change) : null,
        open && change.confirm() ? ways(tx, change, now) : List.of(),
        change.approverRole(),
        change.approvedAt(),
        change.confirmation(),
        change.confirmedAt(),
        change.reason(),
        change.decidedAt(),
        change.directoryVersion(),
        change.body(),
        EntityRegister.present(tx, change.entity(), DirectoryEntity.class, now).orElse(null),
        change.resumes(),
        change.overlap() == null ? null : change.overlap().toString(),
        change.body() instanceof DirectoryEntity.Key key && Recipients.isOne(key)
            ? KeyProof.recipient(key).text()
            : null);
  }

  private List<Via> ways(Tx tx, Change change, Instant now) throws SQLException {
    return changes.waysToConfirm(tx, change, now).stream()
        .map(address -> new Via(address.kind(), address.address()))
        .sorted(Comparator.comparing(via -> via.kind() + ' ' + via.address()))
        .toList();
  }

  private static List<String> waitsFor(Change change) {
    List<String> missing = new ArrayList<>();
    if (change.unproven()) {
      missing.add("proof");
    }
    if (change.approver() == null) {
      missing.add("approval");
    }
    if (change.confirm() && change.confirmer() == null) {
      missing.add("confirmation");
    }
    return missing;
  }

  private static @Nullable Proof proof(Change change) {
    String challenge = change.challenge();
    return challenge != null && change.body() instanceof DirectoryEntity.Key key
        ? new Proof(KeyProof.how(key), KeyProof.shown(key, challenge), change.provenAt())
        : null;
  }

  private static Change.State state(String word) {
    try {
      return Change.State.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Problems.malformed("state is proposed, applied, rejected or withdrawn.").asException();
    }
  }
}
