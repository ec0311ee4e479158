package org.quickfreeze.gateway.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;

class KafkaChannelAdminTest {
  /** Nobody listens there. */
  private final ChannelAdmin admin =
      new KafkaChannelAdmin(
          () ->
              Admin.create(
                  Map.of(
                      "bootstrap.servers", "127.0.0.1:1",
                      "request.timeout.ms", "200",
                      "default.api.timeout.ms", "400")));

  @Test
  void givenAnInterrupt_whenAChannelIsSet_thenItDoesNotPassForDone() {
    assertThatThrownBy(() -> interrupted(() -> admin.open("acme", "acme")))
        .isInstanceOf(InterruptException.class);
    assertThatThrownBy(() -> interrupted(() -> admin.close("acme", "acme")))
        .isInstanceOf(InterruptException.class);
  }

  private static void interrupted(Runnable change) {
    Thread.currentThread().interrupt();
    try {
      change.run();
    } finally {
      // The interrupt was passed on, and is taken back for the tests that follow.
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
