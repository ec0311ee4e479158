package org.quickfreeze.request.lifecycle.adapter;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.quickfreeze.backbone.log.Fact;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.request.lifecycle.application.HeldActs;

/** Looks four times a second whether acts that wait can be decided. */
@Singleton
final class HeldActLoop {
  private static final Logger LOG = Logger.getLogger(HeldActLoop.class.getName());
  private static final long EVERY_MILLIS = 250;

  private final HeldActs held;
  private final DomainClock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("held-acts").daemon(true).factory());

  HeldActLoop(HeldActs held, DomainClock clock) {
    this.held = held;
    this.clock = clock;
  }

  /** After the copy of the register and the relay have been started. */
  void start(@Observes @Priority(6000) StartupEvent event, MeterRegistry registry) {
    Gauge.builder("quickfreeze_acts_waiting", held, HeldActs::waiting)
        .strongReference(true)
        .register(registry);
    var _ = timer.scheduleWithFixedDelay(this::sweep, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    timer.shutdownNow();
  }

  private void sweep() {
    try {
      held.sweep(clock.now());
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "acts that wait could not be decided", Fact.error(e));
    }
  }
}
