package org.quickfreeze.request.lifecycle.application;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.feed.Feed;
import org.quickfreeze.backbone.feed.Feed.FeedRow;
import org.quickfreeze.backbone.outbox.CloudEvents;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.event.EventTypes;
import org.quickfreeze.contracts.event.RequestEvent.ActStopped;
import org.quickfreeze.request.lifecycle.application.HeldRows.HeldRow;

/** Says that an act was stopped: to the audit, and in the feed of its author's side alone. */
final class StoppedActs {
  private static final String ACTOR = "system";

  private final Outbox outbox;
  private final DirectoryCopy directory;

  StoppedActs(Outbox outbox, DirectoryCopy directory) {
    this.outbox = outbox;
    this.directory = directory;
  }

  void tell(Tx tx, HeldRow row, String reason, Instant now) throws SQLException {
    ActStopped event = new ActStopped(row.request(), row.facts(), ACTOR, null, row.type(), reason);
    outbox.write(tx, CloudEvents.of(UUID.randomUUID(), event, now, directory.version()));
    String type = EventTypes.of(event).wire();
    String subject = row.request().toString();
    Feed.add(tx, List.of(new FeedRow(row.party(), row.authority(), subject, type, 0, now)));
  }
}
