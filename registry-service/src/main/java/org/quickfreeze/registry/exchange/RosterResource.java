package org.quickfreeze.registry.exchange;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.quarkus.Items;
import org.quickfreeze.backbone.quarkus.Moments;
import org.quickfreeze.backbone.time.DomainClock;

/**
 * The roster of contact points for those who enforce the law, and for the secretariat that keeps it
 * (Octopus conference of 2007, section 4: for law enforcement only).
 */
@Path("/exports/roster")
@ForRoles({"officer", "supervisor", "judicial", "central-authority", "secretariat"})
public class RosterResource {
  private static final String CSV = "text/csv;charset=UTF-8;header=present";
  private static final String VCARD = "text/vcard;charset=UTF-8";

  private final Roster roster;
  private final DomainClock clock;

  RosterResource(DirectoryCopy directory, DomainClock clock) {
    this.roster = new Roster(directory);
    this.clock = clock;
  }

  @GET
  @Produces({MediaType.APPLICATION_JSON, "text/csv", "text/vcard"})
  @Operation(
      summary = "The contact points of the network, as JSON, CSV or vCards",
      description =
          "CSV is RFC 4180 with a header row, several values of a cell separated by semicolons;"
              + " vCards are version 4.0 (RFC 6350). Without rotas: those are asked for at on-duty.")
  @APIResponse(
      responseCode = "200",
      description = "The contact points in force, by State, authority and id",
      content = @Content(schema = @Schema(implementation = Roster.Row.class)))
  public Response export(
      @QueryParam("format")
          @Parameter(
              description = "json when missing",
              schema = @Schema(enumeration = {"json", "csv", "vcard"}))
          @Nullable String format,
      @QueryParam("party") @Parameter(description = "all States when missing")
          @Nullable String party,
      @QueryParam("at")
          @Parameter(
              description = "UTC; now when missing",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @Nullable String at) {
    List<Roster.Row> rows = roster.at(party, Moments.of("at", at, clock.now()));
    return switch (format == null ? "json" : format) {
      case "json" -> Response.ok(new Items<>(rows), MediaType.APPLICATION_JSON).build();
      case "csv" -> file(RosterCsv.of(rows), CSV, "roster.csv");
      case "vcard" -> file(RosterVcard.of(rows), VCARD, "roster.vcf");
      default -> throw Problems.malformed("format is json, csv or vcard.").asException();
    };
  }

  private static Response file(String content, String type, String name) {
    return Response.ok(content, type)
        .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
        .build();
  }
}
