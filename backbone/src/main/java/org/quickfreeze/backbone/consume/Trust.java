package org.quickfreeze.backbone.consume;

/** Whose records a consumer reads, which decides what of them is believed. */
public enum Trust {
  /**
   * Our own services' events: {@code ce_id} tells a repetition, and records of one key build on
   * each other, so that those behind a dead one follow it.
   */
  OURS,
  /**
   * Records of outsiders, or of anybody: a repetition is what is the same byte for byte, whatever
   * it calls itself; each stands for itself.
   */
  ANYBODYS
}
