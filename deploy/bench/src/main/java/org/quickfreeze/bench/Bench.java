package org.quickfreeze.bench;

import java.io.PrintStream;

/** Something that is measured. */
interface Bench {
  /** As {@code ./quickfreeze bench} names it. */
  String name();

  /** What it measures, in one line. */
  String what();

  Result run(BenchStack stack, Settings settings, PrintStream out) throws Exception;

  /**
   * How much and how long.
   *
   * @param seconds length of each measured phase
   * @param warmUp seconds of the same load beforehand
   * @param connections how many callers at once
   * @param rate orders per second
   * @param points contact points in the register
   * @param prefixes address prefixes in the register, at most 2^20
   */
  record Settings(int seconds, int warmUp, int connections, int rate, int points, int prefixes) {}
}
