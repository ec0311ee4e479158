package org.quickfreeze.request.ownfile;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.Answer;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.quarkus.Bodies;
import org.quickfreeze.backbone.quarkus.Commands;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.backbone.quarkus.Etags;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.quarkus.Items;
import org.quickfreeze.backbone.quarkus.PathIds;
import org.quickfreeze.contracts.event.RequestFacts.Side;
import org.quickfreeze.request.lifecycle.adapter.SignedCommand;
import org.quickfreeze.request.lifecycle.adapter.Submissions;

/**
 * Requests in the writing, at the requesting side; nobody else has them. A draft may be as
 * incomplete as it likes: only what is submitted is checked.
 */
@Path("/drafts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@ForRoles("officer")
public class DraftResource {
  private final Commands commands;
  private final Bodies bodies;
  private final CurrentCaller current;
  private final Drafts drafts;

  DraftResource(Commands commands, Bodies bodies, CurrentCaller current, Drafts drafts) {
    this.commands = commands;
    this.bodies = bodies;
    this.current = current;
    this.drafts = drafts;
  }

  /**
   * What a draft says.
   *
   * @param to whom it is meant for; absent while that is open
   * @param form as much of the form as there is
   */
  public record DraftContent(
      @Nullable Side to,
      @Schema(type = SchemaType.OBJECT, implementation = Object.class) ObjectNode form) {}

  /**
   * A draft.
   *
   * @param state {@code Draft} or {@code Submitted}
   * @param request the request that it has become; absent before
   * @param content absent in lists, and once it is a request
   */
  public record DraftView(
      UUID id,
      String state,
      long version,
      Instant changedAt,
      @Nullable UUID request,
      @Nullable DraftContent content) {}

  /** Begins a draft. */
  @POST
  @Operation(summary = "Begin a draft")
  @RequestBody(content = @Content(schema = @Schema(implementation = DraftContent.class)))
  @APIResponse(responseCode = "201", description = "Kept; Location and ETag name it")
  public Response create(
      @HeaderParam("Idempotency-Key") @Nullable String key, byte[] body, @Context UriInfo uri) {
    Caller caller = current.get();
    DraftContent content = bodies.read(body, DraftContent.class);
    Answer answer =
        commands.run(
            caller, "POST", uri.getPath(), key, body, tx -> drafts.create(tx, content, caller));
    return answered(answer);
  }

  /** The drafts of the caller's authority, the last changed first, without content. */
  @GET
  @Operation(summary = "The drafts of the caller's authority, the last changed first")
  public Items<DraftView> list() {
    return new Items<>(drafts.page(current.get()));
  }

  /** One draft. */
  @GET
  @Path("/{id}")
  @Operation(summary = "One draft; ETag is its version")
  @APIResponse(
      responseCode = "200",
      description = "The draft",
      content = @Content(schema = @Schema(implementation = DraftView.class)))
  public Response read(@PathParam("id") String id) {
    DraftView view = drafts.read(PathIds.uuid(id), current.get());
    return Response.ok(view).header("ETag", Etags.of(view.version())).build();
  }

  /** Rewrites a draft. */
  @PUT
  @Path("/{id}")
  @Operation(summary = "Rewrite a draft")
  @RequestBody(content = @Content(schema = @Schema(implementation = DraftContent.class)))
  @APIResponse(responseCode = "200", description = "Rewritten; ETag is its new version")
  public Response change(
      @PathParam("id") String id, @HeaderParam("If-Match") @Nullable String ifMatch, byte[] body) {
    long version = Etags.required(ifMatch);
    DraftContent content = bodies.read(body, DraftContent.class);
    return answered(drafts.change(PathIds.uuid(id), version, content, current.get()));
  }

  /** Throws a draft away, with the key that opens it. */
  @DELETE
  @Path("/{id}")
  @Operation(summary = "Throw a draft away")
  @APIResponse(responseCode = "204", description = "Gone")
  public Response discard(
      @PathParam("id") String id, @HeaderParam("If-Match") @Nullable String ifMatch) {
    drafts.discard(PathIds.uuid(id), Etags.required(ifMatch), current.get());
    return Response.noContent().build();
  }

  /** Makes a draft a request: a signed act like any other submission. */
  @POST
  @Path("/{id}/submission")
  @Operation(summary = "Make a draft a request, by a signed act of type submit")
  @RequestBody(content = @Content(schema = @Schema(implementation = SignedCommand.class)))
  @APIResponse(responseCode = "202", description = Submissions.HELD)
  @APIResponse(
      responseCode = "201",
      description = "Kept; Location and ETag name the request and its version",
      content = @Content(schema = @Schema(implementation = Submissions.Accepted.class)))
  public Response submit(
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      byte[] body,
      @Context UriInfo uri) {
    Caller caller = current.get();
    UUID draft = PathIds.uuid(id);
    long version = Etags.required(ifMatch);
    SignedCommand command = bodies.read(body, SignedCommand.class);
    // Whether the draft is the caller's is asked first: the answer must not tell more.
    var _ = drafts.read(draft, caller);
    Answer answer =
        commands.run(
            caller,
            "POST",
            uri.getPath(),
            key,
            body,
            tx -> drafts.submit(tx, draft, version, command, caller));
    return Submissions.answered(answer, command);
  }

  private static Response answered(Answer answer) {
    return Response.status(answer.status())
        .header("Location", answer.location())
        .header("ETag", answer.etag())
        .build();
  }
}
