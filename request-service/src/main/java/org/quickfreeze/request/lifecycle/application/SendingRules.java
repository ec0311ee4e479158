package org.quickfreeze.request.lifecycle.application;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;

/** What keeps somebody from sending, as the register has it. */
public final class SendingRules {
  private final DirectoryCopy directory;

  public SendingRules(DirectoryCopy directory) {
    this.directory = directory;
  }

  /**
   * What hinders a caller; empty when nothing does.
   *
   * @param kind of request, such as {@code preservation}
   * @param addressee id of the authority that is asked; null for what goes to nobody new
   */
  public List<Hindrance> found(
      Caller caller, String kind, @Nullable String addressee, Instant now) {
    List<Hindrance> found = new ArrayList<>();
    if (addressee != null && isStale(addressee, now)) {
      found.add(Hindrance.STALE_CONTACT);
    }
    if (!caller.isTrained(now)) {
      found.add(Hindrance.UNTRAINED);
    }
    if (!caller.measures().contains(kind)) {
      found.add(Hindrance.NOT_AUTHORISED);
    }
    return found;
  }

  private boolean isStale(String authority, Instant now) {
    List<ContactPoint> points = directory.naming("authority/" + authority, ContactPoint.class, now);
    return !points.isEmpty() && points.stream().allMatch(point -> point.isStale(now));
  }
}
