package org.quickfreeze.registry.entity;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.Answer;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.Bodies;
import org.quickfreeze.backbone.quarkus.Commands;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.backbone.quarkus.Etags;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.registry.entity.EntityRegister.By;
import org.quickfreeze.registry.entity.EntityRows.EntityRow;
import org.quickfreeze.registry.entity.EntityRows.Suspension;

/** The emergency brake: a key that is in doubt does not count until it is resumed. */
@Path("/keys/{kid}/suspension")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class SuspensionResource {
  private static final int LONGEST_REASON = 500;

  private final KeyRegister keys;
  private final Transactions transactions;
  private final Commands commands;
  private final Bodies bodies;
  private final CurrentCaller current;
  private final DomainClock clock;

  SuspensionResource(
      EntityRegister register,
      Transactions transactions,
      Commands commands,
      Bodies bodies,
      CurrentCaller current,
      DomainClock clock) {
    this.keys = new KeyRegister(register);
    this.transactions = transactions;
    this.commands = commands;
    this.bodies = bodies;
    this.current = current;
    this.clock = clock;
  }

  /** Why a key is suspended; required, and kept with the version that ends. */
  public record Suspending(@Nullable String reason) {}

  /**
   * A suspension as the key's owner and the secretariat see it.
   *
   * @param until the end that was planned for the key before; missing when there was none
   */
  public record SuspensionView(
      String kid, String owner, Instant since, String reason, @Nullable Instant until) {}

  /** Suspends a key at once. */
  @POST
  @ForRoles("secretariat")
  @Operation(
      summary = "Suspend a key at once",
      description =
          "One alone may, since doubt cannot wait. Services follow as they follow a revocation. To"
              + " let it count again takes two and the owner's word (resumption).")
  @RequestBody(content = @Content(schema = @Schema(implementation = Suspending.class)))
  @APIResponse(
      responseCode = "200",
      description = "Suspended; ETag and Directory-Version say as which version of the key")
  public Response suspend(
      @PathParam("kid") String kid,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      byte[] body,
      @Context UriInfo uri) {
    String given = bodies.read(body, Suspending.class).reason();
    String reason = given == null ? "" : given.strip();
    if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
      throw ChangeAnswers.invalid(
          List.of(
              new FieldError("/reason", "required", null, "is needed, in at most 500 characters")));
    }
    return ChangeResource.response(
        commands.run(
            current.get(), "POST", uri.getPath(), key, body, tx -> suspended(tx, kid, reason)));
  }

  private Answer suspended(Tx tx, String kid, String reason) throws SQLException {
    By by = By.alone(current.get());
    EntityRegister.Outcome outcome = keys.suspend(tx, by, "key/" + kid, reason, clock.now());
    return new Answer(
        200, "/keys/" + kid + "/suspension", Etags.of(ChangeAnswers.done(outcome).version()));
  }

  /** Since when a key is suspended, and why. */
  @GET
  @ForRoles
  @Operation(
      summary = "Since when a key is suspended, and why: for its owner and the secretariat",
      description = "404 when it is not suspended, or is not the caller's to know.")
  public SuspensionView read(@PathParam("kid") String kid) {
    List<EntityRow> rows =
        transactions.<List<EntityRow>, RuntimeException>inTransaction(
            current.get().scope(), tx -> EntityRows.current(tx, "key/" + kid));
    if (KeyStanding.of(rows, clock.now()) != KeyStanding.SUSPENDED) {
      throw Problems.notFound().asException();
    }
    EntityRow last = rows.getLast();
    Instant since = last.validTo();
    Suspension suspension = last.suspension();
    if (since == null
        || suspension == null
        || !(EntityRegister.body(last) instanceof DirectoryEntity.Key key)
        || !FourEyes.seesSuspension(current.get(), key)) {
      throw Problems.notFound().asException();
    }
    return new SuspensionView(kid, key.owner(), since, last.reason(), suspension.until());
  }
}
