package org.quickfreeze.request.lifecycle.application;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quickfreeze.request.lifecycle.domain.SharedRequest;

class StateJsonTest {

  @ParameterizedTest
  @MethodSource("org.quickfreeze.request.lifecycle.domain.Places#requests")
  void whatIsStoredIsReadAgain(SharedRequest request) {
    var stored = StateJson.write(request);

    assertThat(StateJson.read(stored)).isEqualTo(request);
    assertThat(stored).doesNotContain("null");
  }
}
