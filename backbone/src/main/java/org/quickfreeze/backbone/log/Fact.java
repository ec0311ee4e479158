package org.quickfreeze.backbone.log;

/**
 * A key and its value beside a log's constant message: {@code LOG.log(WARNING, "a record went to
 * the dead letter", Fact.cause("bad-form"))}. The keys are a fixed vocabulary; values are codes,
 * names of classes and numbers, never content and never the text of an exception, which may quote
 * it.
 */
public record Fact(Key key, Object value) {

  /** All keys that a log line may have. */
  public enum Key {
    /** Why something was refused or set aside: a code. */
    CAUSE("cause"),
    /** Name of a consumer. */
    CONSUMER("consumer"),
    /** Class of an exception. */
    ERROR("error"),
    /** Class and line of our code. */
    PLACE("place"),
    /** SQLSTATE of five characters. */
    SQL_STATE("sqlState"),
    /** Version of the directory. */
    DIRECTORY_VERSION("directoryVersion");

    private final String wire;

    Key(String wire) {
      this.wire = wire;
    }

    /** The key as it stands in a log line. */
    public String wire() {
      return wire;
    }
  }

  public static Fact cause(String code) {
    return new Fact(Key.CAUSE, code);
  }

  public static Fact consumer(String name) {
    return new Fact(Key.CONSUMER, name);
  }

  /** The class alone: texts of exceptions quote what was being worked on. */
  public static Fact error(Throwable failure) {
    return new Fact(Key.ERROR, failure.getClass().getName());
  }

  public static Fact place(StackTraceElement[] trace) {
    return new Fact(Key.PLACE, trace.length == 0 ? "unknown" : trace[0].toString());
  }

  public static Fact sqlState(String state) {
    return new Fact(Key.SQL_STATE, state);
  }

  public static Fact directoryVersion(long version) {
    return new Fact(Key.DIRECTORY_VERSION, version);
  }

  @Override
  public String toString() {
    return key.wire() + '=' + value;
  }
}
