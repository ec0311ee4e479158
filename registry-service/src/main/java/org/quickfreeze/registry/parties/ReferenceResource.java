package org.quickfreeze.registry.parties;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;
import org.quickfreeze.registry.entity.EntityRegister;
import org.quickfreeze.registry.entity.EntityRegister.By;

/** The Parties to the Convention as they ship, beside those that the register holds. */
@Path("/reference/parties")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class ReferenceResource {
  private final ReferenceParties reference = ReferenceParties.load();
  private final EntityRegister register;
  private final Transactions transactions;
  private final Commands commands;
  private final Bodies bodies;
  private final CurrentCaller current;
  private final DomainClock clock;

  ReferenceResource(
      EntityRegister register,
      Transactions transactions,
      Commands commands,
      Bodies bodies,
      CurrentCaller current,
      DomainClock clock) {
    this.register = register;
    this.transactions = transactions;
    this.commands = commands;
    this.bodies = bodies;
    this.current = current;
    this.clock = clock;
  }

  /**
   * The file that ships, and how the register stands to it.
   *
   * @param asOf day of its newest entry
   * @param note what is not in it
   */
  public record Comparison(LocalDate asOf, String note, List<Compared> parties) {}

  /**
   * A Party of the file.
   *
   * @param state {@code missing} from the register, {@code same} or {@code different} there
   * @param different members that differ; pointers (RFC 6901)
   * @param reference the entry of the file
   */
  public record Compared(String code, String state, List<String> different, Party reference) {}

  /**
   * Which Parties to enter.
   *
   * @param codes ISO 3166-1 alpha-2; missing for all
   */
  public record Wanted(@Nullable List<String> codes) {}

  /** The Parties of the file, compared with the register. */
  @GET
  @ForRoles
  @Operation(summary = "The Parties to the Convention as they ship, compared with the register")
  public Comparison compare() {
    Instant now = clock.now();
    List<Compared> compared =
        transactions.<List<Compared>, RuntimeException>inTransaction(
            current.get().scope(),
            tx -> {
              List<Compared> all = new ArrayList<>();
              for (Party shipped : reference.parties()) {
                all.add(compared(shipped, kept(tx, shipped.code(), now)));
              }
              return all;
            });
    return new Comparison(reference.asOf(), reference.note(), compared);
  }

  /** Enters those that the register lacks; what it has already stays as it is. */
  @POST
  @ForRoles("secretariat")
  @Operation(
      summary =
          "Enter the Parties of the file that the register lacks; the others stay as they are")
  @RequestBody(content = @Content(schema = @Schema(implementation = Wanted.class)))
  @APIResponse(responseCode = "200", description = "Entered; Location compares what there is now")
  public Response enter(
      @HeaderParam("Idempotency-Key") @Nullable String key, byte[] body, @Context UriInfo uri) {
    List<Party> wanted = wanted(bodies.read(body, Wanted.class));
    Answer answer =
        commands.run(
            current.get(),
            "POST",
            uri.getPath(),
            key,
            body,
            tx -> {
              enter(tx, wanted);
              return new Answer(200, "/reference/parties", null);
            });
    return Response.status(answer.status()).header("Location", answer.location()).build();
  }

  private void enter(Tx tx, List<Party> wanted) throws SQLException {
    for (Party party : wanted) {
      EntityRegister.Outcome outcome =
          register.create(tx, By.alone(current.get()), party, clock.now());
      if (outcome instanceof EntityRegister.Outcome.Invalid invalid) {
        throw new IllegalStateException("the file breaks a rule: " + invalid.errors());
      }
    }
  }

  private List<Party> wanted(Wanted wanted) {
    List<String> codes = wanted.codes();
    if (codes == null) {
      return reference.parties();
    }
    List<Party> parties = new ArrayList<>();
    List<FieldError> errors = new ArrayList<>();
    for (int i = 0; i < codes.size(); i++) {
      Optional<Party> party = reference.find(String.valueOf(codes.get(i)));
      party.ifPresent(parties::add);
      if (party.isEmpty()) {
        errors.add(new FieldError("/codes/" + i, "value", null, "is no Party of the file"));
      }
    }
    if (!errors.isEmpty()) {
      throw Problems.unprocessable(
              "unknown-party", "The file has no such Party", "Nothing was entered; see errors.")
          .withErrors(errors)
          .asException();
    }
    return parties;
  }

  private static Optional<Party> kept(Tx tx, String code, Instant now) throws SQLException {
    return EntityRegister.present(tx, "party/" + code, Party.class, now);
  }

  private static Compared compared(Party shipped, Optional<Party> kept) {
    if (kept.isEmpty()) {
      return new Compared(shipped.code(), "missing", List.of(), shipped);
    }
    List<String> different = ReferenceParties.differences(shipped, kept.get());
    return new Compared(
        shipped.code(), different.isEmpty() ? "same" : "different", different, shipped);
  }
}
