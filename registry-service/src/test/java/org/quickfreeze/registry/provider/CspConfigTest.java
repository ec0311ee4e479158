package org.quickfreeze.registry.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.ProviderProfile;

class CspConfigTest {
  private static final Instant SINCE = Instant.parse("2026-11-01T10:00:00Z");

  @Test
  void givenAProfile_whenItIsExported_thenItHasTheElementsOfTheForm() throws IOException {
    JsonNode form =
        form(
            Profiles.acmeWith(
                "/serving/ways/2",
                "{\"kind\": \"rest\", \"address\": \"https://orders.example.org/hi1\"}"));

    assertThat(form)
        .isEqualTo(
            json(
                """
                {"LastChanged": "2026-11-01T10:00:00Z",
                 "TargetFormatTypeDefinitions": {
                   "config:FormatOwner": "acme",
                   "config:TargetFormatTypeDefinitionEntries": {
                     "config:TargetFormatTypeDefinitionEntry": [
                       {"config:FormatName": "handle", "config:Description": "Handle",
                        "config:FormatRegex": "@[a-z]{3,20}"}]}},
                 "TargetingConfigurations": {"config:TargetingConfiguration": [
                   {"config:FormatName": "EmailAddress", "config:FormatOwner": "ETSI",
                    "config:AssociatedLDRequestTypes": %1$s,
                    "config:AssociatedLPRequestTypes": %1$s},
                   {"config:FormatName": "handle", "config:FormatOwner": "acme",
                    "config:AssociatedLDRequestTypes": %2$s,
                    "config:AssociatedLPRequestTypes": %2$s}]},
                 "SupportedLPWorkflowEndpoints": {"config:SupportedLPWorkflowEndpoint": [
                   {"config:LPWorkflowEndpoint": {"common:Owner": "ETSI",
                      "common:Name": "LPWorkflowEndpoint", "common:Value": "NewPreservation"},
                    "config:URL": "https://orders.example.org/hi1"}]}}
                """
                    .formatted(
                        types("StoredContentData", "SubscriberData", "TrafficData"),
                        types("SubscriberData"))));
  }

  @Test
  void givenNoProfile_whenItIsExported_thenNothingIsClaimed() throws IOException {
    assertThat(form(null))
        .isEqualTo(
            json(
                """
                {"LastChanged": "2026-11-01T10:00:00Z",
                 "TargetingConfigurations": {"config:TargetingConfiguration": []}}
                """));
  }

  @Test
  void givenNoWayToPost_whenItIsExported_thenNoEndpointIsNamed() throws IOException {
    assertThat(form(Profiles.acme()).has("SupportedLPWorkflowEndpoints")).isFalse();
  }

  private static JsonNode form(@Nullable ProviderProfile profile) throws IOException {
    DirectoryEntity.Provider provider =
        new DirectoryEntity.Provider("acme", "Acme", "RO", List.of(), null, List.of("en"), profile);
    return Wire.mapper().readTree(Wire.bytes(CspConfig.of(provider, SINCE)));
  }

  private static String types(String... names) {
    String entries =
        String.join(
            ", ",
            List.of(names).stream()
                .map(
                    name ->
                        "{\"common:Owner\": \"ETSI\", \"common:Name\": \"RequestType\","
                            + " \"common:Value\": \""
                            + name
                            + "\"}")
                .toList());
    return "{\"common:DictionaryEntry\": [" + entries + "]}";
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return Wire.mapper().readTree(text);
  }
}
