package org.quickfreeze.registry.ping;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.Answer;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.Bodies;
import org.quickfreeze.backbone.quarkus.Commands;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.quarkus.Items;
import org.quickfreeze.backbone.quarkus.Moments;
import org.quickfreeze.backbone.quarkus.PathIds;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.registry.ping.Pings.Answering;
import org.quickfreeze.registry.ping.Pings.Figures;
import org.quickfreeze.registry.ping.Pings.PingView;

/** Tests of channels: rounds, answers, and how the channels of a Party did. */
@Path("/pings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PingResource {
  private static final int MOST = 200;
  private static final Duration CLOCK_SLACK = Duration.ofDays(1);
  private static final Duration YEAR = Duration.ofDays(366);

  private final Pings pings;
  private final DirectoryCopy directory;
  private final Transactions transactions;
  private final Commands commands;
  private final Bodies bodies;
  private final CurrentCaller current;
  private final DomainClock clock;

  PingResource(
      Pings pings,
      DirectoryCopy directory,
      Transactions transactions,
      Commands commands,
      Bodies bodies,
      CurrentCaller current,
      DomainClock clock) {
    this.pings = pings;
    this.directory = directory;
    this.transactions = transactions;
    this.commands = commands;
    this.bodies = bodies;
    this.current = current;
    this.clock = clock;
  }

  /** Which contact point is to be tested now. */
  public record NewRound(@Nullable String contactPoint) {}

  /** The code that came by a channel. */
  public record NewAnswer(@Nullable String code) {}

  /** Whether others may see how a Party's channels did. */
  public record Publication(@Nullable Boolean published) {}

  @GET
  @ForRoles({"officer", "supervisor", "secretariat"})
  @Operation(
      summary = "Tests of one's own channels, the latest first",
      description =
          "A code is shown for the channel feed alone, to the authority's own people: that is the"
              + " feed.")
  public Items<PingView> list(
      @QueryParam("contactPoint") @DefaultValue("") String contactPoint,
      @QueryParam("before")
          @Parameter(schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @Nullable String before) {
    Instant until = Moments.of("before", before, clock.now().plus(CLOCK_SLACK));
    return new Items<>(pings.page(current.get(), contactPoint, until, MOST));
  }

  @POST
  @Path("/rounds")
  @ForRoles({"supervisor", "officer", "secretariat"})
  @Operation(summary = "Test every channel of a contact point now")
  @RequestBody(content = @Content(schema = @Schema(implementation = NewRound.class)))
  @APIResponse(responseCode = "202", description = "Planned; the tests go out within seconds")
  public Response begin(
      @HeaderParam("Idempotency-Key") @Nullable String key, byte[] body, @Context UriInfo uri) {
    Caller caller = current.get();
    String id = Bodies.required(bodies.read(body, NewRound.class).contactPoint(), "/contactPoint");
    Instant now = clock.now();
    ContactPoint point =
        directory
            .find("contact-point/" + id, ContactPoint.class, now)
            .orElseThrow(() -> invalid("/contactPoint", "reference", "is not in the register"));
    if (!caller.role().equals("secretariat") && !point.authority().equals(caller.authority())) {
      throw Problems.forbidden("A contact point is tested by its own people or the secretariat.")
          .asException();
    }
    Answer answer =
        commands.run(
            caller,
            "POST",
            uri.getPath(),
            key,
            body,
            tx -> {
              pings.plan(tx, UUID.randomUUID(), point, null, now);
              return new Answer(202, "/pings?contactPoint=" + id, null);
            });
    return Response.status(answer.status()).header("Location", answer.location()).build();
  }

  @POST
  @Path("/{id}/answer")
  @ForRoles({"officer", "supervisor"})
  @Operation(summary = "Bring back the code that came by a channel")
  @RequestBody(content = @Content(schema = @Schema(implementation = NewAnswer.class)))
  @APIResponse(
      responseCode = "204",
      description = "Right: the channel works, and somebody is there")
  public Response answer(
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      byte[] body,
      @Context UriInfo uri) {
    Caller caller = current.get();
    UUID wanted = PathIds.uuid(id);
    String code = Bodies.required(bodies.read(body, NewAnswer.class).code(), "/code");
    // A wrong code is kept, since only so many are allowed: it is an answer, not a rollback.
    Answer answer =
        commands.run(
            caller, "POST", uri.getPath(), key, body, tx -> answered(tx, caller, wanted, code));
    if (answer.status() == 422) {
      throw invalid("/code", "code", "is not the one that was sent, or came too late");
    }
    return Response.status(answer.status()).build();
  }

  private Answer answered(Tx tx, Caller caller, UUID id, String code) throws SQLException {
    return switch (pings.answer(tx, caller, id, code, clock.now())) {
      case Answering.Right _ -> new Answer(204, null, null);
      case Answering.Wrong _ -> new Answer(422, null, null);
      case Answering.NotFound _ -> throw Problems.notFound().asException();
      case Answering.Illegal illegal ->
          throw Problems.illegalTransition(illegal.state(), List.of()).asException();
    };
  }

  @GET
  @Path("/results/{party}")
  @ForRoles
  @Operation(
      summary = "How the channels of a Party did, by quarter",
      description =
          "For the Party itself and the secretariat; for others where the Party lets them see it.")
  public Items<Figures> results(
      @PathParam("party") String party,
      @QueryParam("from")
          @Parameter(schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @Nullable String from,
      @QueryParam("until")
          @Parameter(schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @Nullable String until) {
    Instant now = clock.now();
    return new Items<>(
        pings
            .figures(
                current.get(),
                party,
                Moments.of("from", from, now.minus(YEAR)),
                Moments.of("until", until, now.plus(CLOCK_SLACK)))
            .orElseThrow(
                () ->
                    Problems.forbidden("This Party does not let others see how its channels did.")
                        .asException()));
  }

  @PUT
  @Path("/results/publication")
  @ForRoles("supervisor")
  @Operation(summary = "Let others see how one's own Party's channels did, or no longer")
  @RequestBody(content = @Content(schema = @Schema(implementation = Publication.class)))
  @APIResponse(responseCode = "204", description = "Done")
  public Response publish(byte[] body) {
    boolean published =
        Bodies.required(bodies.read(body, Publication.class).published(), "/published");
    Caller caller = current.get();
    transactions.<Boolean, RuntimeException>inTransaction(
        caller.scope(),
        tx -> {
          pings.publish(tx, caller, published, clock.now());
          return published;
        });
    return Response.noContent().build();
  }

  private static RuntimeException invalid(String pointer, String rule, String message) {
    return Problems.unprocessable("invalid-ping", "This cannot be taken", "See errors.")
        .withErrors(List.of(new FieldError(pointer, rule, null, message)))
        .asException();
  }
}
