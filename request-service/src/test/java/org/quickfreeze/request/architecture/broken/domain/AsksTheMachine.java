package org.quickfreeze.request.architecture.broken.domain;

import java.time.Instant;

/** Broken on purpose: shows that the rule about hidden inputs bites. */
public final class AsksTheMachine {
  private AsksTheMachine() {}

  public static Instant time() {
    return Instant.now();
  }
}
