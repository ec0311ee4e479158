package org.quickfreeze.request.check;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.quarkus.Bodies;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.contracts.form.PreservationForm;

/** Help before sending. */
@Path("/requests/check")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class CheckResource {
  private final RequestCheck check;
  private final Transactions transactions;
  private final Bodies bodies;
  private final CurrentCaller current;
  private final DomainClock clock;

  CheckResource(
      RequestCheck check,
      Transactions transactions,
      Bodies bodies,
      CurrentCaller current,
      DomainClock clock) {
    this.check = check;
    this.transactions = transactions;
    this.bodies = bodies;
    this.current = current;
    this.clock = clock;
  }

  /**
   * A request that somebody thinks of sending.
   *
   * @param to the authority that would be asked
   */
  public record Intended(Act.@Nullable Side to, @Nullable PreservationForm form) {}

  @POST
  @ForRoles({"officer", "supervisor"})
  @Operation(
      summary = "What a request would be refused for, and where its data are likely to be",
      description =
          "Nothing is kept and nobody else sees it. Errors cite the article that demands what is"
              + " missing; hints come from the register's ranges and stop nothing.")
  @RequestBody(content = @Content(schema = @Schema(implementation = Intended.class)))
  public RequestCheck.Report check(byte[] body) {
    Intended intended = bodies.read(body, Intended.class);
    Act.Side to = Bodies.required(intended.to(), "/to");
    PreservationForm form = Bodies.required(intended.form(), "/form");
    Caller caller = current.get();
    return transactions.<RequestCheck.Report, RuntimeException>inTransaction(
        caller.scope(), tx -> check.check(tx, caller, to, form, clock.now()));
  }
}
