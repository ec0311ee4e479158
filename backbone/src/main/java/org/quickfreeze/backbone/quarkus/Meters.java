package org.quickfreeze.backbone.quarkus;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.quickfreeze.backbone.consume.ConsumerLoop;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.outbox.Relay;

/** The figures that every service shows; no label ever holds an id. */
@Singleton
public final class Meters {
  void register(
      @Observes StartupEvent event,
      MeterRegistry registry,
      Relay relay,
      DirectoryCopy directory,
      Instance<ConsumerLoop> consumers) {
    gauge(registry, "quickfreeze_outbox_rows", relay, r -> r.status().backlog());
    gauge(registry, "quickfreeze_outbox_age_seconds", relay, r -> r.status().oldestSeconds());
    gauge(registry, "quickfreeze_broker_up", relay, r -> r.status().brokerUp() ? 1 : 0);
    gauge(registry, "quickfreeze_directory_version", directory, DirectoryCopy::version);
    gauge(
        registry,
        "quickfreeze_directory_age_seconds",
        directory,
        d -> d.age(Instant.now()).toSeconds());
    gauge(registry, "quickfreeze_directory_refused_entries", directory, DirectoryCopy::refused);
    gauge(registry, "quickfreeze_directory_doubted_entities", directory, DirectoryCopy::doubted);
    for (ConsumerLoop loop : consumers) {
      counter(registry, "quickfreeze_consumed_records", loop, ConsumerLoop::consumed);
      counter(registry, "quickfreeze_dead_letters_records", loop, ConsumerLoop::deadLettered);
      counter(registry, "quickfreeze_consumer_retries", loop, ConsumerLoop::retries);
    }
  }

  private static <T> void gauge(
      MeterRegistry registry, String name, T source, java.util.function.ToDoubleFunction<T> value) {
    Gauge.builder(name, source, value).strongReference(true).register(registry);
  }

  private static void counter(
      MeterRegistry registry,
      String name,
      ConsumerLoop loop,
      java.util.function.ToDoubleFunction<ConsumerLoop> value) {
    FunctionCounter.builder(name, loop, value).tag("consumer", loop.name()).register(registry);
  }
}
