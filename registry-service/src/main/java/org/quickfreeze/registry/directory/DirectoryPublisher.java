package org.quickfreeze.registry.directory;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.quickfreeze.backbone.outbox.CloudEvents;
import org.quickfreeze.backbone.outbox.OutboundRecord;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.Es256Signer;
import org.quickfreeze.backbone.sealing.Jws;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryHeartbeat;
import org.quickfreeze.contracts.directory.DirectoryRecord;
import org.quickfreeze.contracts.event.RegistryEvent;

/** Signs the register's entries and hands them to the outbox, in the transaction of the change. */
public final class DirectoryPublisher {
  private static final String TOPIC = "registry.directory";
  private static final String TYP = "qf-directory+jws";

  private final Outbox outbox;
  private final Es256Signer key;

  /**
   * @param key the register's signing key; its public half is pinned by every reader
   */
  public DirectoryPublisher(Outbox outbox, Es256Signer key) {
    this.outbox = outbox;
    this.key = key;
  }

  /** The whole present state of an entity, and the event that says that it changed. */
  public record Entry(DirectoryRecord state, RegistryEvent event) {}

  /** Publishes entities that have changed. */
  public void publish(Tx tx, List<Entry> entries, Instant now) throws SQLException {
    List<OutboundRecord> records = new ArrayList<>(2 * entries.size());
    for (Entry entry : entries) {
      DirectoryRecord state = entry.state();
      records.add(signed(state.entity(), Wire.mapper().valueToTree(state)));
      records.add(CloudEvents.of(UUID.randomUUID(), entry.event(), now, state.directoryVersion()));
    }
    outbox.write(tx, records);
  }

  /** Says an entity's present state again; nothing has changed, so there is no event. */
  public void sayAgain(Tx tx, DirectoryRecord entry) throws SQLException {
    outbox.write(tx, signed(entry.entity(), Wire.mapper().valueToTree(entry)));
  }

  /** Says how far the register is. */
  public void heartbeat(Tx tx, long version, Instant realNow) throws SQLException {
    DirectoryHeartbeat beat = new DirectoryHeartbeat(1, version, realNow);
    outbox.write(tx, signed("heartbeat", Wire.mapper().valueToTree(beat)));
  }

  private OutboundRecord signed(String entity, JsonNode payload) {
    String compact = Jws.sign(key, TYP, payload);
    return new OutboundRecord(
        UUID.randomUUID(),
        TOPIC,
        entity,
        List.of(),
        compact.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }
}
