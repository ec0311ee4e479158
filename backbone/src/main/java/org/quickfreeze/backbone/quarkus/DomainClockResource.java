package org.quickfreeze.backbone.quarkus;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;

/**
 * The domain clock on the management port: read it, and in the development profile move it forward.
 * The shift is kept in the database, so that a restart does not turn time back.
 */
@Singleton
public final class DomainClockResource {
  private final DomainClock clock;
  private final Transactions transactions;
  private final boolean development;

  DomainClockResource(
      DomainClock clock,
      Transactions transactions,
      @ConfigProperty(name = "quickfreeze.development", defaultValue = "false")
          boolean development) {
    this.clock = clock;
    this.transactions = transactions;
    this.development = development;
  }

  void routes(@Observes ManagementInterface management) {
    Router router = management.router();
    router.get("/q/domain-clock").handler(this::show);
    router
        .post("/q/domain-clock")
        .handler(BodyHandler.create().setBodyLimit(1024))
        .blockingHandler(this::advance);
  }

  private void show(RoutingContext context) {
    context.json(
        new JsonObject().put("now", clock.now().toString()).put("shift", clock.shift().toString()));
  }

  private void advance(RoutingContext context) {
    if (!development) {
      context.response().setStatusCode(403).end("the domain clock moves in development only\n");
      return;
    }
    try {
      Duration by = advance(context.body().asJsonObject());
      if (by.isNegative()) {
        throw new IllegalArgumentException("negative");
      }
      clock.shiftTo(clock.shift().plus(by));
      keep();
      show(context);
    } catch (DateTimeParseException | IllegalArgumentException e) {
      context.response().setStatusCode(400).end("send {\"advance\":\"PT1H\"}, not negative\n");
    }
  }

  private static Duration advance(@Nullable JsonObject body) {
    return Duration.parse(body == null ? "" : body.getString("advance", ""));
  }

  private void keep() {
    transactions.<Integer, RuntimeException>inTransaction(
        Scope.system(),
        tx ->
            tx.update(
                "update backbone.domain_clock set shift = make_interval(secs => ?)",
                (double) clock.shift().toSeconds()));
  }
}
