package org.quickfreeze.bench;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.act.ActBody;
import org.quickfreeze.contracts.act.ActType;
import org.quickfreeze.contracts.form.PreservationForm;
import org.quickfreeze.contracts.order.OrderKind;
import org.quickfreeze.demo.ContactPoint;
import org.quickfreeze.demo.Orders;
import org.quickfreeze.demo.SampleKey;

/**
 * The acts that bring one request from France to an order in Romania, all signed beforehand: each
 * names the hash of the one before, which is known without asking the service.
 *
 * @param submission body of {@code POST /requests}
 * @param acknowledgement body of {@code POST /requests/{id}/acknowledgement}
 * @param acceptance body of {@code POST /requests/{id}/acceptance}
 * @param ordering body of {@code POST /requests/{id}/orders}
 */
record Story(
    UUID request,
    UUID order,
    byte[] submission,
    byte[] acknowledgement,
    byte[] acceptance,
    byte[] ordering) {
  static final String PROVIDER = "acme";

  /** Only the first act, which is all that the intake needs. */
  record Submission(UUID request, byte[] body) {
    static Submission signed(ContactPoint france, ContactPoint romania, PreservationForm form) {
      UUID request = UUID.randomUUID();
      return new Submission(
          request, Story.body(france.signedSubmission(request, romania.self(), form)));
    }
  }

  static Story signed(ContactPoint france, ContactPoint romania, PreservationForm form) {
    UUID request = UUID.randomUUID();
    UUID order = UUID.randomUUID();
    String submit = france.signedSubmission(request, romania.self(), form);
    String acknowledge =
        romania.sign(
            request, ActType.ACKNOWLEDGE, SampleKey.hash(submit), france.self(), handler());
    String accept =
        romania.sign(
            request,
            ActType.ACCEPT,
            SampleKey.hash(acknowledge),
            france.self(),
            new ActBody.Accept(null));
    String document =
        romania.order(order, request, PROVIDER, OrderKind.PRESERVE, "", Orders.content(form));
    ActBody.Order body =
        new ActBody.Order(
            order,
            form.items().stream().map(i -> i.id()).toList(),
            PROVIDER,
            SampleKey.hash(document));
    String ordering =
        romania.sign(request, ActType.ORDER, SampleKey.hash(accept), france.self(), body);
    return new Story(
        request,
        order,
        body(submit),
        body(acknowledge),
        body(accept),
        Wire.bytes(Map.of("act", ordering, "documents", List.of(document))));
  }

  private static ActBody.Acknowledge handler() {
    return new ActBody.Acknowledge(
        new ActBody.Handler("Duty officer", "24/7 desk", "+44 20 7946 0101"),
        Instant.now().plus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS));
  }

  private static byte[] body(String act) {
    return Wire.bytes(Map.of("act", act));
  }
}
