package org.quickfreeze.contracts.directory;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;

/**
 * Who is on duty at a contact point (BC 35(1), (3)), in the contact point's own time zone.
 * Functions and service numbers, never names of persons.
 *
 * @param lines the escalation chain: the first line is on duty, each next one is called when the
 *     one before it has not answered
 * @param deviations what differs from the weekly pattern; a later one goes before an earlier one
 */
public record DutyRota(List<Line> lines, List<Deviation> deviations) {
  public DutyRota {
    lines = lines == null ? List.of() : List.copyOf(lines);
    deviations = deviations == null ? List.of() : List.copyOf(deviations);
  }

  /** Every channel that it names, in the order of lines, shifts and deviations. */
  public List<Channel> channels() {
    return Stream.concat(
            lines.stream().flatMap(line -> line.shifts().stream()).map(Shift::duty),
            deviations.stream().map(Deviation::duty))
        .flatMap(Stream::ofNullable)
        .flatMap(duty -> duty.channels().stream())
        .toList();
  }

  /** The same rota with other channels. */
  DutyRota withChannels(UnaryOperator<Channel> change) {
    return new DutyRota(
        lines.stream().map(line -> line.withChannels(change)).toList(),
        deviations.stream().map(deviation -> deviation.withChannels(change)).toList());
  }

  /**
   * One line of the chain.
   *
   * @param nextAfterMinutes minutes without an answer after which the next line is called
   */
  public record Line(int nextAfterMinutes, List<Shift> shifts) {
    public Line {
      shifts = shifts == null ? List.of() : List.copyOf(shifts);
    }

    private Line withChannels(UnaryOperator<Channel> change) {
      return new Line(
          nextAfterMinutes,
          shifts.stream()
              .map(
                  s ->
                      new Shift(s.days(), s.from(), s.until(), s.rotation(), s.duty().with(change)))
              .toList());
    }
  }

  /**
   * A shift that comes back every week, or every few weeks.
   *
   * @param days on which it begins: {@code MO}, {@code TU}, {@code WE}, {@code TH}, {@code FR},
   *     {@code SA}, {@code SU} (RFC 5545)
   * @param from local time, {@code HH:MM}
   * @param until local time, {@code HH:MM}; one that is not after {@code from} lies on the next day
   * @param rotation null for every week
   */
  public record Shift(
      List<String> days, String from, String until, @Nullable Rotation rotation, Duty duty) {
    public Shift {
      days = days == null ? List.of() : List.copyOf(days);
    }
  }

  /**
   * Every how many weeks a shift comes back.
   *
   * @param everyWeeks 1 to 52
   * @param weekOf a date, {@code YYYY-MM-DD}, in one of the weeks (Monday to Sunday) in which it
   *     does
   */
  public record Rotation(int everyWeeks, String weekOf) {}

  /**
   * Whoever is on duty.
   *
   * @param function such as {@code duty officer}
   * @param channels how to reach that function; none where the contact point's own will do
   */
  public record Duty(String function, List<Channel> channels) {
    public Duty {
      channels = channels == null ? List.of() : List.copyOf(channels);
    }

    private Duty with(UnaryOperator<Channel> change) {
      return new Duty(function, channels.stream().map(change).toList());
    }
  }

  /**
   * A time that differs from the pattern: a holiday, an absence, an exchange.
   *
   * @param line which line, 1 for the first
   * @param from local date and time, {@code YYYY-MM-DDTHH:MM}
   * @param until local date and time, {@code YYYY-MM-DDTHH:MM}
   * @param duty who is on duty instead; null for nobody
   */
  public record Deviation(int line, String from, String until, @Nullable Duty duty) {
    private Deviation withChannels(UnaryOperator<Channel> change) {
      return new Deviation(line, from, until, duty == null ? null : duty.with(change));
    }
  }
}
