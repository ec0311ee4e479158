package org.quickfreeze.registry.ranges;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.KeyVault;

/** The pieces of ranges as beans. */
@Dependent
class RangeBeans {
  @Produces
  @Singleton
  RangeSnapshots snapshots(Outbox outbox, KeyVault vault, DirectoryCopy directory) {
    return new RangeSnapshots(
        new RangePublisher(outbox, vault.signer("register")), outbox, directory);
  }
}
