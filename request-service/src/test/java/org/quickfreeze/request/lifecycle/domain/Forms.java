package org.quickfreeze.request.lifecycle.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.form.PreservationForm;

/** Forms for tests that do not look into them. */
final class Forms {
  private Forms() {}

  static PreservationForm empty() {
    try {
      return Wire.read(
          "{\"confidential\":true,\"trafficDisclosureWanted\":false,\"exercise\":true}"
              .getBytes(UTF_8),
          PreservationForm.class);
    } catch (Wire.Unreadable e) {
      throw new AssertionError(e);
    }
  }
}
