package org.quickfreeze.registry.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.registry.provider.FindProviders.Wanted;

class FindProvidersTest {
  @ParameterizedTest
  @CsvSource({
    ",,,, true",
    "RO,,,, true",
    "DE,,,, true",
    "FR,,,, false",
    ", mail,,, true",
    ", fax,,, false",
    ",, CONTENT,, true",
    ", chat, CONTENT,, false",
    ", chat, SUBSCRIBER, handle, true",
    ", chat, SUBSCRIBER, mailbox, false",
    ",, TRAFFIC, handle, false",
    ",,, EmailAddress, true",
    ",,, IPv4Address, false",
    "RO, mail, TRAFFIC, EmailAddress, true",
    "FR, mail, TRAFFIC, EmailAddress, false"
  })
  void givenAProfile_whenItIsLookedFor_thenOneServiceHasToHaveAll(
      @Nullable String country,
      @Nullable String service,
      @Nullable String dataType,
      @Nullable String format,
      boolean found) {
    DirectoryEntity.Provider provider =
        new DirectoryEntity.Provider(
            "acme", "Acme GmbH", "DE", List.of("fax"), null, List.of("en"), Profiles.acme());

    assertThat(new Wanted(country, service, dataType, format).fits(provider)).isEqualTo(found);
  }

  @ParameterizedTest
  @CsvSource({
    "DE,,,, true",
    "RO,,,, false",
    ", fax,,, true",
    ", mail,,, false",
    ", fax, SUBSCRIBER,, false",
    ",,, EmailAddress, false"
  })
  void givenNoProfile_whenItIsLookedFor_thenNothingIsGuessed(
      @Nullable String country,
      @Nullable String service,
      @Nullable String dataType,
      @Nullable String format,
      boolean found) {
    DirectoryEntity.Provider provider =
        new DirectoryEntity.Provider(
            "acme", "Acme GmbH", "DE", List.of("fax"), null, List.of("en"));

    assertThat(new Wanted(country, service, dataType, format).fits(provider)).isEqualTo(found);
  }
}
