package org.quickfreeze.verify;

/** The log, or a proof, is not what it claims to be. The message says what was found, and where. */
final class Broken extends Exception {
  private static final long serialVersionUID = 1L;

  Broken(String finding) {
    super(finding);
  }
}
