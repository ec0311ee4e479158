package org.quickfreeze.registry.ping;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.quickfreeze.backbone.log.Fact;

/** Looks every second whether a test is to be sent, and every minute whether a round begins. */
@Singleton
final class PingLoop {
  private static final Logger LOG = Logger.getLogger(PingLoop.class.getName());
  private static final long EVERY_SECONDS = 1;
  private static final long ROUNDS_EVERY_SECONDS = 60;

  private final PingCalls calls;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("pings").daemon(true).factory());
  private final ExecutorService callers =
      Executors.newFixedThreadPool(2, Thread.ofPlatform().name("ping-", 0).daemon(true).factory());

  PingLoop(PingCalls calls) {
    this.calls = calls;
  }

  /** After the copy of the register, the relay and the consumers have been started. */
  void start(@Observes @Priority(6000) StartupEvent event) {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> guarded(calls::beginRounds), 0, ROUNDS_EVERY_SECONDS, TimeUnit.SECONDS);
    var _ =
        timer.scheduleWithFixedDelay(
            () -> guarded(() -> calls.sweep(callers)), 0, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    timer.shutdownNow();
    callers.shutdown();
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "tests of channels could not be swept", Fact.error(e));
    } catch (Error e) {
      LOG.log(Level.SEVERE, "tests of channels could not be swept", Fact.error(e));
    }
  }
}
