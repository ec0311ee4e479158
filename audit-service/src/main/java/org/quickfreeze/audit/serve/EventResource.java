package org.quickfreeze.audit.serve;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.quickfreeze.audit.record.Streams;
import org.quickfreeze.audit.record.Streams.StreamState;
import org.quickfreeze.audit.serve.EventReads.EventView;
import org.quickfreeze.audit.serve.EventReads.OpenedView;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.tx.Transactions;

/** What auditors may see: how far each stream is, events, their openings, and proofs. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@ForRoles("auditor")
public class EventResource {
  private static final int MOST = 500;

  private final Transactions transactions;
  private final CurrentCaller current;

  EventResource(Transactions transactions, CurrentCaller current) {
    this.transactions = transactions;
    this.current = current;
  }

  /** All streams, by topic and source. */
  public record StreamList(List<StreamState> streams) {}

  /** Events in the order of the log. */
  public record EventList(List<EventView> events) {}

  /** How far each stream was seen, and what is missing. */
  @GET
  @Path("streams")
  @Operation(summary = "How far each numbered stream was seen, and what is missing")
  public StreamList streams() {
    return read(tx -> new StreamList(Streams.all(tx)));
  }

  /**
   * Events in the order of the log.
   *
   * @param subject id of a request, an order or an entity of the register; all when empty
   * @param after index of the last event that the caller has; -1 for none
   * @param limit at most so many, 1 to 500
   */
  @GET
  @Path("events")
  @Operation(summary = "Events in the order of the log")
  public EventList events(
      @QueryParam("subject") @DefaultValue("") String subject,
      @QueryParam("after") @DefaultValue("-1") long after,
      @QueryParam("limit") @DefaultValue("200") int limit) {
    int most = Math.clamp(limit, 1, MOST);
    return read(tx -> new EventList(EventReads.events(tx, subject, after, most)));
  }

  /** One event: its leaf and what the leaf commits to. */
  @GET
  @Path("events/{index: (0|[1-9][0-9]{0,17})}")
  @Operation(summary = "One event: its leaf and what the leaf commits to")
  public OpenedView event(@PathParam("index") long index) {
    return read(tx -> EventReads.opened(tx, index))
        .orElseThrow(() -> Problems.notFound().asException());
  }

  /** The proof that an event is in the log, under the latest checkpoint that was signed. */
  @GET
  @Path("events/{index: (0|[1-9][0-9]{0,17})}/proof")
  @Produces("text/plain; charset=utf-8")
  @Operation(summary = "The proof that an event is in the log, a .tlog-proof file")
  public Response proof(@PathParam("index") long index) {
    byte[] proof =
        read(tx -> EventReads.proof(tx, index))
            .orElseThrow(() -> Problems.notFound().asException());
    return Response.ok(proof, "text/plain; charset=utf-8")
        .header("Content-Disposition", "attachment; filename=\"" + index + ".tlog-proof\"")
        .header("Cache-Control", "no-store")
        .build();
  }

  private <T> T read(Transactions.Work<T, RuntimeException> work) {
    return transactions.inTransaction(current.get().scope(), work);
  }
}
