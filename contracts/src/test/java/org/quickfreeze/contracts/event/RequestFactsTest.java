package org.quickfreeze.contracts.event;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.contracts.event.RequestFacts.Side;

class RequestFactsTest {
  private static final String WRITTEN = "Jane Doe, 198.51.100.23";
  private static final List<String> MEMBERS =
      List.of("FR", "fr-24-7", "BC-29", "preservation", "URGENT", "TRAFFIC", "BC-8", "1", "acme");

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void givenWordsWhereACodeBelongs_whenMade_thenTheyAreRefusedAndNotQuoted(int member) {
    List<String> texts = new ArrayList<>(MEMBERS);
    texts.add("1");
    assertThatCode(() -> facts(texts)).doesNotThrowAnyException();

    texts.set(member, WRITTEN);

    assertThatThrownBy(() -> facts(texts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(WRITTEN);
  }

  private static RequestFacts facts(List<String> texts) {
    Side side = new Side(texts.get(0), texts.get(1));
    return new RequestFacts(
        side,
        side,
        texts.get(2),
        texts.get(3),
        texts.get(4),
        List.of(texts.get(5)),
        List.of(texts.get(6)),
        List.of(texts.get(7)),
        List.of(texts.get(8)),
        texts.get(9),
        false);
  }
}
