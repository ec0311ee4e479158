package org.quickfreeze.registry.ranges;

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
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.Answer;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.problem.Problem.ProblemException;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.Bodies;
import org.quickfreeze.backbone.quarkus.Commands;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.quarkus.Items;
import org.quickfreeze.backbone.quarkus.PathIds;
import org.quickfreeze.backbone.sealing.Utf8;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.registry.ranges.RangeRows.Difference;
import org.quickfreeze.registry.ranges.RangeRows.Parts;
import org.quickfreeze.registry.ranges.RangeSnapshots.Outcome;

/**
 * Lists of who holds which addresses, names and numbers: handed in by one, published by another.
 */
@Path("/range-lists")
@ForRoles("secretariat")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class RangeResource {
  private static final Pattern LIST = Pattern.compile("[a-z0-9-]{3,40}");
  private static final Pattern PART = Pattern.compile("0|[1-9][0-9]{0,4}");
  private static final int MOST = 100;

  private final RangeSnapshots snapshots;
  private final PublishedRanges ranges;
  private final Transactions transactions;
  private final Commands commands;
  private final Bodies bodies;
  private final CurrentCaller current;
  private final DomainClock clock;

  RangeResource(
      RangeSnapshots snapshots,
      PublishedRanges ranges,
      Transactions transactions,
      Commands commands,
      Bodies bodies,
      CurrentCaller current,
      DomainClock clock) {
    this.snapshots = snapshots;
    this.ranges = ranges;
    this.transactions = transactions;
    this.commands = commands;
    this.bodies = bodies;
    this.current = current;
    this.clock = clock;
  }

  /**
   * A reading that begins.
   *
   * @param list the list's name: 3 to 40 of a-z, 0-9 and hyphen
   * @param format {@code delegated} (statistics exchange format of the regional internet
   *     registries) or {@code csv} ({@code kind,key,provider,from})
   * @param asOf day as of which it was read
   * @param holders by which id the list names a provider of the register
   */
  public record NewReading(
      @Nullable String list,
      @Nullable String format,
      @Nullable LocalDate asOf,
      @Nullable Map<String, String> holders) {}

  /**
   * Says that a reading is right.
   *
   * @param ends how many ranges that are known now are not in it
   */
  public record Publication(@Nullable Long ends) {}

  /**
   * A reading.
   *
   * @param parts how many parts were handed in
   * @param lines how many ranges they name
   * @param ignored how many of their lines say nothing of a holder
   * @param adds ranges that are not known yet, or of somebody else
   * @param ends ranges that are known now and not in it
   */
  public record Reading(
      UUID id,
      String list,
      String format,
      LocalDate asOf,
      String state,
      Instant createdAt,
      @Nullable Long parts,
      @Nullable Long lines,
      @Nullable Long ignored,
      @Nullable Long adds,
      @Nullable Long ends) {}

  @GET
  @Operation(summary = "Readings of lists, the latest first")
  public Items<Reading> list() {
    return new Items<>(
        transactions.<List<Reading>, RuntimeException>inTransaction(
            current.get().scope(),
            tx ->
                RangeRows.latest(tx, MOST).stream()
                    .map(snapshot -> view(snapshot, null, null))
                    .toList()));
  }

  @POST
  @Operation(summary = "Begin to hand a list in")
  @RequestBody(content = @Content(schema = @Schema(implementation = NewReading.class)))
  @APIResponse(responseCode = "201", description = "Begun; put its lines to /parts/0, /parts/1, …")
  public Response begin(
      @HeaderParam("Idempotency-Key") @Nullable String key, byte[] body, @Context UriInfo uri) {
    Caller caller = current.get();
    NewReading reading = bodies.read(body, NewReading.class);
    String list = Bodies.required(reading.list(), "/list");
    RangeLines.Format format = format(Bodies.required(reading.format(), "/format"));
    LocalDate asOf = Bodies.required(reading.asOf(), "/asOf");
    Instant now = clock.now();
    if (!LIST.matcher(list).matches()) {
      throw invalid("/list", "format", "must be 3 to 40 of a-z, 0-9 and hyphen");
    }
    if (asOf.isAfter(LocalDate.ofInstant(now, ZoneOffset.UTC))) {
      throw invalid("/asOf", "date", "lies in the future");
    }
    Map<String, String> holders = reading.holders() == null ? Map.of() : reading.holders();
    Answer answer =
        commands.run(
            caller,
            "POST",
            uri.getPath(),
            key,
            body,
            tx -> {
              RangeSnapshot begun =
                  done(snapshots.begin(tx, caller, list, format, asOf, holders, now));
              return new Answer(201, "/range-lists/" + begun.id(), null);
            });
    return Response.status(answer.status()).header("Location", answer.location()).build();
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "What a reading says, and what publishing it would add and end")
  public Reading read(@PathParam("id") String id) {
    UUID wanted = PathIds.uuid(id);
    return transactions.<Reading, RuntimeException>inTransaction(
        current.get().scope(),
        tx -> {
          RangeSnapshot snapshot =
              RangeRows.find(tx, wanted).orElseThrow(() -> Problems.notFound().asException());
          boolean open = snapshot.state() == RangeSnapshot.State.DRAFT;
          return open
              ? view(snapshot, RangeRows.parts(tx, wanted), RangeRows.difference(tx, snapshot))
              : view(snapshot, null, null);
        });
  }

  @PUT
  @Path("/{id}/parts/{part}")
  @Consumes(MediaType.TEXT_PLAIN)
  @Operation(
      summary = "Hand whole lines in",
      description =
          "In the place of what the part said before: a part can be sent again. A part with a line"
              + " that cannot be read is refused as a whole.")
  @APIResponse(responseCode = "204", description = "Kept")
  public Response put(@PathParam("id") String id, @PathParam("part") String part, byte[] body) {
    Caller caller = current.get();
    UUID wanted = PathIds.uuid(id);
    if (!PART.matcher(part).matches()) {
      throw Problems.notFound().asException();
    }
    String text = text(body);
    transactions.<RangeSnapshot, RuntimeException>inTransaction(
        caller.scope(),
        tx -> done(snapshots.put(tx, caller, wanted, Integer.parseInt(part), text, clock.now())));
    return Response.noContent().build();
  }

  @POST
  @Path("/{id}/publication")
  @Operation(
      summary = "Publish what somebody else has handed in",
      description =
          "Say how many ranges that ends, as the reading shows it: a list that broke off would end"
              + " half of what is known.")
  @RequestBody(content = @Content(schema = @Schema(implementation = Publication.class)))
  @APIResponse(responseCode = "200", description = "Published")
  public Response publish(
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      byte[] body,
      @Context UriInfo uri) {
    Caller caller = current.get();
    UUID wanted = PathIds.uuid(id);
    long ends = Bodies.required(bodies.read(body, Publication.class).ends(), "/ends");
    commands.run(
        caller,
        "POST",
        uri.getPath(),
        key,
        body,
        tx -> {
          var _ = done(snapshots.publish(tx, caller, wanted, ends, clock.now()));
          return new Answer(200, null, null);
        });
    // whoever has the answer finds what was published
    ranges.refresh();
    return Response.ok(read(id)).build();
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Take a reading back that was not published")
  @APIResponse(responseCode = "204", description = "Withdrawn")
  public Response withdraw(@PathParam("id") String id) {
    Caller caller = current.get();
    UUID wanted = PathIds.uuid(id);
    transactions.<RangeSnapshot, RuntimeException>inTransaction(
        caller.scope(), tx -> done(snapshots.withdraw(tx, caller, wanted, clock.now())));
    return Response.noContent().build();
  }

  private static RangeSnapshot done(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done done -> done.snapshot();
      case Outcome.NotFound _ -> throw Problems.notFound().asException();
      case Outcome.Closed closed ->
          throw Problems.illegalTransition(word(closed.state()), List.of()).asException();
      case Outcome.NotYours _ ->
          throw Problems.forbidden(
                  "Its author hands a list in, and another member of the secretariat publishes it.")
              .asException();
      case Outcome.Invalid invalid -> throw invalid(invalid.errors());
      case Outcome.NotNewer old ->
          throw Problems.conflict(
                  "not-newer", "This list was published as of " + old.published() + ".")
              .asException();
      case Outcome.WouldEnd other ->
          throw Problems.conflict(
                  "would-end",
                  "Publishing would end " + other.ended() + " ranges that are known now.")
              .with("ends", other.ended())
              .asException();
    };
  }

  private static Reading view(
      RangeSnapshot snapshot, @Nullable Parts parts, @Nullable Difference difference) {
    return new Reading(
        snapshot.id(),
        snapshot.list(),
        word(snapshot.format()),
        snapshot.asOf(),
        word(snapshot.state()),
        snapshot.createdAt(),
        parts == null ? null : parts.parts(),
        parts == null ? null : parts.lines(),
        parts == null ? null : parts.ignored(),
        difference == null ? snapshot.added() : Long.valueOf(difference.added()),
        difference == null ? snapshot.ended() : Long.valueOf(difference.ended()));
  }

  private static RangeLines.Format format(String word) {
    for (RangeLines.Format format : RangeLines.Format.values()) {
      if (word(format).equals(word)) {
        return format;
      }
    }
    throw invalid("/format", "value", "must be delegated or csv");
  }

  private static String text(byte[] body) {
    try {
      return Utf8.decode(body);
    } catch (CharacterCodingException e) {
      throw Problems.malformed("The body is not UTF-8.").asException();
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static ProblemException invalid(String pointer, String rule, String message) {
    return invalid(List.of(new FieldError(pointer, rule, null, message)));
  }

  private static ProblemException invalid(List<FieldError> errors) {
    return Problems.unprocessable("invalid-list", "The list cannot be taken", "See errors.")
        .withErrors(errors)
        .asException();
  }
}
