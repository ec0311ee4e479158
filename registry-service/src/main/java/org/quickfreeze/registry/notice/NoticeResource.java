package org.quickfreeze.registry.notice;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
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
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.Answer;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.Commands;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.quarkus.Items;
import org.quickfreeze.backbone.quarkus.Moments;
import org.quickfreeze.backbone.quarkus.PathIds;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.registry.notice.Notices.Confirming;
import org.quickfreeze.registry.notice.Notices.NoticeView;
import org.quickfreeze.registry.notice.channel.Webhooks;

/** What waits for the people of the caller's authority, how they were called, and "seen". */
@Path("/notices")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class NoticeResource {
  private static final int MOST = 200;
  private static final Duration CLOCK_SLACK = Duration.ofDays(1);

  private final Notices notices;
  private final Webhooks webhooks;
  private final Commands commands;
  private final CurrentCaller current;
  private final DomainClock clock;

  NoticeResource(
      Notices notices,
      Webhooks webhooks,
      Commands commands,
      CurrentCaller current,
      DomainClock clock) {
    this.notices = notices;
    this.webhooks = webhooks;
    this.commands = commands;
    this.current = current;
    this.clock = clock;
  }

  /**
   * The key by which webhooks are verified.
   *
   * @param key Ed25519 public key as Standard Webhooks writes it: {@code whpk_} and base64
   */
  public record WebhookKey(String key) {}

  @GET
  @ForRoles({"officer", "supervisor", "secretariat"})
  @Operation(
      summary = "What waits for the people of one's authority, the latest first",
      description = "The secretariat sees the delivery log of all; it confirms nothing.")
  public Items<NoticeView> list(
      @QueryParam("open") @DefaultValue("true") boolean open,
      @QueryParam("before")
          @Parameter(schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @Nullable String before) {
    Instant until = Moments.of("before", before, clock.now().plus(CLOCK_SLACK));
    return new Items<>(notices.page(current.get(), open, until, MOST));
  }

  @GET
  @Path("/{id}")
  @ForRoles({"officer", "supervisor", "secretariat"})
  @Operation(summary = "One notice with every call that was made for it")
  public NoticeView read(@PathParam("id") String id) {
    return notices
        .find(current.get(), PathIds.uuid(id))
        .orElseThrow(() -> Problems.notFound().asException());
  }

  @GET
  @Path("/webhook-key")
  @ForRoles
  @Operation(summary = "The key by which a webhook of the register is verified")
  public WebhookKey webhookKey() {
    return new WebhookKey(webhooks.publicKey());
  }

  @POST
  @Path("/{id}/confirmation")
  @ForRoles({"officer", "supervisor"})
  @Operation(summary = "Say that a notice has been seen: nobody is called for it any more")
  @APIResponse(responseCode = "204", description = "Seen")
  public Response confirm(
      @PathParam("id") String id,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      byte[] body,
      @Context UriInfo uri) {
    Caller caller = current.get();
    UUID wanted = PathIds.uuid(id);
    Answer answer =
        commands.run(caller, "POST", uri.getPath(), key, body, tx -> confirmed(tx, wanted, caller));
    return Response.status(answer.status()).build();
  }

  private Answer confirmed(Tx tx, UUID id, Caller caller) throws SQLException {
    return switch (notices.confirm(tx, id, caller.role(), clock.now())) {
      case Confirming.Done _ -> new Answer(204, null, null);
      case Confirming.NotFound _ -> throw Problems.notFound().asException();
      case Confirming.Over over ->
          throw Problems.illegalTransition(over.state(), List.of()).asException();
    };
  }
}
