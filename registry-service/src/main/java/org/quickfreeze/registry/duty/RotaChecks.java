package org.quickfreeze.registry.duty;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.directory.DutyRota;
import org.quickfreeze.contracts.directory.DutyRota.Deviation;
import org.quickfreeze.contracts.directory.DutyRota.Duty;
import org.quickfreeze.contracts.directory.DutyRota.Line;
import org.quickfreeze.contracts.directory.DutyRota.Rotation;
import org.quickfreeze.contracts.directory.DutyRota.Shift;
import org.quickfreeze.registry.contact.ChannelChecks;

/** What a rota must look like. */
public final class RotaChecks {
  private static final String LAW = "BC 35(1)";
  private static final Set<String> DAYS =
      Arrays.stream(DayOfWeek.values()).map(Cover::code).collect(Collectors.toSet());
  private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
  private static final Pattern DATE_TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d");
  private static final int MOST_LINES = 9;
  private static final int MOST_SHIFTS = 100;
  private static final int MOST_DEVIATIONS = 400;
  private static final int DAY_IN_MINUTES = 1440;
  private static final int YEAR_IN_WEEKS = 52;
  private static final int LONGEST_TEXT = 400;

  private final List<FieldError> errors = new ArrayList<>();

  private RotaChecks() {}

  /** What is wrong with a rota; pointers begin with {@code at}. */
  public static List<FieldError> check(String at, DutyRota rota) {
    RotaChecks checks = new RotaChecks();
    checks.size(at + "/lines", rota.lines().size(), 1, MOST_LINES);
    for (int i = 0; i < rota.lines().size(); i++) {
      checks.line(at + "/lines/" + i, rota.lines().get(i));
    }
    checks.size(at + "/deviations", rota.deviations().size(), 0, MOST_DEVIATIONS);
    for (int i = 0; i < rota.deviations().size(); i++) {
      checks.deviation(at + "/deviations/" + i, rota.deviations().get(i), rota.lines().size());
    }
    return checks.errors;
  }

  private void line(String at, Line line) {
    number(at + "/nextAfterMinutes", line.nextAfterMinutes(), DAY_IN_MINUTES);
    size(at + "/shifts", line.shifts().size(), 0, MOST_SHIFTS);
    for (int i = 0; i < line.shifts().size(); i++) {
      shift(at + "/shifts/" + i, line.shifts().get(i));
    }
  }

  private void shift(String at, Shift shift) {
    if (shift.days().isEmpty() || !DAYS.containsAll(shift.days())) {
      error(at + "/days", "must be some of MO, TU, WE, TH, FR, SA, SU");
    }
    matches(at + "/from", TIME, shift.from(), "HH:MM");
    matches(at + "/until", TIME, shift.until(), "HH:MM");
    Rotation rotation = shift.rotation();
    if (rotation != null) {
      number(at + "/rotation/everyWeeks", rotation.everyWeeks(), YEAR_IN_WEEKS);
      if (matches(at + "/rotation/weekOf", DATE, rotation.weekOf(), "YYYY-MM-DD")
          && !isDate(rotation.weekOf())) {
        error(at + "/rotation/weekOf", "is no date");
      }
    }
    duty(at + "/duty", shift.duty());
  }

  private void deviation(String at, Deviation deviation, int lines) {
    number(at + "/line", deviation.line(), Math.max(1, lines));
    Optional<LocalDateTime> from = dateTime(at + "/from", deviation.from());
    Optional<LocalDateTime> until = dateTime(at + "/until", deviation.until());
    if (from.isPresent() && until.isPresent() && !until.get().isAfter(from.get())) {
      error(at + "/until", "must be after from");
    }
    if (deviation.duty() != null) {
      duty(at + "/duty", deviation.duty());
    }
  }

  private void duty(String at, @Nullable Duty duty) {
    if (duty == null) {
      error(at, "is missing");
      return;
    }
    text(at + "/function", duty.function());
    errors.addAll(ChannelChecks.check(at + "/channels", duty.channels()));
  }

  private Optional<LocalDateTime> dateTime(String at, @Nullable String value) {
    if (!matches(at, DATE_TIME, value, "YYYY-MM-DDTHH:MM")) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDateTime.parse(String.valueOf(value)));
    } catch (DateTimeException e) {
      error(at, "is no date and time");
      return Optional.empty();
    }
  }

  private static boolean isDate(String value) {
    try {
      return LocalDate.parse(value) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private boolean matches(String at, Pattern pattern, @Nullable String value, String form) {
    boolean fits = value != null && pattern.matcher(value).matches();
    if (!fits) {
      error(at, "must be " + form + ", local time");
    }
    return fits;
  }

  private void text(String at, @Nullable String value) {
    if (value == null || value.isBlank()) {
      error(at, "is missing");
    } else if (value.length() > LONGEST_TEXT) {
      error(at, "is longer than " + LONGEST_TEXT + " characters");
    }
  }

  private void number(String at, int value, int most) {
    if (value < 1 || value > most) {
      error(at, "must be from 1 to " + most);
    }
  }

  private void size(String at, int size, int least, int most) {
    if (size < least || size > most) {
      error(at, "must have from " + least + " to " + most + " entries");
    }
  }

  private void error(String pointer, String what) {
    errors.add(new FieldError(pointer, "rota", LAW, what));
  }
}
