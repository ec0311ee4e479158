package org.quickfreeze.registry.sheet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.law.Bases;
import org.quickfreeze.registry.entity.Changes;
import org.quickfreeze.registry.ping.Pings;

/** The compliance sheets, as callers may see them. */
final class Sheets {
  private final DirectoryCopy directory;
  private final Bases bases;
  private final Pings pings;
  private final Changes changes;
  private final Transactions transactions;
  private final Words words = Words.english();

  Sheets(
      DirectoryCopy directory,
      Bases bases,
      Pings pings,
      Changes changes,
      Transactions transactions) {
    this.directory = directory;
    this.bases = bases;
    this.pings = pings;
    this.changes = changes;
    this.transactions = transactions;
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
        ? pings.lastYear(caller, facts.authority().party(), now).orElse(null)
        : null;
  }

  private @Nullable Long pending(Caller caller, Reader reader, String id) {
    return reader.seesPending()
        ? transactions.<Long, RuntimeException>inTransaction(
            caller.scope(), tx -> changes.waiting(tx, "authority/" + id))
        : null;
  }
}
