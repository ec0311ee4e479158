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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.Answer;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.Commands;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.backbone.quarkus.Etags;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.registry.entity.EntityRegister.By;

/** A contact point's own people say that what the register says of it is right (BC 27(2)(d)). */
@Path("/contact-points/{id}/attestation")
@ForRoles({"officer", "supervisor"})
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class AttestationResource {
  private final EntityRegister register;
  private final Commands commands;
  private final CurrentCaller current;
  private final DomainClock clock;

  AttestationResource(
      EntityRegister register, Commands commands, CurrentCaller current, DomainClock clock) {
    this.register = register;
    this.commands = commands;
    this.current = current;
    this.clock = clock;
  }

  /** Confirms the version that was read. */
  @POST
  @Operation(
      summary = "Confirm that the entry of one's own contact point is right",
      description =
          "If-Match names the version that was read: what has changed since is not confirmed"
              + " unread.")
  @APIResponse(responseCode = "200", description = "Confirmed; ETag is the new version")
  public Response attest(
      @PathParam("id") String id,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      byte[] body,
      @Context UriInfo uri) {
    long version = Etags.required(ifMatch);
    return ChangeResource.response(
        commands.run(
            current.get(), "POST", uri.getPath(), key, body, tx -> attested(tx, id, version)));
  }

  private Answer attested(Tx tx, String id, long version) throws SQLException {
    Caller caller = current.get();
    String entity = "contact-point/" + id;
    ContactPoint point =
        EntityRegister.present(tx, entity, ContactPoint.class, clock.now())
            .orElseThrow(() -> Problems.notFound().asException());
    if (!point.authority().equals(caller.authority())) {
      throw Problems.forbidden("A contact point is confirmed by its own people.").asException();
    }
    EntityRegister.Outcome outcome =
        register.attest(tx, By.alone(caller), entity, version, clock.now());
    return new Answer(
        200, "/contact-points/" + id, Etags.of(ChangeAnswers.done(outcome).version()));
  }
}
