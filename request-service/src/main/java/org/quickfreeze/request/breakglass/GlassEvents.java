package org.quickfreeze.request.breakglass;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.quickfreeze.backbone.feed.Feed;
import org.quickfreeze.backbone.feed.Feed.FeedRow;
import org.quickfreeze.backbone.outbox.CloudEvents;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.event.EventTypes;
import org.quickfreeze.contracts.event.OwnFileEvent;

/** Tells the audit, and the feed of the side whose file it is; the other side hears nothing. */
public final class GlassEvents {
  private final Outbox outbox;

  public GlassEvents(Outbox outbox) {
    this.outbox = outbox;
  }

  void tell(Tx tx, UUID id, OwnFileEvent event, Instant now) throws SQLException {
    outbox.write(tx, List.of(CloudEvents.of(id, event, now, null)));
    String type = EventTypes.of(event).wire();
    Feed.add(
        tx,
        List.of(
            new FeedRow(
                event.owner().party(), event.owner().authority(), event.subject(), type, 0, now)));
  }
}
