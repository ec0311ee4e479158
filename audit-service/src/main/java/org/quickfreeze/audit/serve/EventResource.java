package org.quickfreeze.audit.serve;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.audit.log.InclusionProof;
import org.quickfreeze.audit.log.SignedNote;
import org.quickfreeze.audit.log.Tiles;
import org.quickfreeze.audit.log.TlogProof;
import org.quickfreeze.audit.log.TreeReader;
import org.quickfreeze.audit.record.LogStore;
import org.quickfreeze.audit.record.LogStore.SignedCheckpoint;
import org.quickfreeze.audit.record.Streams;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;

/** What auditors may see: events, how far each stream is, and proofs. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class EventResource {
  private static final int MOST = 500;

  private final Transactions transactions;
  private final CurrentCaller current;

  EventResource(Transactions transactions, CurrentCaller current) {
    this.transactions = transactions;
    this.current = current;
  }

  /** An event in the log. */
  public record EventView(
      long index,
      String topic,
      @Nullable String type,
      @Nullable String source,
      @Nullable String sequence,
      String subject,
      Instant recordedAt) {}

  /** The opening of a leaf: what it commits to. Salt, key and value in base64. */
  public record OpeningView(
      long index,
      String leaf,
      String salt,
      String topic,
      String key,
      List<String> headers,
      String value) {}

  /** How far each stream has been seen, and what is missing. */
  @GET
  @Path("streams")
  @ForRoles("auditor")
  public Map<String, Object> streams() {
    return Map.of("streams", read(Streams::all));
  }

  /** Events in the order of the log. */
  @GET
  @Path("events")
  @ForRoles("auditor")
  public Map<String, Object> events(
      @QueryParam("subject") @DefaultValue("") String subject,
      @QueryParam("after") @DefaultValue("-1") long after,
      @QueryParam("limit") @DefaultValue("200") int limit) {
    int most = Math.max(1, Math.min(limit, MOST));
    return Map.of("events", read(tx -> events(tx, subject, after, most)));
  }

  /** One event's opening. */
  @GET
  @Path("events/{index: \\d{1,18}}")
  @ForRoles("auditor")
  public OpeningView event(@PathParam("index") long index) {
    return read(tx -> opening(tx, index)).orElseThrow(() -> Problems.notFound().asException());
  }

  /** The proof that an event is in the log, against the latest checkpoint. */
  @GET
  @Path("events/{index: \\d{1,18}}/proof")
  @ForRoles("auditor")
  public Response proof(@PathParam("index") long index) {
    byte[] proof =
        read(tx -> proof(tx, index)).orElseThrow(() -> Problems.notFound().asException());
    return Response.ok(proof, "text/plain; charset=utf-8")
        .header("Content-Disposition", "attachment; filename=\"" + index + ".tlog-proof\"")
        .build();
  }

  private <T> T read(Transactions.Work<T, RuntimeException> work) {
    return transactions.inTransaction(current.get().scope(), work);
  }

  private static List<EventView> events(Tx tx, String subject, long after, int limit)
      throws SQLException {
    return tx.query(
        """
        select index, topic, type, source, sequence, subject, recorded_at from audit.entry
        where index > ? and (subject = ? or ? = '') order by index limit ?""",
        row -> {
          Long sequence = row.numberOrNull("sequence");
          return new EventView(
              row.number("index"),
              row.text("topic"),
              row.textOrNull("type"),
              row.textOrNull("source"),
              sequence == null ? null : "%019d".formatted(sequence),
              row.text("subject"),
              row.instant("recorded_at"));
        },
        after,
        subject,
        subject,
        limit);
  }

  private static Optional<OpeningView> opening(Tx tx, long index) throws SQLException {
    return tx.first(
        "select index, leaf, salt, topic, key, headers, value from audit.entry where index = ?",
        row ->
            new OpeningView(
                row.number("index"),
                base64(row.bytes("leaf")),
                base64(row.bytes("salt")),
                row.text("topic"),
                new String(row.bytes("key"), StandardCharsets.UTF_8),
                List.of(row.texts("headers")),
                base64(row.bytes("value"))),
        index);
  }

  private static Optional<byte[]> proof(Tx tx, long index) throws SQLException {
    Optional<SignedCheckpoint> latest = LogStore.checkpoint(tx);
    if (latest.isEmpty() || index >= latest.get().size()) {
      return Optional.empty();
    }
    long size = latest.get().size();
    TreeReader reader = new TreeReader(path -> tile(tx, path), size);
    InclusionProof inclusion = reader.inclusion(index, size);
    SignedNote note = SignedNote.parse(latest.get().note()).orElseThrow();
    return Optional.of(new TlogProof(index, inclusion.path(), note).bytes());
  }

  private static List<org.quickfreeze.audit.log.Hash> tile(
      Tx tx, org.quickfreeze.audit.log.TilePath path) {
    try {
      return LogStore.hashes(tx, path.level(), path.index() * Tiles.WIDTH, path.width());
    } catch (SQLException e) {
      throw org.quickfreeze.backbone.tx.DatabaseFailure.of(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
