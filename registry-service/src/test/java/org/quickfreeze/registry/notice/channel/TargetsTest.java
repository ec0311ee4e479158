package org.quickfreeze.registry.notice.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quickfreeze.registry.notice.channel.Targets.Checked;
import org.quickfreeze.registry.notice.channel.Targets.Target;

/** Attempts to make the register knock at doors of its own house. */
class TargetsTest {
  private static final String OUTSIDE = "93.184.215.14";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.127.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "198.51.100.1",
        "203.0.113.1",
        "198.18.0.1",
        "198.19.255.255",
        "192.88.99.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001::1",
        "2001:db8::1",
        "3fff::1",
        "100::1",
        "192.31.196.1",
        "192.52.193.1",
        "192.175.48.1",
        "168.63.129.16",
        "2620:4f:8000::1"
      })
  void givenANameThatLeadsInside_whenChecked_thenItIsRefused(String address) {
    assertThat(check("https://hooks.example.org/x", address).refusal()).isEqualTo("refused-target");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OUTSIDE,
        "172.15.255.255",
        "172.32.0.1",
        "100.63.255.255",
        "100.128.0.1",
        "198.17.0.1",
        "198.20.0.1",
        "192.0.1.1",
        "168.63.128.1",
        "2620:4f:8001::1",
        "223.255.255.255",
        "2606:2800:21f:cb07::1",
        "2a00:1450::1"
      })
  void givenANameThatLeadsOutside_whenChecked_thenTheAddressThatWasCheckedIsTheTarget(
      String address) throws UnknownHostException {
    assertThat(check("https://hooks.example.org/a?b=c", address).target())
        .contains(new Target("hooks.example.org", 443, InetAddress.ofLiteral(address), "/a?b=c"));
  }

  @Test
  void givenOneInnerAddressAmongOuterOnes_whenChecked_thenNoneIsCalled() {
    assertThat(check("https://hooks.example.org/", OUTSIDE, "10.0.0.1").target()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hooks.example.org/",
        "ftp://hooks.example.org/",
        "file:///etc/passwd",
        "https://user@hooks.example.org/",
        "https://user:secret@hooks.example.org/",
        "https://hooks.example.org:8443/",
        "https://hooks.example.org:22/",
        "https:///x",
        "hooks.example.org",
        "https://",
        "https://hooks.example.org:443 /",
        "javascript:x",
        ""
      })
  void givenAnAddressOfAnotherForm_whenChecked_thenItIsRefused(String address) {
    assertThat(check(address, OUTSIDE).refusal()).isEqualTo("refused-target");
  }

  @Test
  void givenANameThatIsNotKnown_whenChecked_thenThatIsSaid() {
    Targets targets =
        new Targets(
            host -> {
              throw new UnknownHostException(host);
            },
            Set.of());

    assertThat(targets.check("https://hooks.example.org/").refusal()).isEqualTo("unknown-host");
  }

  @Test
  void givenANameThatChangesItsMind_whenChecked_thenItIsAskedOnce() {
    int[] asked = {0};
    Targets targets =
        new Targets(host -> addresses(asked[0]++ == 0 ? OUTSIDE : "127.0.0.1"), Set.of());

    assertThat(targets.check("https://hooks.example.org/").target())
        .hasValueSatisfying(
            target -> assertThat(target.address().getHostAddress()).isEqualTo(OUTSIDE));
    assertThat(asked[0]).isEqualTo(1);
  }

  @Test
  void givenAnExceptionThatTheOperatorMade_whenChecked_thenItHoldsForThatHostAndPortAlone() {
    Targets targets = new Targets(host -> addresses("10.0.0.1"), Set.of("inner.example.org:8443"));

    assertThat(targets.check("https://Inner.example.org:8443/").target()).isPresent();
    assertThat(targets.check("https://inner.example.org/").target()).isEmpty();
    assertThat(targets.check("https://other.example.org:8443/").target()).isEmpty();
    assertThat(targets.check("http://inner.example.org:8443/").target()).isEmpty();
  }

  private static Checked check(String address, String... leadsTo) {
    return new Targets(host -> addresses(leadsTo), Set.of()).check(address);
  }

  private static List<InetAddress> addresses(String... literals) throws UnknownHostException {
    InetAddress[] all = new InetAddress[literals.length];
    for (int i = 0; i < literals.length; i++) {
      all[i] = InetAddress.ofLiteral(literals[i]);
    }
    return Arrays.asList(all);
  }
}
