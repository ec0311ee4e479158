package org.quickfreeze.registry.exchange;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.registry.entity.BulkEntry;
import org.quickfreeze.registry.entity.EntityRegister;

/** The pieces of imports as beans. */
@Dependent
class ExchangeBeans {
  @Produces
  @Singleton
  RosterImports imports(EntityRegister register, LawBook law) {
    return new RosterImports(new BulkEntry(register, law));
  }
}
