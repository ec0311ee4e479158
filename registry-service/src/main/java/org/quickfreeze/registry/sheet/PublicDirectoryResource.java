package org.quickfreeze.registry.sheet;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.time.DomainClock;

/** Names of institutions for everybody, where this register is told to show them. */
@Path("/public/directory")
public class PublicDirectoryResource {
  private static final int SECONDS = 60;

  private final PublicDirectory names;
  private final DomainClock clock;
  private final boolean open;

  PublicDirectoryResource(
      DirectoryCopy directory,
      DomainClock clock,
      @ConfigProperty(name = "quickfreeze.registry.public-view", defaultValue = "false")
          boolean open) {
    this.names = new PublicDirectory(directory);
    this.clock = clock;
    this.open = open;
  }

  @GET
  @PermitAll
  @SecurityRequirements
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Names of States and their authorities, for everybody",
      description =
          "No address, person or key. Not found unless quickfreeze.registry.public-view is true.")
  @APIResponse(
      responseCode = "200",
      description = "The names; ETag is that of the content",
      content = @Content(schema = @Schema(implementation = PublicDirectory.Names.class)))
  public Response directory(@Context Request request) {
    if (!open) {
      throw Problems.notFound().asException();
    }
    PublicDirectory.Document document = names.at(clock.now());
    EntityTag tag = new EntityTag(document.tag());
    CacheControl cache = new CacheControl();
    cache.setMaxAge(SECONDS);
    Response.ResponseBuilder same = request.evaluatePreconditions(tag);
    Response.ResponseBuilder answer = same == null ? Response.ok(document.json()) : same;
    return answer.tag(tag).cacheControl(cache).build();
  }
}
