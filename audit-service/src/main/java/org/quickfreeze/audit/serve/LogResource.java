package org.quickfreeze.audit.serve;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.quickfreeze.audit.log.EntryBundle;
import org.quickfreeze.audit.log.TilePath;
import org.quickfreeze.audit.log.Tiles;
import org.quickfreeze.audit.record.LogStore;
import org.quickfreeze.audit.record.LogStore.SignedCheckpoint;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;

/** The log for everybody: checkpoint, tiles and entry bundles (C2SP tlog-tiles). */
@Path("/")
public class LogResource {
  private static final Scope PUBLIC = Scope.of("public", "", "", List.of(), "public");

  private final Transactions transactions;

  LogResource(Transactions transactions) {
    this.transactions = transactions;
  }

  /** The latest signed checkpoint. */
  @GET
  @Path("checkpoint")
  @PermitAll
  public Response checkpoint() {
    SignedCheckpoint checkpoint =
        transactions
            .<Optional<SignedCheckpoint>, RuntimeException>inTransaction(
                PUBLIC, LogStore::checkpoint)
            .orElseThrow(() -> Problems.notFound().asException());
    return Response.ok(checkpoint.note(), "text/plain; charset=utf-8")
        .header("Cache-Control", "max-age=1")
        .build();
  }

  /** A tile or an entry bundle; a partial one only where a checkpoint implies it. */
  @GET
  @Path("tile/{rest: .+}")
  @PermitAll
  public Response tile(@PathParam("rest") String rest) {
    TilePath path =
        TilePath.parse("tile/" + rest).orElseThrow(() -> Problems.notFound().asException());
    byte[] body =
        transactions
            .<Optional<byte[]>, RuntimeException>inTransaction(PUBLIC, tx -> body(tx, path))
            .orElseThrow(() -> Problems.notFound().asException());
    return Response.ok(body, "application/octet-stream")
        .header("Cache-Control", "public, max-age=31536000, immutable")
        .build();
  }

  private static Optional<byte[]> body(Tx tx, TilePath path) throws SQLException {
    if (!published(tx, path)) {
      return Optional.empty();
    }
    long first = path.index() * Tiles.WIDTH;
    return Optional.of(
        path.entries()
            ? EntryBundle.encode(LogStore.leaves(tx, first, path.width()))
            : Tiles.encode(LogStore.hashes(tx, path.level(), first, path.width())));
  }

  /**
   * A full tile lies within the latest checkpoint; a partial one is the edge of some checkpoint.
   */
  private static boolean published(Tx tx, TilePath path) throws SQLException {
    int level = Math.max(0, path.level());
    int shift = level * Tiles.HEIGHT;
    if (shift > 48) {
      return false;
    }
    long nodes = path.index() * Tiles.WIDTH + path.width();
    long from = nodes << shift;
    Optional<SignedCheckpoint> latest = LogStore.checkpoint(tx);
    if (latest.isEmpty() || from > latest.get().size()) {
      return false;
    }
    return !path.partial() || LogStore.hasCheckpoint(tx, from, (nodes + 1) << shift);
  }
}
