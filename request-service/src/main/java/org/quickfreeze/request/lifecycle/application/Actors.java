package org.quickfreeze.request.lifecycle.application;

import org.quickfreeze.backbone.identity.Caller;

/** How events name whoever did something: by function, never by person. */
public final class Actors {
  private Actors() {}

  /** Such as {@code officer/FR/fr-24-7}. */
  public static String of(Caller caller) {
    return caller.role() + "/" + caller.party() + "/" + caller.authority();
  }
}
