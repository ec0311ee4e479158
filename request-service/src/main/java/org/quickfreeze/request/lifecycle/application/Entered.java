package org.quickfreeze.request.lifecycle.application;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.clocks.Clocks.ClockRow;
import org.quickfreeze.backbone.sealing.Jws;

/**
 * What goes into the list of shared entries.
 *
 * @param kind {@code act}, {@code reply}, {@code recorded} or {@code clock}
 * @param compact the signed bytes; null for what the network or a clock says, which nobody signs
 */
public record Entered(
    String kind,
    String type,
    String party,
    String authority,
    String hash,
    @Nullable String compact,
    Instant at) {

  static Entered act(SignedAct signed, Instant now) {
    return new Entered(
        "act",
        signed.act().type().wire(),
        signed.act().author().party(),
        signed.act().author().authority(),
        signed.hash(),
        signed.compact(),
        now);
  }

  /** A provider's reply; {@code authority} holds the provider's id. */
  public static Entered reply(String provider, String code, String compact, Instant now) {
    return new Entered("reply", code, "", provider, Jws.hash(compact), compact, now);
  }

  /** A document that has not reached its provider; {@code authority} holds the provider's id. */
  static Entered undeliverable(UUID order, String provider, String document, Instant now) {
    String name = order + "/" + document + "/undeliverable";
    String hash = Jws.sha256(name.getBytes(StandardCharsets.UTF_8));
    return new Entered("recorded", "undeliverable", "", provider, hash, null, now);
  }

  static Entered clock(ClockRow clock, long number, Instant now) {
    String name = clock.aggregate() + "/" + number + "/" + clock.name() + "/" + clock.dueAt();
    String hash = Jws.sha256(name.getBytes(StandardCharsets.UTF_8));
    return new Entered("clock", clock.name(), "", "", hash, null, now);
  }
}
