package org.quickfreeze.registry.exchange;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.time.Instant;
import java.util.List;
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
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.registry.exchange.RosterImports.Confirmation;
import org.quickfreeze.registry.exchange.RosterImports.Outcome;
import org.quickfreeze.registry.exchange.RosterImports.Report;
import org.quickfreeze.registry.exchange.RosterLine.Fault;

/** Rosters of other networks: handed in by one, looked through row by row, entered by another. */
@Path("/imports")
@ForRoles("secretariat")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ImportResource {
  private static final Pattern PART = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final int LONGEST_TEXT = 200;
  private static final int MOST = 100;
  private static final int PAGE = 500;

  private final RosterImports imports;
  private final Transactions transactions;
  private final Commands commands;
  private final Bodies bodies;
  private final CurrentCaller current;
  private final DomainClock clock;

  ImportResource(
      RosterImports imports,
      Transactions transactions,
      Commands commands,
      Bodies bodies,
      CurrentCaller current,
      DomainClock clock) {
    this.imports = imports;
    this.transactions = transactions;
    this.commands = commands;
    this.bodies = bodies;
    this.current = current;
    this.clock = clock;
  }

  /**
   * An import that begins.
   *
   * @param format {@code csv} or {@code json}, as {@code GET /exports/roster} writes them
   * @param origin where the roster comes from; no names of persons
   */
  public record NewImport(@Nullable String format, @Nullable String origin) {}

  /**
   * Says that a roster is right.
   *
   * @param digest as the report shows it
   * @param instrument the document by which the States were heard
   * @param reached function of whoever confirmed it; never a name
   */
  public record Approval(
      @Nullable String digest, @Nullable String instrument, @Nullable String reached) {}

  /** An import. */
  public record ImportView(
      UUID id,
      String format,
      String origin,
      String state,
      boolean own,
      Instant createdAt,
      @Nullable Integer entered) {}

  /**
   * The dry run.
   *
   * @param digest of what was judged; an approval names it
   * @param fault why no rows can be made out; missing when they can
   * @param fresh rows that would enter
   * @param unchanged rows that the register has already
   * @param broken rows that keep the whole roster out
   * @param rows a page of them
   * @param next {@code after} of the next page; missing on the last
   */
  public record Checked(
      @Nullable String digest,
      @Nullable Fault fault,
      long fresh,
      long unchanged,
      long broken,
      List<CheckedRow> rows,
      @Nullable Integer next) {}

  /**
   * What would become of a row.
   *
   * @param row as a spreadsheet counts
   * @param state {@code new}, {@code unchanged} or {@code broken}
   */
  public record CheckedRow(int row, String contactPoint, String state, List<Fault> errors) {}

  @GET
  @Operation(summary = "Imports, the latest first")
  public Items<ImportView> list() {
    Caller caller = current.get();
    return new Items<>(
        transactions.<List<ImportView>, RuntimeException>inTransaction(
            caller.scope(),
            tx -> ImportRows.latest(tx, MOST).stream().map(one -> view(one, caller)).toList()));
  }

  @POST
  @Operation(summary = "Begin to hand a roster in")
  @RequestBody(content = @Content(schema = @Schema(implementation = NewImport.class)))
  @APIResponse(responseCode = "201", description = "Begun; put the file to /parts/0, /parts/1, …")
  public Response begin(
      @HeaderParam("Idempotency-Key") @Nullable String key, byte[] body, @Context UriInfo uri) {
    Caller caller = current.get();
    NewImport wanted = bodies.read(body, NewImport.class);
    RosterReader.Format format = format(Bodies.required(wanted.format(), "/format"));
    String origin = text("/origin", wanted.origin());
    Answer answer =
        commands.run(
            caller,
            "POST",
            uri.getPath(),
            key,
            body,
            tx ->
                new Answer(
                    201,
                    "/imports/" + done(imports.begin(tx, caller, format, origin, clock.now())).id(),
                    null));
    return Response.status(answer.status()).header("Location", answer.location()).build();
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "An import")
  public ImportView read(@PathParam("id") String id) {
    Caller caller = current.get();
    UUID wanted = PathIds.uuid(id);
    return transactions.<ImportView, RuntimeException>inTransaction(
        caller.scope(), tx -> view(found(tx, wanted), caller));
  }

  @PUT
  @Path("/{id}/parts/{part}")
  @Consumes(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(
      summary = "Hand a piece of the file in",
      description =
          "Pieces may end anywhere; a piece can be sent again. The file as a whole has at most"
              + " 8 MiB and 20,000 rows.")
  @APIResponse(responseCode = "204", description = "Kept")
  public Response put(@PathParam("id") String id, @PathParam("part") String part, byte[] body) {
    Caller caller = current.get();
    UUID wanted = PathIds.uuid(id);
    if (!PART.matcher(part).matches()) {
      throw Problems.notFound().asException();
    }
    transactions.<RosterImport, RuntimeException>inTransaction(
        caller.scope(), tx -> done(imports.put(tx, caller, wanted, Integer.parseInt(part), body)));
    return Response.noContent().build();
  }

  @GET
  @Path("/{id}/report")
  @Operation(
      summary = "The dry run: what the roster would do to the register as it is now, row by row",
      description = "Nothing is written. state=broken shows those rows alone.")
  public Checked report(
      @PathParam("id") String id,
      @QueryParam("state") @Nullable String state,
      @QueryParam("after") @DefaultValue("0") int after) {
    UUID wanted = PathIds.uuid(id);
    return transactions.<Checked, RuntimeException>inTransaction(
        current.get().scope(), tx -> report(tx, wanted, state, after));
  }

  private Checked report(Tx tx, UUID id, @Nullable String state, int after) throws SQLException {
    RosterImport roster = found(tx, id);
    if (roster.state() != RosterImport.State.DRAFT) {
      throw closed(roster.state());
    }
    try {
      return page(imports.report(tx, roster, clock.now()), state, after);
    } catch (RosterReader.Unreadable e) {
      return new Checked(null, RosterImports.fault(e), 0, 0, 0, List.of(), null);
    }
  }

  private static Checked page(Report report, @Nullable String state, int after) {
    RosterPlan plan = report.plan();
    List<CheckedRow> rows =
        plan.rows().stream()
            .filter(row -> row.line().row() > after)
            .filter(row -> state == null || ImportRows.word(row.state()).equals(state))
            .limit(PAGE + 1)
            .map(ImportResource::view)
            .toList();
    boolean more = rows.size() > PAGE;
    return new Checked(
        report.digest(),
        null,
        plan.count(RosterPlan.State.NEW),
        plan.count(RosterPlan.State.UNCHANGED),
        plan.count(RosterPlan.State.BROKEN),
        more ? rows.subList(0, PAGE) : rows,
        more ? rows.get(PAGE - 1).row() : null);
  }

  @POST
  @Path("/{id}/approval")
  @Operation(
      summary = "Enter a roster that somebody else has handed in: all of it, or nothing",
      description =
          "Names the digest that the report has shown, and the document by which the States were"
              + " heard. It only adds: what the register says already is changed by four eyes.")
  @RequestBody(content = @Content(schema = @Schema(implementation = Approval.class)))
  @APIResponse(
      responseCode = "200",
      description = "Entered",
      content = @Content(schema = @Schema(implementation = ImportView.class)))
  public Response approve(
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      byte[] body,
      @Context UriInfo uri) {
    Caller caller = current.get();
    UUID wanted = PathIds.uuid(id);
    Approval approval = bodies.read(body, Approval.class);
    String digest = Bodies.required(approval.digest(), "/digest");
    Confirmation confirmation =
        new Confirmation(
            text("/instrument", approval.instrument()), text("/reached", approval.reached()));
    commands.run(
        caller,
        "POST",
        uri.getPath(),
        key,
        body,
        tx -> {
          var _ = done(imports.apply(tx, caller, wanted, digest, confirmation, clock.now()));
          return new Answer(200, null, null);
        });
    return Response.ok(read(id)).build();
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Take a roster back that has not entered")
  @APIResponse(responseCode = "204", description = "Withdrawn; what was handed in is forgotten")
  public Response withdraw(@PathParam("id") String id) {
    UUID wanted = PathIds.uuid(id);
    transactions.<RosterImport, RuntimeException>inTransaction(
        current.get().scope(), tx -> done(imports.withdraw(tx, wanted, clock.now())));
    return Response.noContent().build();
  }

  private static RosterImport found(Tx tx, UUID id) throws SQLException {
    return ImportRows.find(tx, id).orElseThrow(() -> Problems.notFound().asException());
  }

  private static ImportView view(RosterImport roster, Caller caller) {
    return new ImportView(
        roster.id(),
        ImportRows.word(roster.format()),
        roster.origin(),
        ImportRows.word(roster.state()),
        roster.author().equals(caller.id()),
        roster.createdAt(),
        roster.entered());
  }

  private static CheckedRow view(RosterPlan.Row row) {
    return new CheckedRow(
        row.line().row(),
        row.line().contactPoint(),
        ImportRows.word(row.state()),
        row.line().errors());
  }

  private static RosterImport done(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done done -> done.roster();
      case Outcome.NotFound _ -> throw Problems.notFound().asException();
      case Outcome.Closed closed -> throw closed(closed.state());
      case Outcome.NotYours _ ->
          throw Problems.forbidden(
                  "Its author hands a roster in, and another member of the secretariat enters it.")
              .asException();
      case Outcome.TooLarge _ ->
          throw invalid(new FieldError("", "size", null, "has more than 8 MiB"));
      case Outcome.Changed changed ->
          throw Problems.conflict("changed", "The roster is no longer the one that was looked at.")
              .with("digest", changed.digest())
              .asException();
      case Outcome.Unreadable unreadable ->
          throw invalid(
              new FieldError("", unreadable.fault().rule(), null, unreadable.fault().message()));
      case Outcome.Broken broken ->
          throw Problems.unprocessable(
                  "broken-rows",
                  "Rows of the roster are broken, and nothing has entered",
                  "Of "
                      + broken.report().plan().rows().size()
                      + " rows "
                      + broken.report().plan().count(RosterPlan.State.BROKEN)
                      + " are broken; the report names them.")
              .asException();
    };
  }

  private static ProblemException closed(RosterImport.State state) {
    return Problems.illegalTransition(ImportRows.word(state), List.of()).asException();
  }

  private static RosterReader.Format format(String word) {
    for (RosterReader.Format format : RosterReader.Format.values()) {
      if (ImportRows.word(format).equals(word)) {
        return format;
      }
    }
    throw invalid(new FieldError("/format", "value", null, "must be csv or json"));
  }

  private static String text(String pointer, @Nullable String text) {
    if (text == null || text.isBlank() || text.length() > LONGEST_TEXT) {
      throw invalid(
          new FieldError(
              pointer, "required", null, "is needed, in at most " + LONGEST_TEXT + " characters"));
    }
    return text;
  }

  private static ProblemException invalid(FieldError error) {
    return Problems.unprocessable("invalid-import", "The roster cannot be taken", "See errors.")
        .withErrors(List.of(error))
        .asException();
  }
}
