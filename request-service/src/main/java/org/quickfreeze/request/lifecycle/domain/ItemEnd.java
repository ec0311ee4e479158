package org.quickfreeze.request.lifecycle.domain;

import java.time.Instant;

/** An item to which nothing more can happen; a withdrawn one is not among them. */
public sealed interface ItemEnd extends Item {

  record NotAvailable(String id, String reason) implements ItemEnd {
    @Override
    public StateName name() {
      return StateName.NOT_AVAILABLE;
    }
  }

  record NotExecuted(String id, String reason) implements ItemEnd {
    @Override
    public StateName name() {
      return StateName.NOT_EXECUTED;
    }
  }

  record Refused(String id, String ground) implements ItemEnd {
    @Override
    public StateName name() {
      return StateName.REFUSED;
    }
  }

  record Expired(String id, Instant since, Instant until) implements ItemEnd {
    @Override
    public StateName name() {
      return StateName.EXPIRED;
    }
  }

  record Closed(String id) implements ItemEnd {
    @Override
    public StateName name() {
      return StateName.CLOSED;
    }
  }
}
