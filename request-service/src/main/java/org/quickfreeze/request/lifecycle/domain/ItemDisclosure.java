package org.quickfreeze.request.lifecycle.domain;

/** An item of a disclosure on its way back to the requesting side; its edges come later. */
public sealed interface ItemDisclosure extends Item {

  /** A disclosure came back from the provider. */
  record Returned(String id, Holding holding) implements ItemDisclosure {
    @Override
    public StateName name() {
      return StateName.RETURNED;
    }
  }

  /** The requested side examines what came back. */
  record UnderExamination(String id) implements ItemDisclosure {
    @Override
    public StateName name() {
      return StateName.UNDER_EXAMINATION;
    }
  }

  /** On its way to the requesting side, under conditions. */
  record Transmitted(String id, String conditions) implements ItemDisclosure {
    @Override
    public StateName name() {
      return StateName.TRANSMITTED;
    }
  }

  /** The requesting side has it. */
  record Received(String id) implements ItemDisclosure {
    @Override
    public StateName name() {
      return StateName.RECEIVED;
    }
  }
}
