package org.quickfreeze.registry.sheet;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.law.Bases;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.registry.entity.Changes;
import org.quickfreeze.registry.ping.Pings;

/** The sheets as beans. */
@Dependent
class SheetBeans {
  @Produces
  @Singleton
  Sheets sheets(
      DirectoryCopy directory,
      LawBook book,
      Pings pings,
      Changes changes,
      Transactions transactions) {
    return new Sheets(
        directory,
        new Bases(book),
        pings::lastYear,
        (caller, owner) ->
            transactions.<Long, RuntimeException>inTransaction(
                caller.scope(), tx -> changes.waiting(tx, owner)));
  }

  @Produces
  @Singleton
  DataProtection dataProtection(Config config, LawBook book) {
    return new DataProtection(
        Words.english(),
        key -> config.getOptionalValue(key, String.class).orElse(null),
        new Bases(book));
  }
}
