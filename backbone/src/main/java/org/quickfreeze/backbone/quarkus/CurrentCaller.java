package org.quickfreeze.backbone.quarkus;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.problem.Problems;

/** The caller of the request under way, set by {@link CallerFilter}. */
@RequestScoped
public class CurrentCaller {
  private @Nullable Caller caller;

  /** The caller; a resource method that asks for it is never open to everybody. */
  public Caller get() {
    Caller known = caller;
    if (known == null) {
      throw Problems.unauthenticated().asException();
    }
    return known;
  }

  void set(Caller known) {
    this.caller = known;
  }
}
