package org.quickfreeze.request.lifecycle.application;

import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.sealing.Jwk;
import org.quickfreeze.backbone.sealing.Jws;
import org.quickfreeze.contracts.act.Act;
import org.quickfreeze.contracts.act.ActCodec;
import org.quickfreeze.contracts.directory.DirectoryEntity;

/**
 * Checks an act at intake: form, signature, whose key it is, and whether the caller speaks for it.
 */
public final class ActCheck {
  private static final String ACT = "qf-act+jws";
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final DirectoryCopy directory;
  private final Map<String, PublicKey> parsed = new ConcurrentHashMap<>();

  public ActCheck(DirectoryCopy directory) {
    this.directory = directory;
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
    Jws.Result result = Jws.verify(compact, ACT, kid -> key(kid, "sig", now));
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

  /** The public key of a kid that is in force for a use; null otherwise. */
  @Nullable PublicKey key(String kid, String use, Instant now) {
    return directory
        .find("key/" + kid, DirectoryEntity.Key.class, now)
        .filter(key -> key.use().equals(use))
        .map(this::parse)
        .orElse(null);
  }

  /** The owner of a key in force, such as {@code authority/fr-24-7}; empty when there is none. */
  String owner(String kid, Instant now) {
    return directory
        .find("key/" + kid, DirectoryEntity.Key.class, now)
        .map(DirectoryEntity.Key::owner)
        .orElse("");
  }

  private Checked.@Nullable Bad whose(Act act, String kid, Caller caller, Instant now) {
    Act.Side author = act.author();
    if (!owner(kid, now).equals("authority/" + author.authority())) {
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

  private PublicKey parse(DirectoryEntity.Key key) {
    return parsed.computeIfAbsent(
        key.kid(),
        kid -> {
          try {
            return Jwk.publicKey(key.jwk());
          } catch (Jwk.InvalidJwk e) {
            throw new IllegalStateException("the register holds a key that is not usable", e);
          }
        });
  }

  private static String code(Jws.Fault fault) {
    return fault == Jws.Fault.UNKNOWN_KEY ? "key-not-in-force" : fault.code();
  }
}
