package org.quickfreeze.request.lifecycle.application;

import java.util.UUID;
import org.quickfreeze.backbone.sealing.DataKey;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.contracts.event.RequestFacts;
import org.quickfreeze.request.lifecycle.application.RequestStore.Stored;

/** The key of the half that both sides share, and what each ciphertext under it is bound to. */
final class SharedKeys {
  private final KeyVault vault;

  SharedKeys(KeyVault vault) {
    this.vault = vault;
  }

  byte[] wrap(String party, DataKey key, UUID request) {
    return vault.wrap(party, key, place(request));
  }

  /** Opened for nobody's eyes: the service itself adds an entry. */
  DataKey open(Stored stored) {
    RequestFacts facts = stored.request().facts();
    return vault.unwrap(facts.from().party(), stored.keyFrom(), place(stored.request().id()));
  }

  /** Opened for the Party of the scope. */
  DataKey open(Stored stored, Scope scope) {
    RequestFacts facts = stored.request().facts();
    boolean requester = facts.from().party().equals(scope.party());
    return vault.unwrap(
        requester ? facts.from().party() : facts.to().party(),
        requester ? stored.keyFrom() : stored.keyTo(),
        place(stored.request().id()));
  }

  static String entryPlace(UUID request, long number) {
    return request + "/entry/" + number;
  }

  static String changePlace(UUID request, long number) {
    return request + "/change/" + number;
  }

  private static String place(UUID request) {
    return request + "/shared";
  }
}
