package org.quickfreeze.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.e2e.Network.network;

import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.demo.Api;

/** The sample roster, by the commands of its page. */
class RosterIT {
  private final Network n = network();
  private final String imports = n.addresses.registry() + "/imports";

  @Test
  void theExampleScriptEntersTheSampleRosterWhichIsThenInEveryExport() throws Exception {
    Checkout.Said said =
        script(
            """
            where=$(qf_roster csv "A roster of another network" deploy/examples/roster/roster-sample.csv)
            qf_roster_check "$where"
            qf_roster_enter "$where" "Note verbale of 20 November 2026" "head of unit"
            """);

    assertThat(said.status()).as(said.text()).isZero();
    assertThat(said.text()).contains("\"fresh\":3", "\"broken\":0", "\"state\":\"applied\"");
    Awaitility.await()
        .atMost(Network.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        Api.get(
                                n.addresses.registry() + "/exports/roster?format=csv",
                                n.person("officer.fr").get())
                            .expect(200)
                            .text())
                    .contains("ro-sample-unit-desk", "+44 20 7946 0931"));
    assertThat(
            Api.get(
                    n.addresses.registry() + "/directory/RO/on-duty?authority=ro-sample-unit",
                    n.person("officer.fr").get())
                .expect(200)
                .text())
        .contains("ro-sample-unit-desk");
  }

  @Test
  void oneBrokenRowKeepsAllOutAndIsNamed() throws Exception {
    Checkout.Said said =
        script(
            """
            sed 's/-sample-/-broken-/g; s/Europe\\/Paris/Paris/' \\
              deploy/examples/roster/roster-sample.csv > broken.csv
            where=$(qf_roster csv "A roster with a fault" broken.csv)
            qf_roster_check "$where"
            qf_roster_enter "$where" "Note verbale" "head of unit" || echo "not entered"
            """);

    assertThat(said.text())
        .contains("\"fresh\":2", "\"broken\":1", "\"row\":3", "\"column\":\"time_zone\"")
        .contains("problems/broken-rows", "not entered");
    assertThat(
            Api.get(
                    n.addresses.registry() + "/authorities/de-broken-unit",
                    n.person("officer.fr").get())
                .status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"officer.fr", "supervisor.fr", "auditor", "operator"})
  void nobodyElseImports(String account) {
    Api.post(imports, n.person(account).get(), Map.of("format", "csv", "origin", "x"), Map.of())
        .expect(403);
    Api.get(imports, n.person(account).get()).expect(403);
  }

  private Checkout.Said script(String commands) throws Exception {
    Checkout checkout = Checkout.of(Path.of("../..").toRealPath());
    checkout.copy(Path.of("docs/examples/sign.sh"), text -> text);
    checkout.copy(Path.of("docs/examples/roster.sh"), text -> text);
    return checkout.run(
        "export QF_REALM=%s QF_REGISTRY=%s%n. docs/examples/sign.sh%n. docs/examples/roster.sh%n"
                .formatted(n.addresses.issuer(), n.addresses.registry())
            + commands);
  }
}
