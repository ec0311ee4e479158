package org.quickfreeze.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Work on a fixed number of connections, one thread each. */
final class Load {
  /** Latencies in microseconds, up to two minutes, to three digits. */
  static Histogram histogram() {
    return new ConcurrentHistogram(120_000_000L, 3);
  }

  /** What a thread does with its connection, for the call of this number. */
  @FunctionalInterface
  interface Call<C> {
    void make(C connection, int number) throws Exception;
  }

  /** Opens a connection. */
  @FunctionalInterface
  interface Opener<C> {
    C open() throws Exception;
  }

  /** How many calls were made, and in how many seconds. */
  record Done(int calls, double seconds) {
    double perSecond() {
      return calls / seconds;
    }
  }

  private Load() {}

  /**
   * Closed loop: each connection makes its next call as soon as the last one is answered, until the
   * time is over or {@code limit} calls are made.
   */
  static <C extends AutoCloseable> Done closed(
      int connections, double seconds, int limit, Opener<C> opener, Call<C> call) {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    long begin = System.nanoTime();
    long end = begin + (long) (seconds * 1e9);
    run(
        connections,
        opener,
        connection -> {
          while (System.nanoTime() - end < 0) {
            int number = next.getAndIncrement();
            if (number >= limit) {
              return;
            }
            call.make(connection, number);
            done.incrementAndGet();
          }
        });
    return new Done(done.get(), (System.nanoTime() - begin) / 1e9);
  }

  /**
   * Open loop: call {@code n} is meant to be made at {@code n / rate} seconds whether or not
   * earlier ones are answered, and what it waits for a free connection counts. The call is given
   * the time at which it was meant to be made.
   */
  static <C extends AutoCloseable> Done open(
      int connections, double rate, int calls, Opener<C> opener, Timed<C> call) {
    AtomicInteger next = new AtomicInteger();
    long begin = System.nanoTime() + 50_000_000L;
    run(
        connections,
        opener,
        connection -> {
          while (true) {
            int number = next.getAndIncrement();
            if (number >= calls) {
              return;
            }
            long intended = begin + (long) (number * 1e9 / rate);
            sleepUntil(intended);
            call.make(connection, number, intended);
          }
        });
    return new Done(calls, (System.nanoTime() - begin) / 1e9);
  }

  /** A call that was meant to be made at a time of {@link System#nanoTime}. */
  @FunctionalInterface
  interface Timed<C> {
    void make(C connection, int number, long intended) throws Exception;
  }

  private static void sleepUntil(long time) {
    for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Waits for a thread. */
  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @FunctionalInterface
  private interface Work<C> {
    void on(C connection) throws Exception;
  }

  @SuppressWarnings("try") // closing may be interrupted: the load has failed then
  private static <C extends AutoCloseable> void run(
      int connections, Opener<C> opener, Work<C> work) {
    ConcurrentHashMap<Integer, Exception> failures = new ConcurrentHashMap<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      int number = i;
      threads.add(
          Thread.ofPlatform()
              .name("load-" + i)
              .start(
                  () -> {
                    try (C connection = opener.open()) {
                      work.on(connection);
                    } catch (Exception e) {
                      failures.put(number, e);
                    }
                  }));
    }
    threads.forEach(Load::join);
    for (Exception failure : failures.values()) {
      throw failure instanceof IOException io
          ? new UncheckedIOException(io)
          : new IllegalStateException("a connection failed", failure);
    }
  }
}
