package org.quickfreeze.registry.notice;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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
import org.quickfreeze.backbone.time.DomainClock;

/** Looks twice a second whether somebody has to be called, and now and then for reminders. */
@Singleton
final class NoticeLoop {
  private static final Logger LOG = Logger.getLogger(NoticeLoop.class.getName());
  private static final long EVERY_MILLIS = 500;
  private static final long REMINDERS_EVERY_SECONDS = 10;

  private final NoticeCalls calls;
  private final Notices notices;
  private final Reminders reminders;
  private final KeyReminders keyReminders;
  private final DomainClock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("notices").daemon(true).factory());

  /** Bounded: each call holds a database connection for a moment at its end. */
  private final ExecutorService callers =
      Executors.newFixedThreadPool(
          8, Thread.ofPlatform().name("notice-", 0).daemon(true).factory());

  NoticeLoop(
      NoticeCalls calls,
      Notices notices,
      Reminders reminders,
      KeyReminders keyReminders,
      DomainClock clock) {
    this.calls = calls;
    this.notices = notices;
    this.reminders = reminders;
    this.keyReminders = keyReminders;
    this.clock = clock;
  }

  /** After the copy of the register, the relay and the consumers have been started. */
  void start(@Observes @Priority(6000) StartupEvent event, MeterRegistry registry) {
    Gauge.builder("quickfreeze_notices_open", notices, NoticeLoop::open)
        .strongReference(true)
        .register(registry);
    var _ =
        timer.scheduleWithFixedDelay(
            () -> guarded(() -> calls.sweep(callers)), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    var _ =
        timer.scheduleWithFixedDelay(
            () -> guarded(() -> reminders.sweep(clock.now())),
            0,
            REMINDERS_EVERY_SECONDS,
            TimeUnit.SECONDS);
    var _ =
        timer.scheduleWithFixedDelay(
            () -> guarded(() -> keyReminders.sweep(clock.now())),
            0,
            REMINDERS_EVERY_SECONDS,
            TimeUnit.SECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    timer.shutdownNow();
    callers.shutdown();
  }

  private static double open(Notices notices) {
    return notices.countOpen();
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "notices could not be swept", Fact.error(e));
    } catch (Error e) {
      // memory may come back; people who are not called are worse than people called late
      LOG.log(Level.SEVERE, "notices could not be swept", Fact.error(e));
    }
  }
}
