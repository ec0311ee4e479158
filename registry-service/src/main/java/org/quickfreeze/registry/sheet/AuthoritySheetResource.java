package org.quickfreeze.registry.sheet;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.quarkus.Moments;
import org.quickfreeze.backbone.time.DomainClock;

/** The compliance sheet of an authority (S2 39). */
@Path("/authorities/{id}/compliance-sheet")
@ForRoles({
  "officer",
  "supervisor",
  "judicial",
  "central-authority",
  "secretariat",
  "auditor",
  "dpo",
  "provider"
})
public class AuthoritySheetResource {
  private final Sheets sheets;
  private final CurrentCaller current;
  private final DomainClock clock;

  AuthoritySheetResource(Sheets sheets, CurrentCaller current, DomainClock clock) {
    this.sheets = sheets;
    this.current = current;
    this.clock = clock;
  }

  @GET
  @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
  @Operation(
      summary = "The compliance programme of an authority, to print",
      description =
          "Gaps says what is missing, by rule. A provider sees what it needs to verify a request (S2 23, 24); numbers of people are for the authority's own State, the secretariat, auditors and data-protection officers.")
  @APIResponse(
      responseCode = "200",
      description = "The sheet; with Accept: text/html a page to print",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = Sheet.class)),
        @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(type = SchemaType.STRING))
      })
  public Response sheet(
      @PathParam("id") String id,
      @QueryParam("at")
          @Parameter(
              description = "UTC; now when missing",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @Nullable String at,
      @Context Request request) {
    Instant now = clock.now();
    Instant moment = Moments.of("at", at, now);
    return sheets
        .authority(current.get(), id, moment, now)
        .map(sheet -> SheetResource.response(request, sheet, sheets.words()))
        .orElseThrow(() -> Problems.notFound().asException());
  }
}
