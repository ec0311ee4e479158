package org.quickfreeze.registry.sheet;

import java.util.Set;
import org.quickfreeze.backbone.identity.Caller;

/**
 * How much somebody sees of an authority's sheet.
 *
 * <p>Providers see what S2 23 and 24 have published to them: functions, addresses of the service,
 * keys. Numbers of people are for the State itself and for those who watch over it, since they tell
 * how thinly a desk is manned; what still waits for approval is for the authority's own people.
 */
enum Reader {
  OWN,
  OVERSIGHT,
  SAME_STATE,
  LAW_ENFORCEMENT,
  PROVIDER;

  private static final Set<String> OVERSEERS = Set.of("auditor", "dpo");

  /** How a caller stands to an authority of a State. */
  static Reader of(Caller caller, String authority, String party) {
    if (caller.role().equals("provider")) {
      return PROVIDER;
    }
    if (caller.role().equals("secretariat") || authority.equals(caller.authority())) {
      return OWN;
    }
    if (OVERSEERS.contains(caller.role())) {
      return OVERSIGHT;
    }
    return party.equals(caller.party()) ? SAME_STATE : LAW_ENFORCEMENT;
  }

  /** What is between authorities: rotas, tests, attestations, powers. */
  boolean seesOperations() {
    return this != PROVIDER;
  }

  boolean seesNumbers() {
    return this == OWN || this == OVERSIGHT || this == SAME_STATE;
  }

  boolean seesPending() {
    return this == OWN;
  }
}
