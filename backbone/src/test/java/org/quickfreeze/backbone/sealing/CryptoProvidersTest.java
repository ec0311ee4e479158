package org.quickfreeze.backbone.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Signature;
import org.junit.jupiter.api.Test;

class CryptoProvidersTest {
  @Test
  void givenThePlatformWhenAskedWhichProviderSignsThenSaysTheOneThatDoes() throws Exception {
    String line = CryptoProviders.inUse();

    String signing = Signature.getInstance(Jws.ALGORITHM).getProvider().getName();
    if (line.startsWith("JDK")) {
      assertThat(signing).startsWith("Sun").isNotEqualTo("AmazonCorrettoCryptoProvider");
    } else {
      assertThat(signing).isEqualTo(line);
    }
  }
}
