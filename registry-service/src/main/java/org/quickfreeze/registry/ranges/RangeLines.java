package org.quickfreeze.registry.ranges;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.form.IpAddress;
import org.quickfreeze.contracts.holder.Basis;
import org.quickfreeze.contracts.holder.HeldRange;
import org.quickfreeze.contracts.holder.IpPrefix;
import org.quickfreeze.contracts.holder.RangeKind;

/**
 * Reads the lines of a list of who holds what. What a list says of something else, such as free
 * space or autonomous systems, is passed over and counted; what cannot be read is an error, since a
 * list that is read in part would end what it does not mention.
 */
final class RangeLines {
  private static final int MOST_ERRORS = 100;
  private static final Set<String> IN_USE = Set.of("allocated", "assigned");
  private static final Set<String> OTHERS = Set.of("available", "reserved");

  /** Codes of the lists that stand for no State. */
  private static final Set<String> NO_STATE = Set.of("AP", "EU", "ZZ");

  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
  private static final Pattern VERSION = Pattern.compile("[0-9.]+");
  private static final DateTimeFormatter COMPACT =
      DateTimeFormatter.ofPattern("uuuuMMdd").withResolverStyle(ResolverStyle.STRICT);
  private static final String COLUMNS = "kind,key,provider,from";
  private static final int LONGEST_IP = 128;

  private final Map<String, String> holders;
  private final Set<String> providers;
  private final LocalDate asOf;
  private final List<Line> lines = new ArrayList<>();
  private final List<FieldError> errors = new ArrayList<>();
  private int ignored;
  private int at;

  private RangeLines(Map<String, String> holders, Set<String> providers, LocalDate asOf) {
    this.holders = holders;
    this.providers = providers;
    this.asOf = asOf;
  }

  /** How a list is written. */
  enum Format {
    /** The statistics exchange format of the regional internet registries, extended or not. */
    DELEGATED,
    /** {@code kind,key,provider,from}: what providers say of themselves. */
    CSV
  }

  /** That somebody holds a range, from a day on if it is known. */
  record Line(RangeKind kind, String key, String holder, Basis basis, @Nullable LocalDate from) {}

  /**
   * What lines said.
   *
   * @param ignored how many said nothing of a holder
   * @param errors with the number of the line, from 1, as pointer; no more than a hundred
   */
  record Parsed(List<Line> lines, int ignored, List<FieldError> errors) {}

  /**
   * Reads whole lines.
   *
   * @param holders the provider behind each id that a delegation list uses
   * @param providers those that the register knows, which alone may be said to hold something
   * @param asOf day as of which the list was read; nothing in it is later
   */
  static Parsed read(
      Format format,
      String text,
      Map<String, String> holders,
      Set<String> providers,
      LocalDate asOf) {
    RangeLines reader = new RangeLines(holders, providers, asOf);
    for (String line : text.split("\r?\n", -1)) {
      reader.at++;
      if (!line.isBlank() && !line.startsWith("#") && reader.errors.size() < MOST_ERRORS) {
        switch (format) {
          case DELEGATED -> reader.delegated(line.split("\\|", -1));
          case CSV -> reader.declared(line);
        }
      }
    }
    return new Parsed(reader.lines, reader.ignored, reader.errors);
  }

  private void delegated(String[] fields) {
    boolean head = VERSION.matcher(fields[0]).matches();
    boolean summary = fields.length == 6 && fields[5].equals("summary");
    if (head || summary) {
      return;
    }
    if (fields.length < 7) {
      wrong("fields", "has fewer than 7 fields");
      return;
    }
    if (OTHERS.contains(fields[6]) || fields[2].equals("asn")) {
      ignored++;
      return;
    }
    if (!IN_USE.contains(fields[6])) {
      wrong("status", "has a status that is not known");
      return;
    }
    record(fields);
  }

  private void record(String[] fields) {
    Optional<String> holder = holder(fields);
    List<IpPrefix> blocks =
        switch (fields[2]) {
          case "ipv4" -> run(fields[3], fields[4]);
          case "ipv6" -> block(fields[3], fields[4]);
          default -> List.of();
        };
    boolean dated = isDate(fields[5]);
    if (blocks.isEmpty()) {
      wrong("address", "names no block of addresses");
    } else if (!dated) {
      wrong("date", "has no date in the form YYYYMMDD that lies before the list's own");
    } else if (holder.isEmpty()) {
      ignored++;
    } else {
      for (IpPrefix block : blocks) {
        lines.add(
            new Line(
                RangeKind.IP,
                block.toString(),
                holder.get(),
                Basis.DELEGATED,
                date(fields[5]).orElse(null)));
      }
    }
  }

  private Optional<String> holder(String[] fields) {
    String provider = fields.length > 7 ? holders.get(fields[7]) : null;
    if (provider != null) {
      return Optional.of("provider/" + provider);
    }
    boolean state = COUNTRY.matcher(fields[1]).matches() && !NO_STATE.contains(fields[1]);
    return state ? Optional.of("country/" + fields[1]) : Optional.empty();
  }

  private static List<IpPrefix> run(String first, String count) {
    return NUMBER.matcher(count).matches()
        ? IpAddress.parse(first)
            .map(address -> IpPrefix.ofRun(address, Long.parseLong(count)))
            .orElse(List.of())
        : List.of();
  }

  private static List<IpPrefix> block(String first, String bits) {
    Optional<IpAddress> address = IpAddress.parse(first).filter(found -> !found.isV4());
    if (address.isEmpty() || !NUMBER.matcher(bits).matches()) {
      return List.of();
    }
    long length = Long.parseLong(bits);
    return length > LONGEST_IP
        ? List.of()
        : IpPrefix.of(address.get(), (int) length).map(List::of).orElse(List.of());
  }

  /** An unknown date is left out, or written as noughts. */
  private boolean isDate(String text) {
    return text.isEmpty()
        || text.equals("00000000")
        || date(text).filter(day -> !day.isAfter(asOf)).isPresent();
  }

  private static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text, COMPACT));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private void declared(String line) {
    if (line.equals(COLUMNS)) {
      return;
    }
    String[] fields = line.split(",", -1);
    if (fields.length != 4) {
      wrong("fields", "must be " + COLUMNS);
      return;
    }
    Optional<RangeKind> kind = RangeKind.named(fields[0]);
    Optional<String> key = kind.flatMap(known -> HeldRange.canonical(known, fields[1]));
    if (kind.isEmpty()) {
      wrong("kind", "must begin with ip, domain, mail, host or telephone");
    } else if (key.isEmpty()) {
      wrong("key", "names no range of its kind");
    } else if (!providers.contains(fields[2])) {
      wrong("holder", "names a provider that is not in the register");
    } else if (!fields[3].isEmpty() && isoDate(fields[3]).isEmpty()) {
      wrong("date", "has no date in the form YYYY-MM-DD that lies before the list's own");
    } else {
      lines.add(
          new Line(
              kind.get(),
              key.get(),
              "provider/" + fields[2],
              Basis.DECLARED,
              isoDate(fields[3]).orElse(null)));
    }
  }

  private Optional<LocalDate> isoDate(String text) {
    try {
      return Optional.of(LocalDate.parse(text)).filter(day -> !day.isAfter(asOf));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private void wrong(String rule, String message) {
    errors.add(new FieldError("/lines/" + at, rule, null, message));
  }
}
