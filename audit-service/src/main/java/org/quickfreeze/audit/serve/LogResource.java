package org.quickfreeze.audit.serve;

import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.jspecify.annotations.Nullable;
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
  private static final Scope PUBLIC = Scope.of("public", "", "", List.of(), "");
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private final Transactions transactions;

  LogResource(Transactions transactions) {
    this.transactions = transactions;
  }

  /** The latest public checkpoint. */
  @GET
  @Path("checkpoint")
  @PermitAll
  @SecurityRequirements
  @Operation(summary = "The latest public checkpoint, a signed note (C2SP tlog-checkpoint)")
  public Response checkpoint() {
    SignedCheckpoint latest =
        transactions
            .<Optional<SignedCheckpoint>, RuntimeException>inTransaction(
                PUBLIC, LogStore::checkpoint)
            .orElseThrow(() -> Problems.notFound().asException());
    return Response.ok(latest.note(), "text/plain; charset=utf-8")
        .header("Cache-Control", "public, max-age=1")
        .build();
  }

  /** A tile or an entry bundle; a partial one only where a public checkpoint implies it. */
  @GET
  @Path("tile/{rest: .+}")
  @PermitAll
  @SecurityRequirements
  @Operation(summary = "A tile of hashes, or with level 'entries' a bundle (C2SP tlog-tiles)")
  public Response tile(
      @Context HttpServerRequest request,
      @HeaderParam("Accept-Encoding") @Nullable String accepted) {
    TilePath path =
        TilePath.parse(asSent(request.uri())).orElseThrow(() -> Problems.notFound().asException());
    byte[] body =
        transactions
            .<Optional<byte[]>, RuntimeException>inTransaction(PUBLIC, tx -> body(tx, path))
            .orElseThrow(() -> Problems.notFound().asException());
    boolean gzip = path.entries() && accepted != null && accepted.contains("gzip");
    Response.ResponseBuilder response =
        Response.ok(gzip ? packed(body) : body, "application/octet-stream")
            .header("Cache-Control", FOR_EVER);
    if (path.entries()) {
      response.header("Vary", "Accept-Encoding");
    }
    return gzip ? response.header("Content-Encoding", "gzip").build() : response.build();
  }

  /** The path as it was sent: escapes, parameters and double slashes make it another one. */
  private static String asSent(String uri) {
    int query = uri.indexOf('?');
    return uri.substring(1, query < 0 ? uri.length() : query);
  }

  private static Optional<byte[]> body(Tx tx, TilePath path) throws SQLException {
    if (!published(tx, path)) {
      return Optional.empty();
    }
    return Optional.of(
        path.entries()
            ? EntryBundle.encode(LogStore.leaves(tx, path.index() * Tiles.WIDTH, path.width()))
            : Tiles.encode(LogStore.hashes(tx, path)));
  }

  /** A full tile lies below the latest checkpoint; a partial one is the edge of some checkpoint. */
  private static boolean published(Tx tx, TilePath path) throws SQLException {
    long size = LogStore.checkpoint(tx).map(SignedCheckpoint::size).orElse(0L);
    if (path.lastNode() > Tiles.nodes(size, path.nodeLevel())) {
      return false;
    }
    return !path.partial() || LogStore.hasCheckpoint(tx, path.nodeLevel(), path.lastNode());
  }

  private static byte[] packed(byte[] body) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
