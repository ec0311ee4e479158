package org.quickfreeze.registry.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quickfreeze.backbone.problem.Problem;
import org.quickfreeze.backbone.sealing.AgeRecipient;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.registry.fixture.AgeKey;

class KeyFormsTest {
  private final KeyForms forms =
      new KeyForms(new KeyOverlap(Duration.ofDays(7), Duration.ofDays(30), Duration.ofDays(90)));

  @Test
  void givenARecipientAsAgeKeygenPrintsIt_whenRead_thenTheRegisterGetsItsKey() throws Exception {
    AgeRecipient recipient = AgeKey.fresh().recipient();
    ObjectNode form =
        form(
            """
            {"kind": "key", "owner": "authority/fr-24-7", "purpose": "duty", "recipient": " %s\\n"}
            """
                .formatted(recipient.text()));

    assertThat(forms.complete(form)).isNull();

    assertThat(Wire.mapper().treeToValue(form, DirectoryEntity.class))
        .isEqualTo(
            new DirectoryEntity.Key(
                recipient.kid(), "authority/fr-24-7", "age", recipient.members(), "duty", null));
  }

  @ParameterizedTest
  @CsvSource({
    "sig, , P7D",
    "enc, , P30D",
    "age, , P30D",
    "sig, PT0S, PT0S",
    "sig, P90D, P90D",
    "age, PT36H, PT36H"
  })
  void givenAKeyThatReplacesAnother_whenRead_thenTheOverlapIsThatOfItsUseUnlessItSays(
      String use, String said, Duration overlap) throws Exception {
    ObjectNode form = form("{\"replaces\": \"old\"}").put("use", use);
    if (said != null) {
      form.put("overlap", said);
    }

    assertThat(forms.complete(form)).isEqualTo(overlap);
    assertThat(form.has("overlap")).isFalse();
  }

  @Test
  void givenAKeyThatReplacesNone_whenRead_thenThereIsNoOverlapUnlessItSays() throws Exception {
    assertThat(forms.complete(form("{\"use\": \"sig\", \"replaces\": null}"))).isNull();
    assertThat(forms.complete(form("{\"use\": \"sig\", \"overlap\": \"P1D\"}")))
        .isEqualTo(Duration.ofDays(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"recipient\": \"age1pq1qqq\"} | /recipient | post-quantum",
        "{\"recipient\": \"AGE-SECRET-KEY-1QQQ\"} | /recipient | private",
        "{\"recipient\": 7} | /recipient | age1",
        "{\"recipient\": \"age1qqq\", \"use\": \"sig\"} | /recipient | leave those out",
        "{\"recipient\": \"age1qqq\", \"kid\": \"k\"} | /recipient | leave those out",
        "{\"recipient\": \"age1qqq\", \"jwk\": {}} | /recipient | leave those out",
        "{\"replaces\": \"k\", \"overlap\": \"P91D\"} | /overlap | between",
        "{\"replaces\": \"k\", \"overlap\": \"-PT1S\"} | /overlap | between",
        "{\"replaces\": \"k\", \"overlap\": \"a week\"} | /overlap | ISO 8601",
        "{\"replaces\": \"k\", \"overlap\": 7} | /overlap | ISO 8601"
      })
  void givenAFormThatCannotBeRead_whenRead_thenItsPlaceIsNamed(
      String json, String pointer, String what) {
    assertThatThrownBy(() -> forms.complete(form(json)))
        .isInstanceOfSatisfying(
            Problem.ProblemException.class,
            refused ->
                assertThat(refused.problem().errors())
                    .singleElement()
                    .satisfies(
                        error -> {
                          assertThat(error.pointer()).isEqualTo(pointer);
                          assertThat(error.message()).contains(what);
                        }));
  }

  @ParameterizedTest
  @CsvSource({"P91D, P30D", "P7D, P91D", "-PT1S, P30D", "P7D, -PT1S"})
  void givenAnOverlapForAllThatNoOwnerCouldSay_whenTheServiceStarts_thenItDoesNot(
      Duration signing, Duration sealing) {
    assertThatThrownBy(() -> new KeyOverlap(signing, sealing, Duration.ofDays(90)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ObjectNode form(String json) {
    try {
      return (ObjectNode) Wire.mapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
