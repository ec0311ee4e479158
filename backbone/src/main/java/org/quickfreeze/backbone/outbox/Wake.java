package org.quickfreeze.backbone.outbox;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A doorbell: many rings before somebody listens count as one. */
public final class Wake {
  private final Semaphore bell = new Semaphore(0);

  /** Rings; never blocks. */
  public void ring() {
    if (bell.availablePermits() == 0) {
      bell.release();
    }
  }

  /** Waits for a ring, at most so long; returns whether there was one. */
  public boolean await(long millis) throws InterruptedException {
    if (!bell.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      return false;
    }
    bell.drainPermits();
    return true;
  }
}
