package org.quickfreeze.request.lifecycle.application;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.directory.DirectoryKeys;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.sealing.Jws;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.contracts.act.ActCodec;

/**
 * Checks an act at intake: form, signature, whose key it is, and whether the caller speaks for it.
 */
public final class ActCheck {
  private static final String ACT = "qf-act+jws";
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final DirectoryCopy directory;
  private final DirectoryKeys keys;

  public ActCheck(DirectoryCopy directory, DirectoryKeys keys) {
    this.directory = directory;
    this.keys = keys;
  }

  /** What a check came to. */
  public sealed interface Checked {
    record Good(SignedAct act) implements Checked {}

    /**
     * Not accepted.
     *
     * @param code such as {@code bad-signature} or {@code key-not-in-force}
     * @param pointer RFC 6901, into the act; empty for the act as a whole
     */
    record Bad(String code, String pointer, String what) implements Checked {}
  }

  /** Checks an act that a caller hands in. */
  public Checked check(String compact, Caller caller, Instant now) {
    long version = directory.version();
    Jws.Result result = Jws.verify(compact, ACT, kid -> keys.signing(kid, now));
    if (result instanceof Jws.Invalid invalid) {
      return new Checked.Bad(code(invalid.fault()), "", "the signature does not hold");
    }
    Jws.Verified verified = (Jws.Verified) result;
    Act act;
    try {
      act = ActCodec.read(verified.payload());
    } catch (ActCodec.MalformedAct e) {
      return new Checked.Bad("malformed-act", e.pointer(), e.what());
    }
    Checked.Bad bad = whose(act, verified.kid(), caller, now);
    return bad == null
        ? new Checked.Good(new SignedAct(act, compact, verified.hash(), version))
        : bad;
  }

  private Checked.@Nullable Bad whose(Act act, String kid, Caller caller, Instant now) {
    Act.Side author = act.author();
    if (!keys.belongs(kid, "authority/" + author.authority(), now)) {
      return new Checked.Bad("not-the-authors-key", "/author", "the key belongs to somebody else");
    }
    if (!author.party().equals(caller.party()) || !author.authority().equals(caller.authority())) {
      return new Checked.Bad("not-the-callers-act", "/author", "the caller belongs elsewhere");
    }
    if (act.time().isAfter(now.plus(SKEW))) {
      return new Checked.Bad("act-from-the-future", "/time", "lies in the future");
    }
    return null;
  }

  private static String code(Jws.Fault fault) {
    return fault == Jws.Fault.UNKNOWN_KEY ? "key-not-in-force" : fault.code();
  }
}
