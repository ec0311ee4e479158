package org.quickfreeze.stack;

import java.util.List;

/** A part of the stack: one process, one port, state that survives it. */
public interface Part {
  Child child();

  /** Where it listens on 127.0.0.1. */
  int port();

  /** Every port it listens on. */
  default List<Integer> ports() {
    return List.of(port());
  }

  /** Whether it answers now, as its callers would see it. */
  boolean answers();

  /** Starts it and waits until it answers. */
  void start();

  /** Asks it to end and waits. */
  default void stop() {
    child().stop("TERM");
  }

  /** Ends it as a crash would. */
  default void kill() {
    child().kill();
  }

  default boolean running() {
    return child().running();
  }

  default String name() {
    return child().name();
  }
}
