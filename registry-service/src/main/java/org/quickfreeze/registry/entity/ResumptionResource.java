package org.quickfreeze.registry.entity;

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
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.Answer;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.Commands;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.registry.entity.EntityRows.EntityRow;

/** Lets a suspended key count again: a proposal, as everything that opens a way in. */
@Path("/keys/{kid}/resumption")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ResumptionResource {
  private final Changes changes;
  private final Commands commands;
  private final CurrentCaller current;
  private final DomainClock clock;

  ResumptionResource(Changes changes, Commands commands, CurrentCaller current, DomainClock clock) {
    this.changes = changes;
    this.commands = commands;
    this.current = current;
    this.clock = clock;
  }

  /** Proposes that a suspended key counts again. */
  @POST
  @ForRoles({"secretariat", "officer", "supervisor", "provider"})
  @Operation(
      summary = "Propose that a suspended key counts again",
      description =
          "By its owner or the secretariat. Somebody else approves, and the secretariat says how it"
              + " reached the owner by a way that was known before. A key that was revoked does not"
              + " come back.")
  @APIResponse(responseCode = "202", description = "Proposed; Location is the change")
  public Response propose(
      @PathParam("kid") String kid,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      byte[] body,
      @Context UriInfo uri) {
    return ChangeResource.response(
        commands.run(current.get(), "POST", uri.getPath(), key, body, tx -> proposed(tx, kid)));
  }

  private Answer proposed(Tx tx, String kid) throws SQLException {
    Instant now = clock.now();
    List<EntityRow> rows = EntityRows.current(tx, "key/" + kid);
    switch (KeyStanding.of(rows, now)) {
      case SUSPENDED -> {}
      case UNKNOWN -> throw Problems.notFound().asException();
      case COUNTS ->
          throw Problems.conflict("not-suspended", "The key is not suspended.").asException();
      case OVER ->
          throw Problems.conflict("ended", "The key has ended and does not come back.")
              .asException();
    }
    DirectoryEntity.Key key = (DirectoryEntity.Key) EntityRegister.body(rows.getLast());
    return ChangeAnswers.of(
        changes.proposeResumption(tx, current.get(), key, rows, now), 202, "/keys/" + kid);
  }
}
