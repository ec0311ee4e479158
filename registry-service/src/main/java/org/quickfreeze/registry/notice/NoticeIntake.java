package org.quickfreeze.registry.notice;

import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.quickfreeze.backbone.consume.Handler;
import org.quickfreeze.backbone.consume.Incoming;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.event.EventTypes;

/** Reads what happens to requests, for the sake of those who have to be told. */
public final class NoticeIntake implements Handler {
  private final Notices notices;
  private final DomainClock clock;

  public NoticeIntake(Notices notices, DomainClock clock) {
    this.notices = notices;
    this.clock = clock;
  }

  @Override
  public void handle(Tx tx, List<Incoming> records) throws SQLException, Poisoned, NotYet {
    for (Incoming incoming : records) {
      String wire = incoming.header("ce_type");
      Optional<EventTypes> type = EventTypes.named(wire == null ? "" : wire);
      if (type.isPresent() && isOurs(type.get())) {
        take(tx, incoming, type.get());
      }
    }
  }

  private static boolean isOurs(EventTypes type) {
    return Occasion.of(type).isPresent() || !Occasion.settledBy(type).isEmpty();
  }

  private void take(Tx tx, Incoming incoming, EventTypes type) throws SQLException, Poisoned {
    String time = incoming.header("ce_time");
    try {
      notices.take(
          tx,
          incoming.id(),
          type,
          Wire.read(incoming.value(), type.type()),
          Instant.parse(time == null ? "" : time),
          clock.now());
    } catch (Wire.Unreadable | DateTimeParseException e) {
      throw new Poisoned("unreadable-event");
    }
  }
}
