package org.quickfreeze.registry.entity;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.quarkus.Items;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.contracts.directory.DirectoryEntity.Authority;
import org.quickfreeze.contracts.directory.DirectoryEntity.Caller;

/**
 * Which functions of an authority may send which kinds of request (S2 21-23): what a provider
 * compares a request with. No persons, and not how many there are.
 */
@Path("/authorities/{id}/measures")
@ForRoles
@Produces(MediaType.APPLICATION_JSON)
public class MeasureResource {
  private final DirectoryCopy directory;
  private final DomainClock clock;

  MeasureResource(DirectoryCopy directory, DomainClock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * A cell of the matrix of role by measure.
   *
   * @param role such as {@code officer}
   * @param measure a kind of request, such as {@code preservation}
   */
  public record RoleMeasure(String role, String measure) {}

  /** What the authority's people may send who are in force and trained. */
  @GET
  @Operation(
      summary = "Which functions of an authority may send which kinds of request",
      description = "Counts whoever is in force and trained now; no persons, no numbers of them.")
  public Items<RoleMeasure> matrix(@PathParam("id") String id) {
    Instant now = clock.now();
    String authority = "authority/" + id;
    if (directory.find(authority, Authority.class, now).isEmpty()) {
      throw Problems.notFound().asException();
    }
    List<RoleMeasure> cells =
        directory.naming(authority, Caller.class, now).stream()
            .filter(caller -> caller.isTrained(now))
            .flatMap(
                caller -> caller.measures().stream().map(m -> new RoleMeasure(caller.role(), m)))
            .distinct()
            .sorted(Comparator.comparing(RoleMeasure::measure).thenComparing(RoleMeasure::role))
            .toList();
    return new Items<>(cells);
  }
}
