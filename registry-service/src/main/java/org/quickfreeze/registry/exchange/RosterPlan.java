package org.quickfreeze.registry.exchange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryEntity.Authority;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.registry.entity.BulkEntry;
import org.quickfreeze.registry.entity.BulkEntry.Present;
import org.quickfreeze.registry.exchange.RosterLine.Fault;

/**
 * What a roster would do to the register. It only ever adds: an address that stands there already
 * is changed by four eyes and by a way that was known before, never by a file.
 */
final class RosterPlan {
  private static final Pattern CHANNEL = Pattern.compile("/channels/([0-9]+).*");
  private static final Map<String, String> COLUMNS =
      Map.of(
          "/office", "office",
          "/party", "party",
          "/authority", "authority",
          "/timeZone", "time_zone",
          "/officeHours", "office_hours");

  private final BulkEntry entry;
  private final Present present;
  private final Instant now;
  private final List<Row> rows = new ArrayList<>();
  private final List<DirectoryEntity> entering = new ArrayList<>();
  private final Map<String, RosterLine> authorities = new HashMap<>();
  private final Set<String> points = new HashSet<>();

  private RosterPlan(BulkEntry entry, Present present, Instant now) {
    this.entry = entry;
    this.present = present;
    this.now = now;
  }

  /** What becomes of a row. */
  enum State {
    /** It enters. */
    NEW,
    /** The register says the same already. */
    UNCHANGED,
    /** It cannot be entered, and keeps the whole roster out. */
    BROKEN
  }

  /** A row and what becomes of it. */
  record Row(RosterLine line, State state) {}

  /** Judges every row, in their order. */
  static RosterPlan of(List<RosterLine> lines, BulkEntry entry, Present present, Instant now) {
    RosterPlan plan = new RosterPlan(entry, present, now);
    lines.forEach(plan::add);
    return plan;
  }

  List<Row> rows() {
    return rows;
  }

  long count(State state) {
    return rows.stream().filter(row -> row.state() == state).count();
  }

  /** What enters, each authority before its points; to be used only when no row is broken. */
  List<DirectoryEntity> entering() {
    return entering;
  }

  private void add(RosterLine line) {
    if (!line.errors().isEmpty()) {
      rows.add(new Row(line, State.BROKEN));
      return;
    }
    List<Fault> faults = new ArrayList<>();
    boolean unchanged = isUnchanged(line);
    if (!points.add(line.contactPoint())) {
      faults.add(fault("contact_point", "twice", "", "stands in another row as well"));
    } else if (!unchanged) {
      faults.addAll(authority(line));
      faults.addAll(point(line));
    }
    if (!faults.isEmpty()) {
      rows.add(new Row(line.with(faults), State.BROKEN));
      return;
    }
    rows.add(new Row(line, unchanged ? State.UNCHANGED : State.NEW));
    if (!unchanged) {
      enter(line);
    }
  }

  private boolean isUnchanged(RosterLine line) {
    Authority authority = find("authority/" + line.authority(), Authority.class);
    ContactPoint point = find("contact-point/" + line.contactPoint(), ContactPoint.class);
    return authority != null
        && point != null
        && isSame(authority, line)
        && BulkEntry.same(point, line.pointBody());
  }

  private static boolean isSame(Authority authority, RosterLine line) {
    return authority.party().equals(line.party())
        && authority.office().equals(line.office())
        && Set.copyOf(authority.kinds()).equals(Set.copyOf(line.kinds()));
  }

  private List<Fault> authority(RosterLine line) {
    String entity = "authority/" + line.authority();
    Authority known = find(entity, Authority.class);
    if (known != null) {
      return known(line, known);
    }
    if (present.knows(entity)) {
      return List.of(fault("authority", "ended", "", "has ended, and does not come back"));
    }
    RosterLine before = authorities.get(line.authority());
    if (before == null) {
      return faults(entry.faults(line.authorityBody(), present, now), line, "authority");
    }
    return before.authorityBody().equals(line.authorityBody())
        ? List.of()
        : List.of(
            fault(
                "authority",
                "described-twice",
                "",
                "is described otherwise in row " + before.row()));
  }

  private List<Fault> known(RosterLine line, Authority known) {
    List<Fault> faults = new ArrayList<>();
    if (!isSame(known, line)) {
      faults.add(
          fault(
              "authority",
              "differs",
              "S2 24",
              "stands in the register with another Party, office or kinds: change it there"));
    }
    if (present.hasPeople(line.authority())) {
      faults.add(
          fault(
              "authority",
              "own-people",
              "S2 24",
              "has people of its own, who keep its contact points themselves"));
    } else if (present.hasPoints(line.authority())) {
      faults.add(
          fault(
              "authority",
              "known-point",
              "S2 24",
              "has a contact point by which it is known: another one is proposed by itself"));
    }
    return faults;
  }

  private List<Fault> point(RosterLine line) {
    String entity = "contact-point/" + line.contactPoint();
    if (find(entity, ContactPoint.class) != null) {
      return List.of(
          fault(
              "contact_point",
              "differs",
              "S2 24",
              "stands in the register and says something else: it is changed by four eyes"));
    }
    if (present.knows(entity)) {
      return List.of(fault("contact_point", "ended", "", "has ended, and does not come back"));
    }
    List<Fault> faults = new ArrayList<>();
    if (line.channels().isEmpty()) {
      faults.add(fault("", "channel", "BC 35(1)", "names no way to reach it"));
    }
    List<FieldError> errors =
        entry.faults(line.pointBody(), present, now).stream()
            // whether its authority may enter is said there
            .filter(error -> !error.pointer().equals("/authority"))
            .toList();
    faults.addAll(faults(errors, line, "contact_point"));
    return faults;
  }

  private void enter(RosterLine line) {
    String authority = "authority/" + line.authority();
    if (!present.inForce(authority)) {
      authorities.put(line.authority(), line);
      present.enters(authority);
      entering.add(line.authorityBody());
    }
    entering.add(line.pointBody());
  }

  private <T extends DirectoryEntity> @Nullable T find(String entity, Class<T> kind) {
    return present.find(entity).filter(kind::isInstance).map(kind::cast).orElse(null);
  }

  private static List<Fault> faults(List<FieldError> errors, RosterLine line, String id) {
    return errors.stream()
        .map(
            error ->
                new Fault(
                    column(error.pointer(), line, id),
                    error.rule(),
                    error.source() == null ? "" : error.source(),
                    error.message()))
        .distinct()
        .toList();
  }

  private static String column(String pointer, RosterLine line, String id) {
    Matcher channel = CHANNEL.matcher(pointer);
    if (channel.matches()) {
      return line.channels().get(Integer.parseInt(channel.group(1))).kind();
    }
    if (pointer.equals("/id")) {
      return id;
    }
    return pointer.startsWith("/kinds")
        ? "kinds"
        : pointer.startsWith("/languages") ? "languages" : COLUMNS.getOrDefault(pointer, "");
  }

  private static Fault fault(String column, String rule, String source, String message) {
    return new Fault(column, rule, source, message);
  }
}
