package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.demo.Api;

/** What different readers see of the register: sheets, providers, and what is public. */
class RegisterViewsIT {
  private final Network n = network();
  private final String register = n.addresses.registry();

  @Test
  void aComplianceSheetIsAPageThatLoadsNothingOrJson() {
    String url = register + "/authorities/ro-24-7/compliance-sheet";

    Api.Answer page =
        Api.get(url, n.person("officer.fr").get(), Map.of("Accept", "text/html")).expect(200);
    JsonNode sheet = Api.get(url, n.person("officer.fr").get()).expect(200).json();

    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
    assertThat(page.text())
        .contains("<html lang=\"en\"", "24/7 contact point of Romania")
        .doesNotContain("<script", "http-equiv", "<link", "src=");
    assertThat(sheet.toString()).contains("no-recovery-recipient", "+44 20 7946 0900");
  }

  @ParameterizedTest
  @CsvSource({
    "officer.fr, 200",
    "supervisor.fr, 200",
    "secretariat, 200",
    "auditor, 200",
    "operator, 403"
  })
  void aComplianceSheetIsForThoseWhoWorkWithIt(String account, int status) {
    Api.get(register + "/authorities/ro-24-7/compliance-sheet", n.person(account).get())
        .expect(status);
  }

  @Test
  void aProviderSeesItsOwnSheetAndNobodyElses() {
    String acme = n.tokens.client("acme").get();

    Api.get(register + "/providers/acme/compliance-sheet", acme).expect(200);
    Api.get(register + "/providers/globex/compliance-sheet", acme).expect(404);
    assertThat(Api.get(register + "/authorities/ro-24-7/compliance-sheet", acme).expect(200).text())
        .contains("24/7 contact point of Romania")
        .doesNotContain("never-tested", "no-rota", "nobody-trained");
  }

  @Test
  void nothingIsPublicUnlessTheRegisterIsToldSo() {
    assertThat(Api.get(register + "/public/directory", null).status()).isEqualTo(404);
  }

  @Test
  void anOfficerFindsWhoHasTheDataAndWhetherSomebodyIsAtTheDesk() {
    String officer = n.person("officer.fr").get();

    JsonNode found =
        Api.get(register + "/directory/providers?dataType=TRAFFIC&country=RO", officer)
            .expect(200)
            .json();
    JsonNode desk =
        Api.get(register + "/directory/providers/acme/open", officer).expect(200).json();
    JsonNode config =
        Api.get(register + "/directory/providers/acme/csp-config", officer).expect(200).json();

    assertThat(found.toString()).contains("\"acme\"");
    assertThat(desk.has("open")).isTrue();
    assertThat(config.toString()).contains("LastChanged");
    Api.get(register + "/directory/providers/nobody/open", officer).expect(404);
    Api.get(register + "/directory/providers?country=Romania", officer).expect(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/directory/providers", "/directory/providers/acme/open"})
  void whoeverEnforcesNoLawFindsNoProviders(String path) {
    Api.get(register + path, n.person("operator").get()).expect(403);
    Api.get(register + path, n.tokens.client("acme").get()).expect(403);
    Api.get(register + path, null).expect(401);
  }

  @Test
  void whatIsExportedInTheFormOfEtsiIsReadAgainByTheSecretariatAlone() {
    String url = register + "/directory/providers/acme/csp-config";
    JsonNode config = Api.get(url, n.person("officer.fr").get()).expect(200).json();

    JsonNode entry =
        Api.post(url, n.person("secretariat").get(), Map.of("config", config), Map.of())
            .expect(200)
            .json();

    assertThat(entry.path("id").asText()).isEqualTo("acme");
    assertThat(entry.path("profile").path("services")).isNotEmpty();
    Api.post(url, n.person("secretariat").get(), Map.of("config", Map.of()), Map.of()).expect(422);
    Api.post(url, n.person("secretariat").get(), Map.of("form", config), Map.of()).expect(400);
    Api.post(url, n.person("officer.fr").get(), Map.of("config", config), Map.of()).expect(403);
  }

  @Test
  void whatIsKeptAndOnWhatBasisDataGoIsToldToThoseWhoAnswerForIt() {
    String sheet = register + "/data-protection/sheet";
    String transfer = register + "/data-protection/transfer?from=FR&to=";

    Api.Answer page =
        Api.get(sheet, n.person("officer.fr").get(), Map.of("Accept", "text/html")).expect(200);
    JsonNode basis = Api.get(transfer + "RO", n.person("auditor").get()).expect(200).json();

    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.text()).contains("neither confirmed nor denied", "P14D");
    assertThat(basis.path("requests").toString()).contains("preservation");
    Api.get(transfer + "QZ", n.person("auditor").get()).expect(404);
    Api.get(sheet, n.person("operator").get()).expect(403);
    Api.get(sheet, n.tokens.client("acme").get()).expect(403);
  }
}
