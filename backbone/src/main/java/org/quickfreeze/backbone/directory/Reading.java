package org.quickfreeze.backbone.directory;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryStore.State;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.directory.DirectoryHeartbeat;
import org.quickfreeze.contracts.directory.DirectoryRecord;

/**
 * Takes records of the topic into the database, in one transaction.
 *
 * <p>The topic is compacted, so whatever comes last under a key may have taken the place of the
 * entity's present state. An entity that this copy holds is therefore doubted after a record that
 * is refused or older than what is held, until its state comes again; while one is doubted, neither
 * version nor heartbeat moves. A key under which nothing is held is not doubted: what was never
 * heard of is not used either, and inventing keys must stop nobody.
 */
final class Reading {
  private static final String HEARTBEAT = "heartbeat";
  private static final Logger LOG = Logger.getLogger(Reading.class.getName());

  private final Tx tx;
  private final EntryVerifier verifier;
  private final List<DirectoryRecord> entries = new ArrayList<>();
  private long version;
  private long next;
  private Instant heartbeat;
  private long refused;
  private long doubted;

  Reading(Tx tx, State stored, EntryVerifier verifier) {
    this.tx = tx;
    this.verifier = verifier;
    version = stored.version();
    next = stored.nextOffset();
    heartbeat = stored.heartbeatAt();
    refused = stored.refused();
    doubted = stored.doubted();
  }

  /** The entries that were good, in the order of the topic. */
  List<DirectoryRecord> entries() {
    return entries;
  }

  State after() {
    return new State(version, next, heartbeat, refused, doubted);
  }

  void take(ConsumerRecord<byte[], byte[]> kafka) throws SQLException {
    // What another replica has brought into the database is only wanted in memory.
    boolean news = kafka.offset() >= next;
    next = Math.max(next, kafka.offset() + 1);
    byte[] payload = verified(kafka);
    try {
      if (payload == null) {
        refuse(key(kafka), news, "a directory entry was not signed by the register: refused");
      } else if (key(kafka).equals(HEARTBEAT)) {
        beat(DirectoryCodec.heartbeat(payload));
      } else {
        entry(key(kafka), DirectoryCodec.directoryRecord(payload), payload, news);
      }
    } catch (UncheckedIOException e) {
      refuse(key(kafka), news, "a directory entry has a form that is not known: refused");
    }
  }

  private void beat(DirectoryHeartbeat beat) {
    if (doubted == 0) {
      version = Math.max(version, beat.directoryVersion());
      heartbeat = beat.at().isAfter(heartbeat) ? beat.at() : heartbeat;
    }
  }

  private void entry(String key, DirectoryRecord entry, byte[] payload, boolean news)
      throws SQLException {
    if (!entry.entity().equals(key)) {
      refuse(key, news, "a directory entry stands under another entity's key: refused");
      return;
    }
    entries.add(entry);
    if (!news) {
      return;
    }
    if (!DirectoryStore.keep(tx, entry, payload)) {
      doubt(key);
    } else if (doubted > 0) {
      doubted = DirectoryStore.doubted(tx);
    }
    if (doubted == 0) {
      version = Math.max(version, entry.directoryVersion());
    }
  }

  private void refuse(String key, boolean news, String what) throws SQLException {
    if (news) {
      refused++;
      doubt(key);
      LOG.log(Level.SEVERE, what);
    }
  }

  private void doubt(String entity) throws SQLException {
    DirectoryStore.doubt(tx, entity);
    doubted = DirectoryStore.doubted(tx);
  }

  private byte @Nullable [] verified(ConsumerRecord<byte[], byte[]> kafka) {
    return kafka.value() == null
        ? null
        : verifier.payload(new String(kafka.value(), StandardCharsets.US_ASCII));
  }

  private static String key(ConsumerRecord<byte[], byte[]> kafka) {
    return kafka.key() == null ? "" : new String(kafka.key(), StandardCharsets.UTF_8);
  }
}
