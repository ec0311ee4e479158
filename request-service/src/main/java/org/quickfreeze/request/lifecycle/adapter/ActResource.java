package org.quickfreeze.request.lifecycle.adapter;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
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
import org.quickfreeze.backbone.quarkus.Etags;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.quarkus.PathIds;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.request.lifecycle.application.RequestReads;
import org.quickfreeze.request.lifecycle.application.SignedAct;

/** Every act after the first. Each command carries the act that its author has signed. */
@Path("/requests")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ActResource {
  /** The command's path, and the one type of act that belongs there. */
  static final Map<String, ActType> COMMANDS =
      Map.ofEntries(
          Map.entry("acknowledgement", ActType.ACKNOWLEDGE),
          Map.entry("acceptance", ActType.ACCEPT),
          Map.entry("refusal", ActType.REFUSE),
          Map.entry("non-execution", ActType.CANNOT),
          Map.entry("clarification", ActType.CLARIFY),
          Map.entry("answer", ActType.ANSWER),
          Map.entry("orders", ActType.ORDER),
          Map.entry("withdrawal", ActType.WITHDRAW),
          Map.entry("withdrawal-confirmation", ActType.CONFIRM_WITHDRAWAL),
          Map.entry("release", ActType.RELEASE),
          Map.entry("release-forwarding", ActType.FORWARD_RELEASE),
          Map.entry("release-confirmation", ActType.CONFIRM_RELEASE),
          Map.entry("security", ActType.SECURED));

  private final Commands commands;
  private final Bodies bodies;
  private final CurrentCaller current;
  private final Submissions submissions;
  private final RequestReads reads;

  ActResource(
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

  /** Any further act of either side. */
  @POST
  @Path("/{id}/{command}")
  @ForRoles("officer")
  @Operation(summary = "A further signed act of either side; the command says of which type")
  @RequestBody(content = @Content(schema = @Schema(implementation = SignedCommand.class)))
  @APIResponse(responseCode = "202", description = Submissions.HELD)
  @APIResponse(
      responseCode = "201",
      description = "Kept; ETag is the request's new version",
      content = @Content(schema = @Schema(implementation = Submissions.Accepted.class)))
  public Response act(
      @PathParam("id") String id,
      @PathParam("command")
          @Parameter(
              schema =
                  @Schema(
                      enumeration = {
                        "acknowledgement",
                        "acceptance",
                        "refusal",
                        "non-execution",
                        "clarification",
                        "answer",
                        "orders",
                        "withdrawal",
                        "withdrawal-confirmation",
                        "release",
                        "release-forwarding",
                        "release-confirmation",
                        "security"
                      }))
          String name,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      byte[] body,
      @Context UriInfo uri) {
    Caller caller = current.get();
    UUID request = PathIds.uuid(id);
    ActType type = COMMANDS.get(name);
    if (type == null) {
      throw Problems.notFound().asException();
    }
    long version = Etags.required(ifMatch);
    SignedCommand command = bodies.read(body, SignedCommand.class);
    // Whether the request is the caller's is asked first: the answer must not tell more.
    if (reads.view(caller.scope(), request).isEmpty()) {
      throw Problems.notFound().asException();
    }
    Answer answer =
        commands.run(
            caller,
            "POST",
            uri.getPath(),
            key,
            body,
            tx -> {
              SignedAct signed = submissions.checked(command, caller);
              requireSame(signed, request, type);
              return submissions.act(tx, signed, command, version, caller);
            });
    return Submissions.answered(answer, request);
  }

  private static void requireSame(SignedAct signed, UUID request, ActType type) {
    String pointer = null;
    if (!signed.act().request().equals(request)) {
      pointer = "/act/request";
    } else if (signed.act().type() != type) {
      pointer = "/act/type";
    }
    if (pointer != null) {
      throw Problems.malformed("The act does not belong to this path.")
          .withErrors(List.of(new FieldError(pointer, "path", null, "is not the one of the path")))
          .asException();
    }
  }
}
