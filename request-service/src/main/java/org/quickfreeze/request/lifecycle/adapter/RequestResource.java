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
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.request.lifecycle.application.ActCheck;
import org.quickfreeze.request.lifecycle.application.ActCheck.Checked;
import org.quickfreeze.request.lifecycle.application.Intake;
import org.quickfreeze.request.lifecycle.application.RequestFunnel;
import org.quickfreeze.request.lifecycle.application.RequestReads;
import org.quickfreeze.request.lifecycle.application.RequestView;
import org.quickfreeze.request.lifecycle.application.SignedAct;
import org.quickfreeze.request.lifecycle.domain.SharedRequest;

/** Requests for contact points. Each command carries the act that its author has signed. */
@Path("/requests")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class RequestResource {
  private static final String OFFICER = "officer";

  /** The command's path, and the one type of act that belongs there. */
  private static final Map<String, ActType> COMMANDS =
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
  private final ActCheck acts;
  private final Intake intake;
  private final RequestFunnel funnel;
  private final RequestReads reads;
  private final DomainClock clock;

  RequestResource(
      Commands commands,
      Bodies bodies,
      CurrentCaller current,
      ActCheck acts,
      Intake intake,
      RequestFunnel funnel,
      RequestReads reads,
      DomainClock clock) {
    this.commands = commands;
    this.bodies = bodies;
    this.current = current;
    this.acts = acts;
    this.intake = intake;
    this.funnel = funnel;
    this.reads = reads;
    this.clock = clock;
  }

  /**
   * A signed act.
   *
   * @param act compact JWS of type {@code qf-act+jws}
   * @param documents order documents that the act names by hash, compact JWS each
   */
  public record SignedCommand(String act, @Nullable List<String> documents) {
    public SignedCommand {
      documents = documents == null ? List.of() : List.copyOf(documents);
    }
  }

  /** Submits a request (BC 29). */
  @POST
  @ForRoles(OFFICER)
  public Response submit(
      @HeaderParam("Idempotency-Key") @Nullable String key, byte[] body, @Context UriInfo uri) {
    Caller caller = current.get();
    SignedCommand command = bodies.read(body, SignedCommand.class);
    SignedAct signed = checked(command, caller);
    Answer answer =
        commands.run(
            caller,
            "POST",
            uri.getPath(),
            key,
            body,
            tx -> {
              SharedRequest request =
                  Refusals.requestOf(intake.submit(tx, signed, actor(caller), clock.now()));
              return new Answer(201, location(request.id()), Etags.of(request.entries()));
            });
    return answered(answer, Map.of("id", signed.act().request()));
  }

  /** Any further act of either side. */
  @POST
  @Path("/{id}/{command}")
  @ForRoles(OFFICER)
  public Response act(
      @PathParam("id") String id,
      @PathParam("command") String command,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      byte[] body,
      @Context UriInfo uri) {
    Caller caller = current.get();
    UUID request = uuid(id);
    ActType type = COMMANDS.get(command);
    if (type == null) {
      throw Problems.notFound().asException();
    }
    long version = Etags.required(ifMatch);
    SignedCommand signedCommand = bodies.read(body, SignedCommand.class);
    // Whether the request is the caller's is asked first: the answer must not tell more.
    if (reads.view(caller.scope(), request).isEmpty()) {
      throw Problems.notFound().asException();
    }
    SignedAct signed = checked(signedCommand, caller);
    requireSame(signed, request, type);
    Answer answer =
        commands.run(
            caller,
            "POST",
            uri.getPath(),
            key,
            body,
            tx -> moved(tx, signed, documents(signedCommand), version, caller));
    return answered(answer, Map.of("id", request));
  }

  /** The caller's requests, the latest first. */
  @GET
  @ForRoles(OFFICER)
  public Map<String, Object> list(@QueryParam("open") @DefaultValue("false") boolean open) {
    return Map.of("items", reads.page(current.get().scope(), open, 200));
  }

  /** One request. */
  @GET
  @Path("/{id}")
  @ForRoles(OFFICER)
  public Response read(@PathParam("id") String id) {
    RequestView view =
        reads
            .view(current.get().scope(), uuid(id))
            .orElseThrow(() -> Problems.notFound().asException());
    return Response.ok(view).header("ETag", Etags.of(view.version())).build();
  }

  /** The shared entries, with the signed bytes of each. */
  @GET
  @Path("/{id}/entries")
  @ForRoles(OFFICER)
  public Map<String, Object> entries(@PathParam("id") String id) {
    return Map.of("items", found(reads.entries(current.get().scope(), uuid(id))));
  }

  /** What happened when, without content. */
  @GET
  @Path("/{id}/timeline")
  @ForRoles(OFFICER)
  public Map<String, Object> timeline(@PathParam("id") String id) {
    return Map.of("items", found(reads.timeline(current.get().scope(), uuid(id))));
  }

  /** Old and new value of each step, with the event whose detail covers them. */
  @GET
  @Path("/{id}/history")
  @ForRoles(OFFICER)
  public Map<String, Object> history(@PathParam("id") String id) {
    return Map.of("items", found(reads.history(current.get().scope(), uuid(id))));
  }

  private static List<String> documents(SignedCommand command) {
    return command.documents() == null ? List.of() : command.documents();
  }

  private Answer moved(Tx tx, SignedAct signed, List<String> documents, long version, Caller caller)
      throws SQLException {
    SharedRequest request =
        Refusals.requestOf(funnel.act(tx, signed, documents, version, actor(caller), clock.now()));
    return new Answer(201, location(request.id()), Etags.of(request.entries()));
  }

  private SignedAct checked(SignedCommand command, Caller caller) {
    return switch (acts.check(command.act(), caller, clock.now())) {
      case Checked.Good good -> good.act();
      case Checked.Bad bad -> throw Refusals.bad(bad).asException();
    };
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

  private static <T> T found(java.util.Optional<T> value) {
    return value.orElseThrow(() -> Problems.notFound().asException());
  }

  private static UUID uuid(String id) {
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw Problems.notFound().asException();
    }
  }

  static String actor(Caller caller) {
    return caller.role() + "/" + caller.party() + "/" + caller.authority();
  }

  private static String location(UUID request) {
    return "/requests/" + request;
  }

  private static Response answered(Answer answer, Map<String, Object> body) {
    return Response.status(answer.status())
        .header("Location", answer.location())
        .header("ETag", answer.etag())
        .entity(body)
        .build();
  }
}
