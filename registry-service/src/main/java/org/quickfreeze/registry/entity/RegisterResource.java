package org.quickfreeze.registry.entity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryKeys;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.Answer;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.Bodies;
import org.quickfreeze.backbone.quarkus.CallerKey;
import org.quickfreeze.backbone.quarkus.Commands;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.backbone.quarkus.Etags;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.quarkus.Moments;
import org.quickfreeze.backbone.quarkus.Page;
import org.quickfreeze.backbone.sealing.CallerIds;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryRecord;
import org.quickfreeze.registry.entity.EntityRegister.By;
import org.quickfreeze.registry.entity.EntityRegister.Ending;
import org.quickfreeze.registry.entity.EntityRegister.Outcome;
import org.quickfreeze.registry.entity.EntityRows.EntityRow;

/** The register over REST, the same for every kind of entity. */
@Path("/{kind: parties|authorities|contact-points|providers|keys|callers}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class RegisterResource {
  private static final int LONGEST_REASON = 500;

  private final EntityRegister register;
  private final Changes changes;
  private final Transactions transactions;
  private final Commands commands;
  private final Bodies bodies;
  private final CurrentCaller current;
  private final CallerKey callerKey;
  private final DirectoryKeys keys;
  private final KeyForms keyForms;
  private final DomainClock clock;

  RegisterResource(
      EntityRegister register,
      Changes changes,
      Transactions transactions,
      Commands commands,
      Bodies bodies,
      CurrentCaller current,
      CallerKey callerKey,
      DirectoryKeys keys,
      KeyOverlap overlaps,
      DomainClock clock) {
    this.register = register;
    this.changes = changes;
    this.transactions = transactions;
    this.commands = commands;
    this.bodies = bodies;
    this.current = current;
    this.callerKey = callerKey;
    this.keys = keys;
    this.keyForms = new KeyForms(overlaps);
    this.clock = clock;
  }

  /** Enters a new entity, or proposes it where two have to agree. */
  @POST
  @ForRoles({"secretariat", "officer", "supervisor", "provider"})
  @Operation(
      summary = "Enter a new entity, or propose it",
      description =
          "Parties and authorities are entered by the secretariat at once (201). Contact points,"
              + " providers, keys and callers are proposed (202, Location tells the change): somebody"
              + " else approves them. Keys are proposed by their owner. Of an age key recipient (age1…)"
              + " can stand for kid, use and jwk. A key that replaces another may say for how long"
              + " both count (overlap, ISO 8601).")
  @RequestBody(content = @Content(schema = @Schema(implementation = DirectoryEntity.class)))
  @APIResponse(
      responseCode = "201",
      description = "Entered; Location, ETag and Directory-Version say where and as which version")
  @APIResponse(responseCode = "202", description = "Proposed; Location is the change")
  public Response create(
      @PathParam("kind") String kind,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      byte[] body,
      @Context UriInfo uri) {
    JsonNode read = bodies.read(body, JsonNode.class);
    Duration overlap =
        kindOf(kind) == EntityKind.KEY && read instanceof ObjectNode members
            ? keyForms.complete(members)
            : null;
    DirectoryEntity entity = entity(kind, read, null);
    String location = "/" + kind + "/" + EntityChecks.id(entity);
    return ChangeResource.response(
        commands.run(
            current.get(),
            "POST",
            uri.getPath(),
            key,
            body,
            tx ->
                ChangeAnswers.of(
                    changes.propose(tx, current.get(), entity, null, overlap, clock.now()),
                    201,
                    location)));
  }

  /** Changes an entity from now on, or proposes it where two have to agree. */
  @PUT
  @Path("/{id}")
  @ForRoles({"secretariat", "officer", "supervisor", "provider"})
  @Operation(
      summary = "Change an entity from now on, or propose it",
      description =
          "A contact point that gets no new address, in its rota either, changes at once (200); so"
              + " do Parties and authorities. All else is proposed (202).")
  @RequestBody(content = @Content(schema = @Schema(implementation = DirectoryEntity.class)))
  @APIResponse(
      responseCode = "200",
      description = "Changed; Location, ETag and Directory-Version say where and as which version")
  @APIResponse(responseCode = "202", description = "Proposed; Location is the change")
  public Response change(
      @PathParam("kind") String kind,
      @PathParam("id") String id,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      byte[] body) {
    long version = Etags.required(ifMatch);
    DirectoryEntity entity = entity(kind, bodies.read(body, JsonNode.class), id);
    Changes.Outcome outcome =
        transactions.<Changes.Outcome, RuntimeException>inTransaction(
            current.get().scope(),
            tx -> changes.propose(tx, current.get(), entity, version, clock.now()));
    return ChangeResource.response(ChangeAnswers.of(outcome, 200, "/" + kind + "/" + id));
  }

  /**
   * When an entity ends, and why.
   *
   * @param validTo UTC, not in the past; missing for at once
   * @param reason kept with the version that ends; required
   * @param compromised whether a key is in wrong hands, or may be; the last recipient of a purpose
   *     ends only so
   */
  public record End(
      @Nullable Instant validTo, @Nullable String reason, @Nullable Boolean compromised) {}

  /** Ends an entity; without a time it is revoked at once. */
  @POST
  @Path("/{id}/end")
  @ForRoles({"secretariat", "officer", "supervisor"})
  @Operation(
      summary = "End an entity, or revoke it at once",
      description =
          "One alone may: what is lost or stolen cannot wait. The secretariat ends all; an authority"
              + " its own keys and callers.")
  @RequestBody(content = @Content(schema = @Schema(implementation = End.class)))
  @APIResponse(
      responseCode = "200",
      description = "Ended; Location, ETag and Directory-Version say where and as which version")
  public Response end(
      @PathParam("kind") String kind,
      @PathParam("id") String id,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      byte[] body,
      @Context UriInfo uri) {
    long version = Etags.required(ifMatch);
    End end = bodies.read(body, End.class);
    Answer answer =
        commands.run(
            current.get(),
            "POST",
            uri.getPath(),
            key,
            body,
            tx -> new Answer(200, "/" + kind + "/" + id, ended(tx, kind, id, version, end)));
    return ChangeResource.response(answer);
  }

  private String ended(Tx tx, String kind, String id, long version, End end) throws SQLException {
    Instant now = clock.now();
    Instant validTo = end.validTo() == null ? now : end.validTo();
    if (validTo.isBefore(now)) {
      throw ChangeAnswers.invalid(
          List.of(new FieldError("/validTo", "not-past", null, "must not lie in the past")));
    }
    String reason = end.reason() == null ? "" : end.reason().strip();
    if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
      throw ChangeAnswers.invalid(
          List.of(
              new FieldError("/reason", "required", null, "is needed, in at most 500 characters")));
    }
    Caller caller = current.get();
    String entity = kindOf(kind).entity(id);
    mayEnd(tx, caller, entity);
    if (kindOf(kind) == EntityKind.KEY) {
      boolean compromised = Boolean.TRUE.equals(end.compromised());
      FieldError fault = KeyRegister.lastRecipient(tx, entity, compromised, end.validTo(), now);
      if (fault != null) {
        throw ChangeAnswers.invalid(List.of(fault));
      }
    }
    Outcome outcome =
        register.end(tx, By.alone(caller), entity, version, new Ending(validTo, reason), now);
    return Etags.of(ChangeAnswers.done(outcome).version());
  }

  private static void mayEnd(Tx tx, Caller caller, String entity) throws SQLException {
    List<EntityRow> rows = EntityRows.current(tx, entity);
    FourEyes.Refusal refusal =
        rows.isEmpty() ? null : FourEyes.end(caller, EntityRegister.body(rows.getLast()));
    if (refusal != null) {
      throw Problems.forbidden(refusal.words()).asException();
    }
  }

  /** One entity with its versions: all that are believed now, or those of another time. */
  @GET
  @Path("/{id}")
  @ForRoles
  @Operation(
      summary = "One entity with all its versions, future ones included",
      description =
          "With at: what was true then. With knownAt: what the register knew then. With both: what"
              + " it knew then of what was true then.")
  @APIResponse(
      responseCode = "200",
      description = "The entity; ETag is its version, where neither at nor knownAt was asked",
      content = @Content(schema = @Schema(implementation = DirectoryRecord.class)))
  public Response read(
      @PathParam("kind") String kind,
      @PathParam("id") String id,
      @QueryParam("at") @Parameter(schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @Nullable String at,
      @QueryParam("knownAt")
          @Parameter(schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @Nullable String knownAt) {
    Instant moment = Moments.of("at", at, clock.now());
    Instant known = Moments.of("knownAt", knownAt, clock.now());
    String entity = kindOf(kind).entity(id);
    List<EntityRow> rows =
        transactions
            .<List<EntityRow>, RuntimeException>inTransaction(
                current.get().scope(),
                tx ->
                    knownAt == null
                        ? EntityRows.current(tx, entity)
                        : EntityRows.believed(tx, entity, known))
            .stream()
            .filter(row -> at == null || row.inForce(moment))
            .toList();
    if (rows.isEmpty()) {
      throw Problems.notFound().asException();
    }
    Response.ResponseBuilder answer = Response.ok(EntityRegister.directoryRecord(entity, rows));
    return at == null && knownAt == null
        ? answer.header("ETag", Etags.of(EntityRegister.version(rows))).build()
        : answer.build();
  }

  /** A JWK set. */
  public record JwkSet(List<Map<String, String>> keys) {}

  /** The keys for JOSE in force of an authority or a provider, as a JWK set (RFC 7517). */
  @GET
  @Path("/{id}/jwks")
  @ForRoles
  @Operation(
      summary = "The keys in force of an authority or a provider, as a JWK set (RFC 7517)",
      description =
          "The key that entered last is first: encrypt to the first one. Signatures by any of them"
              + " hold. Recipients of age files are not among them.")
  public JwkSet jwks(@PathParam("kind") String kind, @PathParam("id") String id) {
    String owner = kindOf(kind).entity(id);
    return new JwkSet(
        keys.inForce(owner, clock.now()).stream()
            .filter(key -> !Recipients.isOne(key))
            .map(RegisterResource::jwk)
            .toList());
  }

  private static Map<String, String> jwk(DirectoryEntity.Key key) {
    Map<String, String> jwk = new HashMap<>(key.jwk());
    jwk.put("kid", key.kid());
    jwk.put("use", key.use());
    return jwk;
  }

  /** A page of the entities in force, in the order of their ids. */
  @GET
  @ForRoles
  @Operation(summary = "Entities of a kind that are in force, in the order of their ids")
  public Page<DirectoryEntity> list(
      @PathParam("kind") String kind,
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit")
          @DefaultValue("200")
          @Parameter(
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      defaultValue = "200",
                      minimum = "1",
                      maximum = "200"))
          String limit) {
    int most = Page.limit(limit);
    String word = kindOf(kind).word();
    Instant now = clock.now();
    String from = after.isEmpty() ? "" : word + '/' + after;
    List<EntityRow> rows =
        transactions.<List<EntityRow>, RuntimeException>inTransaction(
            current.get().scope(), tx -> EntityRows.inForce(tx, word, from, now, most + 1));
    List<DirectoryEntity> present = rows.stream().map(EntityRegister::body).toList();
    return Page.of(present, most, EntityChecks::id);
  }

  private DirectoryEntity entity(String kind, JsonNode body, @Nullable String id) {
    if (!(body instanceof ObjectNode members)) {
      throw Problems.malformed("The body is a JSON object.").asException();
    }
    EntityKind expected = kindOf(kind);
    if (expected == EntityKind.CALLER && id == null) {
      nameByHash(members);
    }
    members.put("kind", expected.word());
    DirectoryEntity entity = bodies.convert(members, DirectoryEntity.class);
    if (id != null && !id.equals(EntityChecks.id(entity))) {
      throw Problems.malformed("The id in the body is not the one in the path.").asException();
    }
    return entity;
  }

  /** A caller is entered by issuer and subject and kept by their keyed hash alone. */
  private void nameByHash(ObjectNode members) {
    String issuer = members.path("issuer").asText("");
    String subject = members.path("subject").asText("");
    if (issuer.isEmpty() || subject.isEmpty()) {
      throw ChangeAnswers.invalid(
          List.of(new FieldError("/subject", "required", null, "issuer and subject are needed")));
    }
    members.remove(List.of("issuer", "subject"));
    members.put("id", CallerIds.callerId(issuer, subject, callerKey.bytes()));
  }

  private static EntityKind kindOf(String collection) {
    return switch (collection) {
      case "parties" -> EntityKind.PARTY;
      case "authorities" -> EntityKind.AUTHORITY;
      case "contact-points" -> EntityKind.CONTACT_POINT;
      case "providers" -> EntityKind.PROVIDER;
      case "keys" -> EntityKind.KEY;
      case "callers" -> EntityKind.CALLER;
      default -> throw Problems.notFound().asException();
    };
  }
}
