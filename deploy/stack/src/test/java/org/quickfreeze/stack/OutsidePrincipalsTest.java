package org.quickfreeze.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutsidePrincipalsTest {
  @Test
  void aProviderIsItsId() {
    assertThat(OutsidePrincipals.principal("acme-2"))
        .isEqualTo(new KafkaPrincipal("User", "acme-2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"svc.admin", "svc.broker", "ab", "", "ACME", "acme\n", "acme,O=x"})
  void whoeverIsNoProviderIsNobody(String client) {
    assertThat(OutsidePrincipals.principal(client)).isEqualTo(KafkaPrincipal.ANONYMOUS);
  }

  @Test
  void aPrincipalTravelsBetweenBrokers() {
    OutsidePrincipals principals = new OutsidePrincipals();
    KafkaPrincipal acme = OutsidePrincipals.principal("acme");

    assertThat(principals.deserialize(principals.serialize(acme))).isEqualTo(acme);
  }
}
