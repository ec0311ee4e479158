package org.quickfreeze.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How much of the machine this process, the load generator, has taken since a moment. */
final class Generator {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final long cpu = SYSTEM.getProcessCpuTime();
  private final long begin = System.nanoTime();

  /** Processor time of this process over that of the whole machine: 0 to 1. */
  double share() {
    double elapsed = System.nanoTime() - begin;
    return (SYSTEM.getProcessCpuTime() - cpu)
        / (elapsed * Runtime.getRuntime().availableProcessors());
  }
}
