package org.quickfreeze.request.lifecycle.domain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.quickfreeze.contracts.event.RequestFacts;

/** Derives a shared request from its entries alone, as anybody who holds them can. */
public final class Fold {
  private Fold() {}

  /**
   * The first entry.
   *
   * @param at when the network received it
   */
  public record First(UUID id, RequestFacts facts, String actor, String hash, Instant at) {}

  /**
   * Any further entry.
   *
   * @param at when the network received it
   */
  public record Entry(Step step, Instant at) {}

  /**
   * Replays entries in their order.
   *
   * @throws IllegalStateException when an entry could not have been taken: the entries are not
   *     those of a request
   */
  public static SharedRequest replay(Lifecycle lifecycle, First first, List<Entry> entries) {
    var request =
        lifecycle
            .submit(first.id(), first.facts(), first.actor(), first.hash(), first.at())
            .request();
    for (var entry : entries) {
      request =
          switch (lifecycle.decide(request, entry.step(), entry.at())) {
            case Decision.Taken taken -> taken.request();
            case Decision.Declined _ ->
                throw new IllegalStateException(
                    "entry " + (request.entries() + 1) + " does not follow from those before it");
          };
    }
    return request;
  }
}
