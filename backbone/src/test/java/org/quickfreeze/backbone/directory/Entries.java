package org.quickfreeze.backbone.directory;

import com.nimbusds.jose.jwk.ECKey;
import java.time.Instant;
import java.util.List;
import org.quickfreeze.backbone.fixture.Keys;
import org.quickfreeze.backbone.sealing.Jws;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryHeartbeat;
import org.quickfreeze.contracts.directory.DirectoryRecord;
import org.quickfreeze.contracts.directory.DirectoryVersion;

/** Entries of the register for tests, and copies that hold them. */
public final class Entries {
  public static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  static final String TYP = "qf-directory+jws";

  private Entries() {}

  /** A copy that holds these records. */
  public static DirectoryCopy copyOf(DirectoryRecord... records) {
    DirectoryCopy copy = new DirectoryCopy();
    for (DirectoryRecord one : records) {
      copy.put(one);
      copy.advance(one.directoryVersion(), Instant.EPOCH, 0);
    }
    return copy;
  }

  public static DirectoryRecord entry(String entity, long version, DirectoryEntity body) {
    return entry(entity, version, new DirectoryVersion(FROM, null, FROM, body));
  }

  public static DirectoryRecord entry(String entity, long version, DirectoryVersion... versions) {
    return new DirectoryRecord(
        1, entity, entity.substring(0, entity.indexOf('/')), version, List.of(versions));
  }

  public static DirectoryRecord party(String code, long version, String name) {
    return entry(
        "party/" + code,
        version,
        new DirectoryEntity.Party(code, name, name, "party", List.of(), null));
  }

  static String signed(ECKey key, Object payload) {
    return Jws.sign(Keys.secret(key), key.getKeyID(), TYP, Wire.mapper().valueToTree(payload));
  }

  static DirectoryHeartbeat heartbeat(long version, Instant at) {
    return new DirectoryHeartbeat(1, version, at);
  }
}
