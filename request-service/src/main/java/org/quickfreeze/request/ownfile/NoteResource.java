package org.quickfreeze.request.ownfile;

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
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.Answer;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.Bodies;
import org.quickfreeze.backbone.quarkus.Commands;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.quarkus.Items;
import org.quickfreeze.backbone.quarkus.PathIds;
import org.quickfreeze.backbone.sealing.DataKey;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.event.RequestFacts.Side;
import org.quickfreeze.request.lifecycle.application.OwnDocuments;
import org.quickfreeze.request.lifecycle.application.RequestReads;
import org.quickfreeze.request.ownfile.domain.OwnFile;
import org.quickfreeze.request.ownfile.domain.OwnStep;

/**
 * A side's own notes on a request, under that side's private key; the other side never has them.
 */
@Path("/requests/{id}/notes")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class NoteResource {
  private final Commands commands;
  private final Bodies bodies;
  private final CurrentCaller current;
  private final RequestReads reads;
  private final OwnFiles files;
  private final Transactions transactions;
  private final KeyVault vault;
  private final DomainClock clock;

  NoteResource(
      Commands commands,
      Bodies bodies,
      CurrentCaller current,
      RequestReads reads,
      OwnFiles files,
      Transactions transactions,
      KeyVault vault,
      DomainClock clock) {
    this.commands = commands;
    this.bodies = bodies;
    this.current = current;
    this.reads = reads;
    this.files = files;
    this.transactions = transactions;
    this.vault = vault;
    this.clock = clock;
  }

  /** A note to be written. */
  public record NewNote(String text) {}

  /** A note as read. */
  public record Note(UUID id, Instant at, String text) {}

  @POST
  @ForRoles("officer")
  @Operation(summary = "Add a note to the caller's own file of a request")
  @RequestBody(content = @Content(schema = @Schema(implementation = NewNote.class)))
  @APIResponse(responseCode = "201", description = "Kept; Location names the note")
  public Response add(
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      byte[] body,
      @Context UriInfo uri) {
    Caller caller = current.get();
    UUID request = own(id);
    String text = Bodies.required(bodies.read(body, NewNote.class).text(), "/text");
    Answer answer =
        commands.run(
            caller, "POST", uri.getPath(), key, body, tx -> written(tx, request, text, caller));
    return Response.status(answer.status()).header("Location", answer.location()).build();
  }

  @GET
  @ForRoles("officer")
  @Operation(summary = "The notes of the caller's side; the other side has none of them")
  public Items<Note> list(@PathParam("id") String id) {
    UUID request = own(id);
    Caller caller = current.get();
    return new Items<>(
        transactions.<List<Note>, RuntimeException>inTransaction(
            caller.scope(), tx -> notes(tx, request, caller)));
  }

  private Answer written(Tx tx, UUID request, String text, Caller caller) throws SQLException {
    UUID id = UUID.randomUUID();
    Side side = OwnFiles.side(caller);
    DataKey key = OwnDocuments.ownKey(tx, vault, request, side.party());
    var _ = files.step(tx, opened(tx, request, side), new OwnStep.Note(), caller);
    tx.update(
        "insert into request.note (id, request, party, authority, at, sealed) values (?, ?, ?, ?, ?, ?)",
        id,
        request,
        side.party(),
        side.authority(),
        clock.now(),
        key.encrypt(text.getBytes(StandardCharsets.UTF_8), "note/" + id));
    return new Answer(201, "/requests/" + request + "/notes/" + id, null);
  }

  /** The side's file of a request: it has changed once with each note. */
  private static OwnFile opened(Tx tx, UUID request, Side side) throws SQLException {
    long notes =
        tx.first(
                "select count(*) as notes from request.note where request = ?",
                row -> row.number("notes"),
                request)
            .orElse(0L);
    return new OwnFile.Opened(request, side, 1 + notes);
  }

  private List<Note> notes(Tx tx, UUID request, Caller caller) throws SQLException {
    DataKey key = OwnDocuments.ownKey(tx, vault, request, String.valueOf(caller.party()));
    return tx.query(
        "select id, at, sealed from request.note where request = ? order by at, id",
        row ->
            new Note(
                row.uuid("id"),
                row.instant("at"),
                new String(
                    key.decrypt(row.bytes("sealed"), "note/" + row.uuid("id")),
                    StandardCharsets.UTF_8)),
        request);
  }

  private UUID own(String id) {
    UUID request = PathIds.uuid(id);
    if (reads.view(current.get().scope(), request).isEmpty()) {
      throw Problems.notFound().asException();
    }
    return request;
  }
}
