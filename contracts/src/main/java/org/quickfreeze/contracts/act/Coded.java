package org.quickfreeze.contracts.act;

/** A value of a closed list that is written as a code: lower-case letters, digits and hyphens. */
public interface Coded {

  /** The code as it is written. */
  String wire();
}
