package org.quickfreeze.backbone.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quickfreeze.backbone.directory.Entries.FROM;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.quickfreeze.backbone.sealing.Jwk;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryRecord;
import org.quickfreeze.contracts.directory.DirectoryVersion;

/** Which key counts at which moment: rotation with overlap, suspension, revocation. */
class DirectoryKeysTest {
  private static final String ACME = "provider/acme";
  private static final Instant RENEWED = FROM.plus(Duration.ofDays(10));
  private static final Instant OVER = FROM.plus(Duration.ofDays(17));
  private static final Duration A_LITTLE = Duration.ofSeconds(1);

  private final DirectoryEntity.Key old = key("sig");
  private final DirectoryEntity.Key fresh = key("sig");

  @Test
  void givenASigningKeyThatIsReplaced_whenAskedOverTime_thenBothCountInTheOverlapAndOneAfterIt() {
    DirectoryKeys keys =
        keys(said(old, 1, version(FROM, OVER, old)), said(fresh, 2, version(RENEWED, null, fresh)));

    assertThat(counting(keys, RENEWED.minus(A_LITTLE))).containsExactly(old.kid());
    assertThat(counting(keys, RENEWED)).containsExactly(old.kid(), fresh.kid());
    assertThat(counting(keys, OVER.minus(A_LITTLE))).containsExactly(old.kid(), fresh.kid());
    assertThat(counting(keys, OVER)).containsExactly(fresh.kid());
  }

  /** What was signed before is verified as of its own time, however long ago that is. */
  @Test
  void givenAKeyThatHasEnded_whenAskedForATimeBefore_thenItCountedThen() {
    DirectoryKeys keys = keys(said(old, 1, version(FROM, OVER, old)));

    assertThat(keys.signing(old.kid(), OVER)).isNull();
    assertThat(keys.belongs(old.kid(), ACME, OVER.plus(Duration.ofDays(400)))).isFalse();
    assertThat(keys.signing(old.kid(), OVER.minus(A_LITTLE))).isNotNull();
    assertThat(keys.belongs(old.kid(), ACME, OVER.minus(A_LITTLE))).isTrue();
  }

  /** Often, since the kids are random and must not decide. */
  @RepeatedTest(20)
  void givenTwoKeysInForce_whenSomethingIsSealed_thenToTheOneThatEnteredLast() {
    DirectoryEntity.Key before = key("enc");
    DirectoryEntity.Key after = key("enc");
    DirectoryKeys keys =
        keys(
            said(after, 2, version(RENEWED, null, after)),
            said(before, 1, version(FROM, OVER, before)));

    assertThat(sealedTo(keys, RENEWED.minus(A_LITTLE))).isEqualTo(before.kid());
    assertThat(sealedTo(keys, RENEWED)).isEqualTo(after.kid());
    assertThat(keys.inForce(ACME, RENEWED)).containsExactly(after, before);
  }

  @RepeatedTest(20)
  void givenTwoKeysThatEnteredTogether_whenSomethingIsSealed_thenAlwaysToTheSame() {
    DirectoryEntity.Key one = key("enc");
    DirectoryEntity.Key other = key("enc");
    DirectoryRecord first = said(one, 1, version(FROM, null, one));
    DirectoryRecord second = said(other, 2, version(FROM, null, other));

    assertThat(sealedTo(keys(first, second), FROM))
        .isEqualTo(sealedTo(keys(second, first), FROM))
        .isIn(one.kid(), other.kid());
  }

  @Test
  void givenAKeyThatIsSuspendedAndResumed_whenAskedOverTime_thenItDoesNotCountInTheGap() {
    DirectoryKeys keys = keys(said(old, 3, version(FROM, RENEWED, old), version(OVER, null, old)));

    assertThat(keys.signing(old.kid(), RENEWED.minus(A_LITTLE))).isNotNull();
    assertThat(keys.signing(old.kid(), RENEWED)).isNull();
    assertThat(keys.signing(old.kid(), OVER.minus(A_LITTLE))).isNull();
    assertThat(keys.signing(old.kid(), OVER)).isNotNull();
    assertThat(keys.entered(old)).isEqualTo(FROM);
  }

  /** Else a doubted key that comes back would take the place of its successor. */
  @RepeatedTest(20)
  void givenAKeyThatIsResumedBesideItsSuccessor_whenSomethingIsSealed_thenToTheSuccessor() {
    DirectoryEntity.Key before = key("enc");
    DirectoryEntity.Key after = key("enc");
    DirectoryKeys keys =
        keys(
            said(before, 3, version(FROM, RENEWED, before), version(OVER, null, before)),
            said(after, 2, version(RENEWED, null, after)));

    assertThat(sealedTo(keys, OVER)).isEqualTo(after.kid());
  }

  @Test
  void givenASuccessorThatIsRevokedInTheOverlap_whenSomethingIsSealed_thenToTheFormerKey() {
    DirectoryEntity.Key before = key("enc");
    DirectoryEntity.Key after = key("enc");
    Instant revoked = RENEWED.plus(A_LITTLE);
    DirectoryKeys keys =
        keys(
            said(before, 1, version(FROM, OVER, before)),
            said(after, 2, version(RENEWED, revoked, after)));

    assertThat(sealedTo(keys, revoked)).isEqualTo(before.kid());
    assertThat(sealedTo(keys, OVER)).isNull();
  }

  /** A recipient of age files is none for JOSE, and its curve would not even be read. */
  @Test
  void givenAnAgeRecipient_whenAKeyForOrdersIsWanted_thenItIsNone() {
    DirectoryEntity.Key recipient =
        new DirectoryEntity.Key(
            "dOWyWTfJpSFRcqNx_kuKkxCCimT1H7mighmwpe8BsvI",
            ACME,
            "age",
            Map.of(
                "kty", "OKP", "crv", "X25519", "x", "fwa8SaqOQ5pmscV0GHQm-aKiB8MlOITPxPn9rtTqLHU"),
            "duty",
            null);
    DirectoryKeys keys = keys(said(recipient, 1, version(FROM, null, recipient)));

    assertThat(keys.encryption(ACME, FROM)).isEmpty();
    assertThat(keys.signing(recipient.kid(), FROM)).isNull();
    assertThat(keys.inForce(ACME, FROM)).containsExactly(recipient);
  }

  private List<String> counting(DirectoryKeys keys, Instant at) {
    return List.of(old, fresh).stream()
        .map(DirectoryEntity.Key::kid)
        .filter(kid -> keys.signing(kid, at) != null && keys.belongs(kid, ACME, at))
        .toList();
  }

  private static @Nullable String sealedTo(DirectoryKeys keys, Instant at) {
    return keys.encryption(ACME, at).map(DirectoryKeys.Recipient::kid).orElse(null);
  }

  private static DirectoryKeys keys(DirectoryRecord... records) {
    return new DirectoryKeys(Entries.copyOf(records));
  }

  private static DirectoryRecord said(
      DirectoryEntity.Key key, long version, DirectoryVersion... versions) {
    return Entries.entry("key/" + key.kid(), version, versions);
  }

  private static DirectoryVersion version(
      Instant from, @Nullable Instant to, DirectoryEntity.Key key) {
    return new DirectoryVersion(from, to, from, key);
  }

  private static DirectoryEntity.Key key(String use) {
    try {
      Map<String, String> members = Jwk.members(new ECKeyGenerator(Curve.P_256).generate());
      return new DirectoryEntity.Key(Jwk.thumbprintOrEmpty(members), ACME, use, members);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
