package org.quickfreeze.contracts.rulebook;

import com.fasterxml.jackson.databind.DeserializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.Wire;

/**
 * The law as data: what a request must say, on what grounds it may be refused, which clocks run.
 * Each rule cites its source; the flag "check" on a rule says that it was written down without the
 * official text at hand and waits for a lawyer.
 *
 * @param version by which a request is judged, to its end
 * @param sources what the tags in citations stand for
 * @param elements what a form must hold
 * @param checks what else is looked at in a form
 * @param nonExecution reasons for not executing a request that are no refusal
 */
public record Rulebook(
    String version,
    Map<String, String> sources,
    List<Kind> kinds,
    List<Element> elements,
    List<Check> checks,
    Vocabulary vocabulary,
    List<Ground> grounds,
    List<Term> nonExecution,
    UrgencyRules urgency,
    List<Term> offences,
    List<Clock> clocks) {
  private static final String RESOURCE = "/rulebook/rulebook-1.json";

  public Rulebook {
    sources = ordered(sources);
    kinds = List.copyOf(kinds);
    elements = List.copyOf(elements);
    checks = List.copyOf(checks);
    grounds = List.copyOf(grounds);
    nonExecution = List.copyOf(nonExecution);
    offences = List.copyOf(offences);
    clocks = List.copyOf(clocks);
  }

  /** The rulebook of this version of the software. */
  public static Rulebook load() {
    try (InputStream in = Rulebook.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the rulebook is not on the class path");
      }
      return Wire.mapper()
          .readerFor(Rulebook.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a kind of request is called in law; empty for one that is not offered. */
  public Optional<Kind> kind(String kind) {
    return kinds.stream().filter(k -> k.kind().equals(kind)).findFirst();
  }

  /** The grounds on which a request under the article may be refused; no other is lawful. */
  public List<Ground> groundsOf(String article) {
    return grounds.stream().filter(g -> g.article().equals(article)).toList();
  }

  /** A ground of the article; empty when the article does not allow it. */
  public Optional<Ground> ground(String article, String code) {
    return groundsOf(article).stream().filter(g -> g.code().equals(code)).findFirst();
  }

  /** Whether this is a reason for not executing. */
  public boolean isNonExecution(String code) {
    return has(nonExecution, code);
  }

  /** Whether this is an offence code. */
  public boolean isOffence(String code) {
    return has(offences, code);
  }

  /**
   * A clock by its id, such as {@code R1}.
   *
   * @throws IllegalArgumentException when the rulebook has none
   */
  public Clock clock(String id) {
    return clocks.stream()
        .filter(c -> c.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no clock " + id));
  }

  /**
   * A check by its rule, such as {@code ip-without-time}.
   *
   * @throws IllegalArgumentException when the rulebook has none
   */
  Check check(String rule) {
    return checks.stream()
        .filter(c -> c.rule().equals(rule))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no check " + rule));
  }

  static boolean has(List<Term> terms, String code) {
    return terms.stream().anyMatch(term -> term.code().equals(code));
  }

  private static <V> Map<String, V> ordered(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /**
   * A kind of request.
   *
   * @param article its code in events, such as {@code BC-29}
   * @param cite the article as it is cited, such as {@code BC 29}
   */
  public record Kind(String kind, String article, String cite, String title, boolean check) {}

  /**
   * A member that a form must hold.
   *
   * @param pointer RFC 6901, into the form
   * @param cite the provision that demands it
   */
  public record Element(
      String rule,
      String article,
      String pointer,
      String cite,
      Severity severity,
      String text,
      boolean check) {}

  /**
   * What is looked at in a form beyond its completeness.
   *
   * @param cite the provision it serves
   */
  public record Check(String rule, String cite, Severity severity, String text, boolean check) {}

  /** The words a form may use. */
  public record Vocabulary(
      List<String> status,
      List<String> itemTypes,
      List<String> holderRoles,
      List<String> categories,
      List<String> links) {
    public Vocabulary {
      status = List.copyOf(status);
      itemTypes = List.copyOf(itemTypes);
      holderRoles = List.copyOf(holderRoles);
      categories = List.copyOf(categories);
      links = List.copyOf(links);
    }
  }

  /**
   * A ground of refusal.
   *
   * @param requiresReservation code of the reservation that the requested Party must have made
   * @param exceptOffences offence codes for which the ground is closed
   * @param requiresStatement whether the refusing side must say why it believes that it applies
   */
  public record Ground(
      String article,
      String code,
      String cite,
      String text,
      @Nullable String requiresReservation,
      List<String> exceptOffences,
      boolean requiresStatement,
      boolean check) {
    public Ground {
      exceptOffences = List.copyOf(exceptOffences);
    }

    /**
     * Whether the requested Party may use this ground. One offence for which the ground is closed
     * closes it for the request.
     *
     * @param reservations of the requested Party, from the register
     * @param offences codes of the request
     */
    public boolean isOpen(Collection<String> reservations, Collection<String> offences) {
      return (requiresReservation == null || reservations.contains(requiresReservation))
          && Collections.disjoint(exceptOffences, offences);
    }
  }

  /** A code and its meaning in English. */
  public record Term(String code, String text, boolean check) {}

  /** What makes a request more than routine. */
  public record UrgencyRules(List<Level> levels, List<Term> reasons) {
    public UrgencyRules {
      levels = List.copyOf(levels);
      reasons = List.copyOf(reasons);
    }

    /** A level by its name; empty when there is none. */
    public Optional<Level> level(String name) {
      return levels.stream().filter(l -> l.level().equals(name)).findFirst();
    }
  }

  /** A level of urgency and what it must be shown by. */
  public record Level(String level, boolean needsRiskFacts, boolean needsReason) {}

  /**
   * A clock, counted in UTC from the trigger.
   *
   * @param durations by level of urgency; empty where the clock has no number of its own
   * @param alarmAfter by level of urgency, when somebody is rung up although it still runs
   * @param minimum a period that nothing but a release can shorten
   * @param warnDaysLeft how many days before the end a warning is due
   * @param hard whether the number is law; a soft one is configuration and shown as such
   */
  public record Clock(
      String id,
      String name,
      String article,
      String trigger,
      String duty,
      Map<String, Duration> durations,
      Map<String, Duration> alarmAfter,
      @Nullable Duration minimum,
      List<Integer> warnDaysLeft,
      String source,
      boolean hard,
      boolean check) {
    public Clock {
      durations = ordered(durations);
      alarmAfter = ordered(alarmAfter);
      warnDaysLeft = List.copyOf(warnDaysLeft);
    }

    /** When the clock runs out; empty where it has no number for this urgency. */
    public Optional<Instant> due(Instant trigger, String urgency) {
      return Optional.ofNullable(durations.get(urgency)).map(trigger::plus);
    }

    /** When somebody is rung up; empty where nobody is. */
    public Optional<Instant> alarm(Instant trigger, String urgency) {
      return Optional.ofNullable(alarmAfter.get(urgency)).map(trigger::plus);
    }

    /** The earliest lawful end. */
    public Instant earliestEnd(Instant trigger) {
      return minimum == null ? trigger : trigger.plus(minimum);
    }
  }
}
