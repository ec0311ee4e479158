package org.quickfreeze.registry.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;

class ChannelChecksTest {

  @ParameterizedTest
  @CsvSource({
    "telephone, +44 20 7946 0900",
    "telephone, +442079460900",
    "telephone, +40 (21) 555-0100",
    "fax, +44 20 7946 0901",
    "email, desk@fr-24-7.example",
    "email, 24.7+desk@police.example.org",
    "webhook, https://desk.example.org/hook",
    "webhook, https://desk.example.org:8443/hook?for=quickfreeze",
    "feed, feed"
  })
  void givenAChannelThatCanWork_whenChecked_thenNothingIsWrong(String kind, String address) {
    assertThat(pointers(new Channel(kind, address, 1, null))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "telephone, 020 7946 0900",
    "telephone, 0044 20 7946 0900",
    "telephone, +44 20",
    "telephone, +44 20 7946 0900 ext 5",
    "telephone, +999 20 7946 0900",
    "telephone, +44 20 7946 0900 0900 0900",
    "fax, roof",
    "email, desk",
    "email, desk@localhost",
    "email, Desk <desk@example.org>",
    "email, desk@example.org; other@example.org",
    "email, officer@gmail.com",
    "email, officer@GMail.Com",
    "email, officer@mail.yahoo.fr",
    "webhook, http://desk.example.org/hook",
    "webhook, https://127.0.0.1/hook",
    "webhook, https://[::1]/hook",
    "webhook, https://localhost/hook",
    "webhook, https://2130706433/hook",
    "webhook, https://user:secret@desk.example.org/hook",
    "webhook, file:///etc/passwd",
    "feed, https://desk.example.org",
    "email,",
    "telephone, ' '"
  })
  void givenAChannelThatCannotWorkOrIsNobodysService_whenChecked_thenItsAddressIsNamed(
      String kind, @Nullable String address) {
    assertThat(pointers(new Channel(kind, address, 1, null)))
        .containsExactly("/channels/0/address");
  }

  @Test
  void givenAnUnknownKindOrOrder_whenChecked_thenEachIsNamed() {
    assertThat(pointers(new Channel("pigeon", "roof", 0, null)))
        .containsExactlyInAnyOrder("/channels/0/kind", "/channels/0/order");
  }

  @Test
  void givenADomainThatOnlyEndsAlike_whenChecked_thenItIsAServicesOwn() {
    assertThat(pointers(new Channel("email", "desk@notgmail.com", 1, null))).isEmpty();
    assertThat(pointers(new Channel("email", "desk@gmail.com.example.org", 1, null))).isEmpty();
  }

  @Test
  void givenTooManyChannels_whenChecked_thenTheListIsNamed() {
    List<Channel> many = Collections.nCopies(21, new Channel("feed", "feed", 1, null));

    assertThat(ChannelChecks.check("/channels", many).stream().map(FieldError::pointer))
        .containsExactly("/channels");
  }

  private static List<String> pointers(Channel channel) {
    return ChannelChecks.check("/channels", List.of(channel)).stream()
        .map(FieldError::pointer)
        .toList();
  }
}
