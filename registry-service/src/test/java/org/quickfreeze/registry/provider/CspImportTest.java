package org.quickfreeze.registry.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.ProviderProfile;
import org.quickfreeze.contracts.directory.ProviderProfile.DataHeld;
import org.quickfreeze.contracts.directory.ProviderProfile.IdentifierFormat;
import org.quickfreeze.contracts.directory.ProviderProfile.Service;
import org.quickfreeze.contracts.directory.ProviderProfile.Way;

class CspImportTest {
  private static final Instant SINCE = Instant.parse("2026-11-01T10:00:00Z");
  private static final String TARGET =
      "/config/TargetingConfigurations/config:TargetingConfiguration/";

  @Test
  void givenAnExport_whenItIsReadAgain_thenItSaysTheSame() {
    DirectoryEntity.Provider acme = acme(Profiles.acme());

    CspImport.Result result = read(acme, exported(acme), Map.of(), Map.of());

    assertThat(result.errors()).isEmpty();
    assertThat(result.provider()).isEqualTo(acme);
  }

  @Test
  void givenAnExportWithAnAddress_whenItIsReadAgain_thenTheAddressStandsOnce() {
    DirectoryEntity.Provider acme =
        acme(
            Profiles.acmeWith(
                "/serving/ways/-",
                "{\"kind\": \"rest\", \"address\": \"https://orders.example.org/hi1\"}"));

    assertThat(read(acme, exported(acme), Map.of(), Map.of()).provider()).isEqualTo(acme);
    assertThat(
            profile(read(acme(Profiles.acme()), exported(acme), Map.of(), Map.of()))
                .serving()
                .ways())
        .contains(new Way("rest", "https://orders.example.org/hi1"));
  }

  @Test
  void givenAFormatThatIsNew_whenItsServiceAndExampleAreNamed_thenItIsEntered() {
    String form =
        form(
            "{\"config:FormatName\": \"room\", \"config:Description\": \"Room\","
                + " \"config:FormatRegex\": \"r[0-9]{4}\"}",
            target("handle", "acme", "SubscriberData"), target("room", "acme", "SubscriberData"));

    ProviderProfile after =
        profile(read(acme(Profiles.acme()), form, Map.of("room", "chat"), Map.of("room", "r1234")));

    assertThat(after.identifierFormats())
        .contains(new IdentifierFormat("room", "Room", "r[0-9]{4}", "r1234", null, null));
    assertThat(service(after, "chat").identifierFormats()).containsExactly("handle", "room");
    assertThat(service(after, "mail")).isEqualTo(service(Profiles.acme(), "mail"));
    assertThat(ProviderChecks.check("", after)).isEmpty();
  }

  @Test
  void givenOtherKindsOfData_whenRead_thenWhatIsStillHeldKeepsItsRetention() {
    ProviderProfile after =
        profile(
            read(
                acme(Profiles.acme()),
                form("", target("EmailAddress", "ETSI", "TrafficData")),
                Map.of(),
                Map.of()));

    assertThat(service(after, "mail").data()).containsExactly(new DataHeld("TRAFFIC", 30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "IPv4Address ETSI SubscriberData; 0/config:FormatName; reference",
        "handle acme WiretapData; 0/config:AssociatedLDRequestTypes/common:DictionaryEntry/0/common:Value; value",
        "room acme SubscriberData; 0/config:FormatName; example",
        "nowhere acme SubscriberData; 0/config:FormatName; reference",
        "EmailAddress 3GPP SubscriberData; 0/config:FormatName; reference",
      })
  void givenWhatHasNoPlace_whenRead_thenItIsAnErrorWithItsPlaceInTheForm(
      String words, String pointer, String rule) {
    String[] word = words.split(" ", -1);
    String form =
        form(
            "{\"config:FormatName\": \"room\", \"config:Description\": \"Room\","
                + " \"config:FormatRegex\": \"r[0-9]{4}\"}",
            target(word[0], word[1], word[2]));

    CspImport.Result result = read(acme(Profiles.acme()), form, Map.of("room", "chat"), Map.of());

    assertThat(result.provider()).isNull();
    assertThat(result.errors())
        .extracting(FieldError::pointer, FieldError::rule)
        .contains(tuple(TARGET + pointer, rule));
  }

  @Test
  void givenAFormatThatBelongsToNoService_whenRead_thenItsServiceIsAskedFor() {
    String form =
        form(
            "{\"config:FormatName\": \"room\", \"config:Description\": \"Room\","
                + " \"config:FormatRegex\": \"r[0-9]{4}\"}",
            target("room", "acme", "SubscriberData"));

    assertThat(
            read(acme(Profiles.acme()), form, Map.of("room", "nowhere"), Map.of("room", "r1234"))
                .errors())
        .extracting(FieldError::rule)
        .containsExactly("service");
  }

  @Test
  void givenFormatsOfOneServiceThatDiffer_whenRead_thenThatIsSaid() {
    String form =
        form(
            "{\"config:FormatName\": \"room\", \"config:Description\": \"Room\","
                + " \"config:FormatRegex\": \"r[0-9]{4}\"}",
            target("handle", "acme", "SubscriberData"), target("room", "acme", "TrafficData"));

    assertThat(
            read(acme(Profiles.acme()), form, Map.of("room", "chat"), Map.of("room", "r1234"))
                .errors())
        .extracting(FieldError::pointer, FieldError::rule)
        .containsExactly(tuple(TARGET + "1", "differs"));
  }

  @Test
  void givenWhatIsAllowedForPreservationAlone_whenRead_thenThatIsSaid() {
    String whole = target("EmailAddress", "ETSI", "TrafficData");
    int disclosure = whole.indexOf("TrafficData");
    String differs =
        whole.substring(0, disclosure)
            + "SubscriberData"
            + whole.substring(disclosure + "TrafficData".length());

    assertThat(read(acme(Profiles.acme()), form("", differs), Map.of(), Map.of()).errors())
        .extracting(FieldError::pointer, FieldError::rule)
        .containsExactly(tuple(TARGET + "0", "differs"));
  }

  @Test
  void givenAFormatTwice_whenRead_thenThatIsSaid() {
    String form =
        form(
            "{\"config:FormatName\": \"handle\", \"config:Description\": \"Handle\","
                + " \"config:FormatRegex\": \"@[a-z]{3,20}\"}",
            target("handle", "acme", "SubscriberData"),
            target("handle", "acme", "SubscriberData"));

    assertThat(read(acme(Profiles.acme()), form, Map.of(), Map.of()).errors())
        .extracting(FieldError::pointer, FieldError::rule)
        .containsExactly(tuple(TARGET + "1", "twice"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; required",
        "{\"TargetingConfigurations\": {}}; required",
        "{\"TargetingConfigurations\": {\"config:TargetingConfiguration\": [{}]}}; required",
      })
  void givenAFormWithHoles_whenRead_thenTheyAreErrorsAndNotAccidents(String form, String rule) {
    assertThat(read(acme(Profiles.acme()), form, Map.of(), Map.of()).errors())
        .extracting(FieldError::rule)
        .containsExactly(rule);
  }

  @Test
  void givenNoProfile_whenAFormIsRead_thenItIsWantedFirst() {
    assertThat(read(acme(null), exported(acme(Profiles.acme())), Map.of(), Map.of()).errors())
        .extracting(FieldError::rule)
        .containsExactly("profile");
  }

  private static CspImport.Result read(
      DirectoryEntity.Provider provider,
      String form,
      Map<String, String> services,
      Map<String, String> examples) {
    try {
      CspConfig config = Wire.mapper().readValue(form, CspConfig.class);
      return CspImport.of(provider, new CspImport.Form(config, services, examples));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static ProviderProfile profile(CspImport.Result result) {
    assertThat(result.errors()).isEmpty();
    DirectoryEntity.Provider provider = result.provider();
    assertThat(provider).isNotNull();
    ProviderProfile profile = provider.profile();
    assertThat(profile).isNotNull();
    return profile;
  }

  private static Service service(ProviderProfile profile, String id) {
    return profile.services().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  private static String exported(DirectoryEntity.Provider provider) {
    return new String(Wire.bytes(CspConfig.of(provider, SINCE)), StandardCharsets.UTF_8);
  }

  private static DirectoryEntity.Provider acme(@Nullable ProviderProfile profile) {
    return new DirectoryEntity.Provider(
        "acme", "Acme", "RO", List.of("mail"), "acme", List.of("en"), profile);
  }

  private static String form(String definition, String... targets) {
    return """
    {"LastChanged": "2026-11-01T10:00:00Z",
     "TargetFormatTypeDefinitions": {"config:FormatOwner": "acme",
       "config:TargetFormatTypeDefinitionEntries": {
         "config:TargetFormatTypeDefinitionEntry": [
           {"config:FormatName": "handle", "config:Description": "Handle",
            "config:FormatRegex": "@[a-z]{3,20}"}%s]}},
     "TargetingConfigurations": {"config:TargetingConfiguration": [%s]}}
    """
        .formatted(
            definition.isEmpty() || definition.contains("\"handle\"") ? "" : ", " + definition,
            String.join(", ", targets));
  }

  private static String target(String name, String owner, String type) {
    String types =
        "{\"common:DictionaryEntry\": [{\"common:Owner\": \"ETSI\", \"common:Name\":"
            + " \"RequestType\", \"common:Value\": \""
            + type
            + "\"}]}";
    return "{\"config:FormatName\": \"%s\", \"config:FormatOwner\": \"%s\",".formatted(name, owner)
        + " \"config:AssociatedLDRequestTypes\": "
        + types
        + ", \"config:AssociatedLPRequestTypes\": "
        + types
        + "}";
  }
}
