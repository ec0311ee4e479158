package org.quickfreeze.registry.sheet;

import java.time.Instant;
import java.util.List;
import org.quickfreeze.contracts.directory.AuthorityRoles;
import org.quickfreeze.contracts.directory.AuthorityRoles.Mandate;
import org.quickfreeze.contracts.directory.AuthorityRoles.Membership;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryEntity.Authority;
import org.quickfreeze.contracts.directory.DirectoryEntity.Caller;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;
import org.quickfreeze.contracts.directory.DirectoryEntity.Power;
import org.quickfreeze.contracts.directory.DutyRota;
import org.quickfreeze.contracts.directory.PartyLaw;

/** A State, its round-the-clock point and a provider that lack nothing; a Monday. */
final class SheetFacts {
  static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");
  private static final List<String> WEEK = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");
  private static final List<String> WEEKDAYS = List.of("MO", "TU", "WE", "TH", "FR");

  private SheetFacts() {}

  static Party party() {
    return new Party(
        "QM", "Anywhere", "Ailleurs", "party", List.of(), new PartyLaw(List.of(), List.of()));
  }

  static Authority bareAuthority() {
    return new Authority("qm-24-7", "QM", List.of(), "Office", null, null);
  }

  static Authority authority() {
    return authority("Office of Anywhere");
  }

  static Authority authority(String office) {
    return new Authority(
        "qm-24-7",
        "QM",
        List.of("contact-point-24-7"),
        office,
        List.of(new Power("preservation", "qm-prosecutor", "Code, section 1", false)),
        new AuthorityRoles(
            List.of(new Mandate("contact-point-24-7", List.of(), null, null, "a list", false)),
            List.of(new Membership("budapest-24-7", null, null, "a list", false))));
  }

  static Channel untested() {
    return new Channel("fax", "+442079460002", 3, null);
  }

  static ContactPoint point() {
    return point(WEEK);
  }

  static ContactPoint weekdaysOnly() {
    return point(WEEKDAYS);
  }

  private static ContactPoint point(List<String> days) {
    return new ContactPoint(
        "qm-desk",
        "qm-24-7",
        List.of(
            new Channel("telephone", "+442079460001", 1, NOW),
            new Channel("email", "desk@qm.example.org", 2, NOW)),
        List.of("en", "fr"),
        "UTC",
        "round the clock",
        new DutyRota(
            List.of(
                new DutyRota.Line(
                    10,
                    List.of(
                        new DutyRota.Shift(
                            days,
                            "00:00",
                            "00:00",
                            null,
                            new DutyRota.Duty("duty officer", List.of()))))),
            List.of()),
        NOW.plusSeconds(1));
  }

  static Caller person(Instant trainedUntil) {
    return new Caller(
        "0123456789abcdef",
        "officer",
        "QM",
        "qm-24-7",
        null,
        List.of("team-x"),
        List.of("preservation"),
        trainedUntil,
        null);
  }

  static List<KeySince> keys() {
    return List.of(
        new KeySince("kid-duty", "age-duty", NOW),
        new KeySince("kid-safe", "age-recovery", NOW),
        new KeySince("kid-enc", "enc", NOW),
        new KeySince("kid-one", "sig", NOW),
        new KeySince("kid-two", "sig", NOW));
  }

  static DirectoryEntity.Provider provider() {
    return new DirectoryEntity.Provider(
        "qm-host", "Host Ltd", "QM", List.of("mail"), null, List.of("en"));
  }
}
