package org.quickfreeze.demo;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.quickfreeze.contracts.form.PreservationForm;
import org.quickfreeze.contracts.order.AccountAction;
import org.quickfreeze.contracts.order.OrderDocument.Officer;
import org.quickfreeze.contracts.order.OrderDocument.OrderContent;
import org.quickfreeze.contracts.order.UserNotice;

/** Sample orders. */
public final class Orders {
  private Orders() {}

  /** What Romania's order says to the provider; no more of the case than the data to keep. */
  public static OrderContent content(PreservationForm form) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    return new OrderContent(
        form.items(),
        "Code of Criminal Procedure, Article 154 (preservation of computer data)",
        true,
        "en",
        UserNotice.NO,
        null,
        AccountAction.NONE,
        false,
        now.plus(60, ChronoUnit.DAYS),
        now.plus(4, ChronoUnit.HOURS),
        null,
        new Officer(
            "Duty officer",
            "24/7 contact point of Romania",
            "+44 20 7946 0101",
            "desk@ro-24-7.example",
            "24/7 contact point of Romania",
            "+44 20 7946 0900",
            "https://ro-24-7.example"),
        null,
        null);
  }
}
