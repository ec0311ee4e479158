package org.quickfreeze.bench;

import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.quickfreeze.bench.HttpConnection.Answer;

/**
 * From the moment at which {@code POST /requests/{id}/orders} is meant to be sent to the moment at
 * which the provider's own client gets the order out of its poll. Open loop throughout.
 */
final class Delivery implements Bench {
  @Override
  public String name() {
    return "delivery";
  }

  @Override
  public String what() {
    return "time from an order's call to the provider's poll, at a steady rate";
  }

  @Override
  public Result run(BenchStack stack, Settings settings, PrintStream out)
      throws SQLException, InterruptedException {
    DeliveryFloor floor = new DeliveryFloor(stack, settings, out);
    Histogram before = floor.measure();
    int warmUp = settings.rate() * settings.warmUp();
    Prepared prepared =
        prepare(stack, settings, warmUp + settings.rate() * settings.seconds(), out);
    Ledger ledger = new Ledger(stack.database);
    ledger.auditCaughtUp("request", "request.events");
    AtomicInteger refused = new AtomicInteger();
    long[] intended = new long[prepared.stories().length];
    Histogram latency = Load.histogram();
    double share;
    List<UUID> issued;
    Ledger.Tally arrived;
    try (Arrivals arrivals = Arrivals.listen(stack.addresses, Story.PROVIDER)) {
      issue(stack, settings, prepared, 0, warmUp, intended, refused, out);
      Generator generator = new Generator();
      issue(stack, settings, prepared, warmUp, intended.length, intended, refused, out);
      share = generator.share();
      issued = issued(prepared, intended);
      arrived = arrivals.tally(issued);
      for (int i = warmUp; i < intended.length; i++) {
        long at = arrivals.at(prepared.stories()[i].order());
        if (intended[i] != 0 && at != 0) {
          latency.recordValue((at - intended[i]) / 1000);
        }
      }
    }
    ledger.auditCaughtUp("gateway", "order.events");
    Ledger.Tally audited = ledger.deliveries(issued);
    Histogram bare = before;
    bare.add(floor.measure());
    double p50 = latency.getValueAtPercentile(50) / 1e3;
    double floorP50 = bare.getValueAtPercentile(50) / 1e3;
    return new Result(name())
        .put("value", p50)
        .put("unit", "ms")
        .put("floor", floorP50)
        .put("ratio", p50 / floorP50)
        .put("p50_ms", p50)
        .put("p99_ms", latency.getValueAtPercentile(99) / 1e3)
        .put("lost", arrived.lost() + audited.lost())
        .put("doubled", arrived.doubled() + audited.doubled())
        .put("rate", settings.rate())
        .put("floor_p99_ms", bare.getValueAtPercentile(99) / 1e3)
        .put("max_ms", latency.getMaxValue() / 1e3)
        .put("generator_cpu", share)
        .put("orders", latency.getTotalCount())
        .put("refused", refused.get());
  }

  /** Accepted requests, each with the entity tag that its order has to name. */
  private record Prepared(Story[] stories, String[] etags) {}

  private static Prepared prepare(BenchStack stack, Settings settings, int count, PrintStream out) {
    out.printf("Preparing %d accepted requests%n", count);
    Story[] stories = new Story[count];
    Arrays.parallelSetAll(stories, _ -> stack.story());
    String[] etags = new String[count];
    Load.<Client>closed(
        settings.connections(),
        3600,
        count,
        stack::client,
        (client, number) -> etags[number] = client.accept(stories[number]));
    return new Prepared(stories, etags);
  }

  private static void issue(
      BenchStack stack,
      Settings settings,
      Prepared prepared,
      int from,
      int past,
      long[] intended,
      AtomicInteger refused,
      PrintStream out) {
    out.printf("Issuing %d orders, open loop, %d/s%n", past - from, settings.rate());
    Load.<Client>open(
        settings.connections(),
        settings.rate(),
        past - from,
        stack::client,
        (client, number, time) -> {
          int i = from + number;
          Answer answer = client.order(prepared.stories()[i], prepared.etags()[i]);
          if (answer.status() == 201) {
            intended[i] = time;
          } else if (refused.getAndIncrement() == 0) {
            out.println("  refused: " + answer.status() + " " + answer.body());
          }
        });
  }

  private static List<UUID> issued(Prepared prepared, long[] intended) {
    List<UUID> issued = new ArrayList<>();
    for (int i = 0; i < intended.length; i++) {
      if (intended[i] != 0) {
        issued.add(prepared.stories()[i].order());
      }
    }
    return issued;
  }
}
