package org.quickfreeze.stack;

/** A part that cannot be started, said in one line for a person. */
public final class StackFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StackFailure(String line) {
    super(line);
  }

  public StackFailure(String line, Throwable cause) {
    super(line, cause);
  }
}
