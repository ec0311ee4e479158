package org.quickfreeze.request.lifecycle.adapter;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.quarkus.Items;
import org.quickfreeze.backbone.quarkus.PathIds;
import org.quickfreeze.request.lifecycle.application.HeldActs;
import org.quickfreeze.request.lifecycle.application.HeldActs.HeldAct;

/** What became of acts that came while the copy of the register was stale; their author's alone. */
@Path("/held-acts")
@Produces(MediaType.APPLICATION_JSON)
@ForRoles("officer")
public class HeldActResource {
  private static final int MOST = 200;

  private final HeldActs held;
  private final CurrentCaller current;

  HeldActResource(HeldActs held, CurrentCaller current) {
    this.held = held;
    this.current = current;
  }

  /** The acts of the caller's authority that waited or wait, the latest first. */
  @GET
  @Operation(summary = "The acts of the caller's authority that waited or wait, the latest first")
  public Items<HeldAct> list() {
    return new Items<>(held.page(current.get().scope(), MOST));
  }

  /** One of them. */
  @GET
  @Path("/{id}")
  @Operation(summary = "An act that waits or waited, and what became of it")
  public HeldAct read(@PathParam("id") String id) {
    UUID wanted = PathIds.uuid(id);
    return held.find(current.get().scope(), wanted)
        .orElseThrow(() -> Problems.notFound().asException());
  }
}
