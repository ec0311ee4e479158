package org.quickfreeze.registry.provider;

import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.contracts.directory.ProviderProfile.Hours;
import org.quickfreeze.contracts.directory.ProviderProfile.Serving;
import org.quickfreeze.contracts.directory.ProviderProfile.Way;
import org.quickfreeze.registry.contact.ChannelChecks;

/** How a provider can be served at all (Guidelines of 2008, paragraphs 48 to 50). */
final class ServingChecks {
  private static final List<String> WAYS = List.of("topic", "rest", "link", "email", "post");
  private static final List<String> EMERGENCY = List.of("telephone", "email", "fax");
  private static final List<String> DAYS = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");
  private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*");
  private static final int MOST_LANGUAGES = 40;
  private static final int MOST_WAYS = 10;
  private static final int MOST_HOURS = 50;
  private static final int DAY_IN_MINUTES = 1440;

  private final Faults faults = new Faults(ProviderChecks.LAW);

  private ServingChecks() {}

  static List<FieldError> check(String at, Serving serving) {
    ServingChecks checks = new ServingChecks();
    checks.languages(at + "/languages", serving.languages());
    checks.ways(at + "/ways", serving.ways());
    if (!ZoneId.getAvailableZoneIds().contains(String.valueOf(serving.timeZone()))) {
      checks.faults.add(at + "/timeZone", "value", "is no name in the IANA database");
    }
    checks.hours(at + "/hours", serving.hours());
    checks.emergency(at + "/emergency", serving.emergency());
    checks.faults.number(at + "/emergencyMinutes", serving.emergencyMinutes(), 1, DAY_IN_MINUTES);
    return checks.faults.errors();
  }

  private void languages(String at, List<String> tags) {
    faults.size(at, tags.size(), MOST_LANGUAGES);
    for (int i = 0; i < tags.size(); i++) {
      faults.matches(at + '/' + i, LANGUAGE, tags.get(i), "a language tag (RFC 5646)");
    }
  }

  private void ways(String at, List<Way> ways) {
    faults.size(at, ways.size(), MOST_WAYS);
    for (int i = 0; i < ways.size(); i++) {
      way(at + '/' + i, ways.get(i));
    }
  }

  private void way(String at, Way way) {
    faults.oneOf(at + "/kind", WAYS, way.kind());
    switch (String.valueOf(way.kind())) {
      case "rest", "link" -> faults.https(at + "/address", way.address());
      case "post" -> faults.text(at + "/address", way.address());
      case "email" -> mailbox(at, String.valueOf(way.address()));
      default -> noAddress(at + "/address", way);
    }
  }

  private void mailbox(String at, String address) {
    faults.addAll(
        ChannelChecks.check(at, List.of(new Channel("email", address, 1, null))).stream()
            .map(e -> new FieldError(at + "/address", e.rule(), e.source(), e.message()))
            .toList());
  }

  private void noAddress(String at, Way way) {
    if (way.address() != null) {
      faults.add(at, "value", "is not wanted: this way has no address of its own");
    }
  }

  private void hours(String at, List<Hours> hours) {
    faults.size(at, hours.size(), MOST_HOURS);
    for (int i = 0; i < hours.size(); i++) {
      Hours one = hours.get(i);
      if (one.days().isEmpty()
          || one.days().size() > DAYS.size()
          || !DAYS.containsAll(one.days())) {
        faults.add(at + '/' + i + "/days", "value", "must be some of " + String.join(", ", DAYS));
      }
      faults.matches(at + '/' + i + "/from", TIME, one.from(), "HH:MM, local time");
      faults.matches(at + '/' + i + "/until", TIME, one.until(), "HH:MM, local time");
    }
  }

  private void emergency(String at, List<Channel> channels) {
    faults.addAll(ChannelChecks.check(at, channels));
    for (int i = 0; i < channels.size(); i++) {
      faults.oneOf(at + '/' + i + "/kind", EMERGENCY, channels.get(i).kind());
      if (channels.get(i).testedAt() != null) {
        faults.add(at + '/' + i + "/testedAt", "value", "is not written by hand");
      }
    }
  }
}
