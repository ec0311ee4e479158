package org.quickfreeze.request.lifecycle.adapter;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.quickfreeze.backbone.feed.Feed;
import org.quickfreeze.backbone.feed.Feed.FeedPage;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.rulebook.Rulebook;

/** What is new for an authority, and the rules by which it is judged. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class FeedResource {
  private static final int MOST = 500;

  private final Feed feed;
  private final Transactions transactions;
  private final CurrentCaller current;
  private final Rulebook rulebook;

  FeedResource(Feed feed, Transactions transactions, CurrentCaller current, Rulebook rulebook) {
    this.feed = feed;
    this.transactions = transactions;
    this.current = current;
    this.rulebook = rulebook;
  }

  /** Entries after a cursor, oldest first. */
  @GET
  @Path("feed")
  @ForRoles("officer")
  @Operation(summary = "What is new for the caller's authority, oldest first, after a cursor")
  public FeedPage feed(
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    Scope scope = current.get().scope();
    Optional<FeedPage> page =
        transactions.<Optional<FeedPage>, RuntimeException>inTransaction(
            scope,
            tx -> feed.read(tx, scope.authority(), after, Math.max(1, Math.min(limit, MOST))));
    return page.orElseThrow(
        () -> Problems.malformed("This is no cursor of your feed.").asException());
  }

  /** The rulebook in force, with the source of each rule. */
  @GET
  @Path("rulebook")
  @ForRoles
  @Operation(summary = "The rulebook in force, with the source of each rule")
  public Rulebook rulebook() {
    return rulebook;
  }
}
