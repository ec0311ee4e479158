package org.quickfreeze.gateway.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.quickfreeze.contracts.order.ReplyCode;

class OrderStateTest {
  static final List<String> STATES =
      List.of(
          "Issued",
          "Delivered",
          "Acknowledged",
          "Preserved",
          "Partly",
          "Releasing",
          "Cancelling",
          "KeptAfterCancel",
          "Undeliverable",
          "HeldByOther",
          "NotAvailable",
          "Rejected",
          "Released",
          "Cancelled");

  private static final Map<ReplyCode, String> FIRST =
      Map.of(
          ReplyCode.ACKNOWLEDGED, "Acknowledged",
          ReplyCode.PRESERVED, "Preserved",
          ReplyCode.PARTLY, "Partly",
          ReplyCode.HELD_BY_OTHER, "HeldByOther",
          ReplyCode.NOT_AVAILABLE, "NotAvailable",
          ReplyCode.REJECTED, "Rejected");

  /** What a reply does; whatever is not here is refused. */
  private static final Map<String, Map<ReplyCode, String>> REPLIES =
      Map.of(
          "Issued", FIRST,
          "Delivered", FIRST,
          "Acknowledged", FIRST,
          "Releasing", Map.of(ReplyCode.RELEASED, "Released"),
          "Cancelling",
              Map.of(
                  ReplyCode.CANCELLED, "Cancelled",
                  ReplyCode.PRESERVED, "KeptAfterCancel",
                  ReplyCode.PARTLY, "KeptAfterCancel",
                  ReplyCode.ACKNOWLEDGED, "Cancelling",
                  ReplyCode.HELD_BY_OTHER, "Cancelling",
                  ReplyCode.NOT_AVAILABLE, "Cancelling",
                  ReplyCode.REJECTED, "Cancelling"),
          "Cancelled",
              Map.of(
                  ReplyCode.PRESERVED, "KeptAfterCancel",
                  ReplyCode.PARTLY, "KeptAfterCancel"),
          "KeptAfterCancel",
              Map.of(
                  ReplyCode.CANCELLED, "KeptAfterCancel",
                  ReplyCode.PRESERVED, "KeptAfterCancel",
                  ReplyCode.PARTLY, "KeptAfterCancel",
                  ReplyCode.ACKNOWLEDGED, "KeptAfterCancel",
                  ReplyCode.HELD_BY_OTHER, "KeptAfterCancel",
                  ReplyCode.NOT_AVAILABLE, "KeptAfterCancel",
                  ReplyCode.REJECTED, "KeptAfterCancel"));

  /** What a further document does; whatever is not here moves nothing. */
  private static final Map<String, Map<String, String>> DOCUMENTS =
      Map.of(
          "Issued", Map.of("cancel", "Cancelling"),
          "Delivered", Map.of("cancel", "Cancelling"),
          "Acknowledged", Map.of("cancel", "Cancelling"),
          "Preserved", Map.of("cancel", "Cancelling", "release", "Releasing"),
          "Partly", Map.of("cancel", "Cancelling", "release", "Releasing"),
          "KeptAfterCancel", Map.of("release", "Releasing"));

  @ParameterizedTest
  @FieldSource("STATES")
  void givenAnyState_whenAReplyComes_thenItLeadsWhereTheTableSays(String state) {
    for (ReplyCode code : ReplyCode.values()) {
      String to = REPLIES.getOrDefault(state, Map.of()).get(code);

      assertThat(OrderState.named(state).after(code).map(OrderState::name))
          .as(code.wire())
          .isEqualTo(Optional.ofNullable(to));
    }
  }

  @ParameterizedTest
  @FieldSource("STATES")
  void givenAnyState_whenADocumentFollows_thenItLeadsWhereTheTableSays(String state) {
    for (String kind : List.of("cancel", "release")) {
      String to = DOCUMENTS.getOrDefault(state, Map.of()).get(kind);

      assertThat(OrderState.named(state).follows(kind).map(OrderState::name))
          .as(kind)
          .isEqualTo(Optional.ofNullable(to));
    }
  }

  @ParameterizedTest
  @FieldSource("STATES")
  void givenAnyState_whenNamed_thenItIsReadAgain(String state) {
    assertThat(OrderState.named(state).name()).isEqualTo(state);
    assertThat(OrderState.named(state).delivered().name())
        .isEqualTo(state.equals("Issued") ? "Delivered" : state);
  }

  @ParameterizedTest
  @FieldSource("STATES")
  void givenAnyState_whenADocumentIsSetAside_thenOnlyAnOrderThatNobodyHasIsLost(String state) {
    assertThat(OrderState.named(state).setAside().name())
        .isEqualTo(state.equals("Issued") ? "Undeliverable" : state);
  }

  @Test
  void givenANameOfNoState_whenRead_thenItIsADefect() {
    assertThatIllegalArgumentException().isThrownBy(() -> OrderState.named("Lost"));
  }
}
