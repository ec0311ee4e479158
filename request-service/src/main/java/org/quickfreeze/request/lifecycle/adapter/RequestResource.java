package org.quickfreeze.request.lifecycle.adapter;

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
import java.util.List;
import java.util.Optional;
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
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.Bodies;
import org.quickfreeze.backbone.quarkus.Commands;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.backbone.quarkus.Etags;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.quarkus.Items;
import org.quickfreeze.backbone.quarkus.Page;
import org.quickfreeze.backbone.quarkus.PathIds;
import org.quickfreeze.request.lifecycle.application.RequestReads;
import org.quickfreeze.request.lifecycle.application.RequestReads.EntryView;
import org.quickfreeze.request.lifecycle.application.RequestReads.HistoryView;
import org.quickfreeze.request.lifecycle.application.RequestReads.Milestone;
import org.quickfreeze.request.lifecycle.application.RequestView;

/** Requests for contact points: submit one, and read what both sides share of it. */
@Path("/requests")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class RequestResource {
  private static final String OFFICER = "officer";

  private final Commands commands;
  private final Bodies bodies;
  private final CurrentCaller current;
  private final Submissions submissions;
  private final RequestReads reads;

  RequestResource(
      Commands commands,
      Bodies bodies,
      CurrentCaller current,
      Submissions submissions,
      RequestReads reads) {
    this.commands = commands;
    this.bodies = bodies;
    this.current = current;
    this.submissions = submissions;
    this.reads = reads;
  }

  /** Submits a request (BC 29). */
  @POST
  @ForRoles(OFFICER)
  @Operation(summary = "Submit a request, as a signed act of type submit (BC 29)")
  @RequestBody(content = @Content(schema = @Schema(implementation = SignedCommand.class)))
  @APIResponse(responseCode = "202", description = Submissions.HELD)
  @APIResponse(
      responseCode = "201",
      description = "Kept; Location and ETag name the request and its version",
      content = @Content(schema = @Schema(implementation = Submissions.Accepted.class)))
  public Response submit(
      @HeaderParam("Idempotency-Key") @Nullable String key, byte[] body, @Context UriInfo uri) {
    Caller caller = current.get();
    SignedCommand command = bodies.read(body, SignedCommand.class);
    Answer answer =
        commands.run(
            caller,
            "POST",
            uri.getPath(),
            key,
            body,
            tx -> submissions.submit(tx, submissions.checked(command, caller), command, caller));
    return Submissions.answered(answer, command);
  }

  /** A page of the caller's requests, the latest first. */
  @GET
  @ForRoles(OFFICER)
  @Operation(summary = "The requests of the caller's authority, the latest first, page by page")
  public Page<RequestView> list(
      @QueryParam("open") @DefaultValue("false") boolean open,
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
    List<RequestView> rows =
        reads
            .page(current.get().scope(), open, after.isEmpty() ? null : cursor(after), most + 1)
            .orElseThrow(RequestResource::noCursor);
    return Page.of(rows, most, request -> request.id().toString());
  }

  private static UUID cursor(String after) {
    try {
      return UUID.fromString(after);
    } catch (IllegalArgumentException e) {
      throw noCursor();
    }
  }

  private static RuntimeException noCursor() {
    return Problems.malformed("after is the next of a page of your requests.").asException();
  }

  /** One request. */
  @GET
  @Path("/{id}")
  @ForRoles(OFFICER)
  @Operation(summary = "One request; ETag is its version")
  @APIResponse(
      responseCode = "200",
      description = "The request as the caller's side sees it",
      content = @Content(schema = @Schema(implementation = RequestView.class)))
  public Response read(@PathParam("id") String id) {
    RequestView view = found(reads.view(current.get().scope(), PathIds.uuid(id)));
    return Response.ok(view).header("ETag", Etags.of(view.version())).build();
  }

  /** The shared entries, with the signed bytes of each. */
  @GET
  @Path("/{id}/entries")
  @ForRoles(OFFICER)
  @Operation(summary = "The shared entries, with the signed bytes of each")
  public Items<EntryView> entries(@PathParam("id") String id) {
    return items(reads.entries(current.get().scope(), PathIds.uuid(id)));
  }

  /** What happened when, without content. */
  @GET
  @Path("/{id}/timeline")
  @ForRoles(OFFICER)
  @Operation(summary = "What happened when, without content")
  public Items<Milestone> timeline(@PathParam("id") String id) {
    return items(reads.timeline(current.get().scope(), PathIds.uuid(id)));
  }

  /** Old and new value of each step, with the event whose detail covers them. */
  @GET
  @Path("/{id}/history")
  @ForRoles(OFFICER)
  @Operation(summary = "Old and new value of each step, with the event whose detail covers them")
  public Items<HistoryView> history(@PathParam("id") String id) {
    return items(reads.history(current.get().scope(), PathIds.uuid(id)));
  }

  private static <T> Items<T> items(Optional<List<T>> rows) {
    return new Items<>(found(rows));
  }

  private static <T> T found(Optional<T> value) {
    return value.orElseThrow(() -> Problems.notFound().asException());
  }
}
