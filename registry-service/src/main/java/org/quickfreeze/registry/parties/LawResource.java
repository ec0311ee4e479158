package org.quickfreeze.registry.parties;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.quarkus.Moments;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;
import org.quickfreeze.contracts.directory.PartyLaw;
import org.quickfreeze.contracts.law.Bases;
import org.quickfreeze.contracts.law.Bases.Notice;
import org.quickfreeze.contracts.law.Bases.Offered;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.registry.entity.EntityRegister;

/** What binds a State, and what two States may ask of each other, on any day. */
@Path("/law")
@Produces(MediaType.APPLICATION_JSON)
public class LawResource {
  private final Transactions transactions;
  private final CurrentCaller current;
  private final DomainClock clock;
  private final LawBook book;
  private final Bases bases;

  LawResource(Transactions transactions, CurrentCaller current, DomainClock clock, LawBook book) {
    this.transactions = transactions;
    this.current = current;
    this.clock = clock;
    this.book = book;
    this.bases = new Bases(book);
  }

  /**
   * The law of a State on a day.
   *
   * @param treaties how it stood to each treaty, whether bound or not
   * @param statements what it had declared, reserved or laid down and that held
   */
  public record Law(
      String party,
      String nameEn,
      String nameFr,
      String status,
      Instant at,
      List<PartyLaw.Treaty> treaties,
      List<Notice> statements) {}

  /**
   * What one State may ask of another.
   *
   * @param kinds every kind of request, those without a basis too
   */
  public record Between(String from, String to, Instant at, List<Offered> kinds) {}

  /** Treaties, kinds of request and the statements that a State can make. */
  @GET
  @ForRoles
  @Operation(summary = "The law book: treaties, kinds of request, what a State can declare")
  public LawBook book() {
    return book;
  }

  /** What binds a State. */
  @GET
  @Path("/{party: [A-Z]{2}}")
  @ForRoles
  @Operation(summary = "A State's treaties, declarations and national parameters on a day")
  public Law law(
      @PathParam("party") String party,
      @QueryParam("at")
          @Parameter(
              description = "UTC; the day whose law is wanted, now when missing",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @Nullable String at,
      @QueryParam("knownAt")
          @Parameter(
              description = "UTC; as the register knew it then, now when missing",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @Nullable String knownAt) {
    Instant moment = Moments.of("at", at, clock.now());
    Party state = state(party, knownAt);
    PartyLaw law = state.law();
    return new Law(
        state.code(),
        state.nameEn(),
        state.nameFr(),
        state.status(),
        moment,
        law == null ? List.of() : law.treaties(),
        bases.statements(state, moment));
  }

  /** Which kinds of request are in force between two States, and on what basis. */
  @GET
  @Path("/between")
  @ForRoles
  @Operation(
      summary = "What one State may ask of another on a day, on what basis, and what they declared")
  public Between between(
      @QueryParam("from")
          @Parameter(required = true, description = "State that asks, ISO 3166-1 alpha-2")
          @Nullable String from,
      @QueryParam("to")
          @Parameter(required = true, description = "State that is asked, ISO 3166-1 alpha-2")
          @Nullable String to,
      @QueryParam("at")
          @Parameter(
              description = "UTC; the day whose law is wanted, now when missing",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @Nullable String at,
      @QueryParam("knownAt")
          @Parameter(
              description = "UTC; as the register knew it then, now when missing",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @Nullable String knownAt) {
    Instant moment = Moments.of("at", at, clock.now());
    Party asks = state(code("from", from), knownAt);
    Party asked = state(code("to", to), knownAt);
    if (asks.code().equals(asked.code())) {
      throw Problems.malformed("from and to are two States.").asException();
    }
    return new Between(asks.code(), asked.code(), moment, bases.between(asks, asked, moment));
  }

  private Party state(String code, @Nullable String knownAt) {
    String entity = "party/" + code;
    Instant now = clock.now();
    Instant known = Moments.of("knownAt", knownAt, now);
    Optional<Party> state =
        transactions.<Optional<Party>, RuntimeException>inTransaction(
            current.get().scope(),
            tx ->
                knownAt == null
                    ? EntityRegister.present(tx, entity, Party.class, now)
                    : EntityRegister.known(tx, entity, Party.class, known));
    return state.orElseThrow(() -> Problems.notFound().with("party", code).asException());
  }

  private static String code(String name, @Nullable String value) {
    if (value == null || !value.matches("[A-Z]{2}")) {
      throw Problems.malformed(name + " is a State: two capital letters (ISO 3166-1).")
          .asException();
    }
    return value;
  }
}
