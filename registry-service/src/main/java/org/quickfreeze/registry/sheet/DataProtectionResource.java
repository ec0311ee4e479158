package org.quickfreeze.registry.sheet;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
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
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.quarkus.Moments;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;

/** What the network does with personal data, for those who answer for it. */
@Path("/data-protection")
@ForRoles({"dpo", "secretariat", "supervisor", "officer", "auditor"})
public class DataProtectionResource {
  private final DataProtection protection;
  private final DirectoryCopy directory;
  private final DomainClock clock;
  private final Words words = Words.english();

  DataProtectionResource(DataProtection protection, DirectoryCopy directory, DomainClock clock) {
    this.protection = protection;
    this.directory = directory;
    this.clock = clock;
  }

  @GET
  @Path("/sheet")
  @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_HTML})
  @Operation(
      summary = "Roles, what is kept and for how long, keys, templates, to print",
      description =
          "From what this register is set to; of other services it says what they ship with.")
  @APIResponse(
      responseCode = "200",
      description = "The sheet; with Accept: text/html a page to print",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = Sheet.class)),
        @Content(mediaType = MediaType.TEXT_HTML, schema = @Schema(type = SchemaType.STRING))
      })
  public Response sheet(@Context Request request) {
    return SheetResource.response(
        request, protection.sheet(clock.now(), directory.version()), words);
  }

  @GET
  @Path("/transfer")
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(summary = "On what basis data come from one State to another, and what protects them")
  public DataProtection.Transfer transfer(
      @QueryParam("from")
          @Parameter(required = true, description = "State that asks, ISO 3166-1 alpha-2")
          @Nullable String from,
      @QueryParam("to")
          @Parameter(required = true, description = "State that is asked, ISO 3166-1 alpha-2")
          @Nullable String to,
      @QueryParam("at")
          @Parameter(
              description = "UTC; now when missing",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @Nullable String at) {
    Instant moment = Moments.of("at", at, clock.now());
    return protection.transfer(state(from, moment), state(to, moment), moment);
  }

  private Party state(@Nullable String code, Instant at) {
    return directory
        .find("party/" + code, Party.class, at)
        .orElseThrow(() -> Problems.notFound().asException());
  }
}
