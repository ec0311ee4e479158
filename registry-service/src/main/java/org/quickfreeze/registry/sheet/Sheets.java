package org.quickfreeze.registry.sheet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.contracts.law.Bases;
import org.quickfreeze.registry.ping.Pings;

/** The compliance sheets, as callers may see them. */
final class Sheets {
  private final DirectoryCopy directory;
  private final Bases bases;
  private final Tests tests;
  private final Pending pending;
  private final Words words = Words.english();

  /** How the channels of a State did; empty where it does not let the caller see it. */
  interface Tests {
    Optional<List<Pings.Figures>> lastYear(Caller caller, String party, Instant now);
  }

  /** How many changes of an owner wait that the caller may see. */
  interface Pending {
    long waiting(Caller caller, String owner);
  }

  Sheets(DirectoryCopy directory, Bases bases, Tests tests, Pending pending) {
    this.directory = directory;
    this.bases = bases;
    this.tests = tests;
    this.pending = pending;
  }

  Words words() {
    return words;
  }

  /** The sheet of an authority; empty where none was in force. */
  Optional<Sheet> authority(Caller caller, String id, Instant at, Instant now) {
    return AuthorityFacts.read(directory, id, at, now)
        .map(
            facts -> {
              Reader reader = Reader.of(caller, id, facts.authority().party());
              return new AuthoritySheet(facts, reader, bases, words)
                  .sheet(
                      new AuthoritySheet.Beside(
                          tests(caller, reader, facts, now), pending(caller, reader, id)),
                      directory.version());
            });
  }

  /** The sheet of a provider; empty where none was in force, and where it is not the caller's. */
  Optional<Sheet> provider(Caller caller, String id, Instant at) {
    if (caller.role().equals("provider") && !id.equals(caller.provider())) {
      return Optional.empty();
    }
    return ProviderFacts.read(directory, id, at)
        .map(facts -> ProviderSheet.of(facts, words, directory.version()));
  }

  private @Nullable List<Pings.Figures> tests(
      Caller caller, Reader reader, AuthorityFacts facts, Instant now) {
    return reader.seesOperations() && !facts.past()
        ? tests.lastYear(caller, facts.authority().party(), now).orElse(null)
        : null;
  }

  private @Nullable Long pending(Caller caller, Reader reader, String id) {
    return reader.seesPending() ? pending.waiting(caller, "authority/" + id) : null;
  }
}
