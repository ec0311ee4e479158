package org.quickfreeze.request.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.consume.Incoming;
import org.quickfreeze.backbone.directory.RegisterKey;
import org.quickfreeze.backbone.sealing.Jwk;
import org.quickfreeze.backbone.sealing.Jws;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.holder.Basis;
import org.quickfreeze.contracts.holder.HeldRange;
import org.quickfreeze.contracts.holder.Holders.Found;
import org.quickfreeze.contracts.holder.Lookup;
import org.quickfreeze.contracts.holder.RangeKind;
import org.quickfreeze.contracts.holder.RangePart;
import org.quickfreeze.demo.SampleKey;
import org.quickfreeze.request.fixture.RequestDatabase;

/** Parts as they come from the topic, from the register and from somebody else. */
@Timeout(120)
class RangeCopyComponentTest {
  private static final LocalDate READ = LocalDate.parse("2026-11-01");

  private final Transactions transactions = RequestDatabase.transactions();
  private final SampleKey register = SampleKey.fresh();
  private final AtomicInteger refused = new AtomicInteger();
  private final RangeCopy copy = new RangeCopy(pinned(register), refused::incrementAndGet);
  private final String holder = "provider/p-" + UUID.randomUUID().toString().substring(0, 8);
  private final String domain = UUID.randomUUID() + ".example";

  @Test
  void givenAPart_whenTaken_thenWhatItSaysIsFound() {
    take(part(0, 1, domain));

    assertThat(found(domain))
        .extracting(Found::holder, Found::asOf, one -> one.range().basis(), one -> one.range().to())
        .containsExactly(tuple(holder, READ, Basis.DECLARED, READ));
    assertThat(found("mail." + domain)).hasSize(1);
    assertThat(refused).hasValue(0);
  }

  @Test
  void givenANewerPart_whenTaken_thenItTakesThePlaceOfTheOlderOneAlone() {
    take(part(0, 1, domain, "a." + domain));
    take(part(1, 1, "b." + domain));

    take(part(0, 2, "c." + domain));

    assertThat(held()).containsExactlyInAnyOrder("b." + domain, "c." + domain);
  }

  @Test
  void givenAPartThatIsNeededNoMore_whenTaken_thenNothingOfItIsLeft() {
    take(part(0, 1, domain));

    take(part(0, 2));

    assertThat(held()).isEmpty();
  }

  @Test
  void givenAPartThatCameBefore_whenItComesAgainOrLate_thenNothingChanges() {
    take(part(0, 2, domain));

    take(part(0, 2, "again." + domain));
    take(part(0, 1, "late." + domain));

    assertThat(held()).containsExactly(domain);
  }

  @Test
  void givenAPartThatTheRegisterHasNotSigned_whenTaken_thenItIsRefusedAndTheNextOneIsTaken() {
    SampleKey somebody = SampleKey.fresh();
    RangePart evil = part(0, 9, "evil." + domain);

    take(evil.key(), somebody.sign(RangePart.TYP, Wire.mapper().valueToTree(evil)));
    take(evil.key(), register.sign("qf-directory+jws", Wire.mapper().valueToTree(evil)));
    take(evil.key(), "not a signature");
    take(evil.key(), "");

    assertThat(held()).isEmpty();
    assertThat(refused).hasValue(4);
    take(part(0, 1, domain));
    assertThat(held()).containsExactly(domain);
  }

  @Test
  void givenTheSameKeyOfAnotherKind_whenLookedFor_thenItIsNotFound() {
    HeldRange mail = new HeldRange(RangeKind.MAIL, domain, null, null, Basis.DECLARED, "a-list");
    take(RangePart.of(holder, 0, 1, Map.of("a-list", READ), List.of(mail)));

    assertThat(found(domain)).isEmpty();
    assertThat(held()).containsExactly(domain);
  }

  @Test
  void givenAPartUnderAnothersKey_whenTaken_thenItIsRefused() {
    RangePart part = part(0, 1, domain);

    take("provider/another/0", register.sign(RangePart.TYP, Wire.mapper().valueToTree(part)));

    assertThat(held()).isEmpty();
    assertThat(refused).hasValue(1);
  }

  @Test
  void givenAPartThatCannotBeUnpacked_whenTaken_thenItIsRefused() {
    RangePart part = new RangePart(1, holder, 0, 1, Map.of(), "AAAA");

    take(part.key(), register.sign(RangePart.TYP, Wire.mapper().valueToTree(part)));

    assertThat(refused).hasValue(1);
  }

  private RangePart part(int number, long version, String... domains) {
    List<HeldRange> ranges =
        List.of(domains).stream()
            .map(
                name -> new HeldRange(RangeKind.DOMAIN, name, null, READ, Basis.DECLARED, "a-list"))
            .toList();
    return RangePart.of(holder, number, version, Map.of("a-list", READ), ranges);
  }

  private void take(RangePart part) {
    take(part.key(), register.sign(RangePart.TYP, Wire.mapper().valueToTree(part)));
  }

  private void take(String key, String compact) {
    Incoming incoming =
        new Incoming(
            "registry.ranges", 0, 0, key, List.of(), compact.getBytes(StandardCharsets.US_ASCII));
    transactions.<Boolean, RuntimeException>inTransaction(
        Scope.system(),
        tx -> {
          copy.handle(tx, List.of(incoming));
          return true;
        });
  }

  private List<Found> found(String name) {
    Lookup lookup = Lookup.of("domain", name, null).orElseThrow();
    return transactions.<List<Found>, RuntimeException>inTransaction(
        Scope.of("officer", "FR", "fr-24-7", List.of(), "c"), tx -> RangeCopy.around(tx, lookup));
  }

  private List<String> held() {
    return transactions.<List<String>, RuntimeException>inTransaction(
        Scope.system(),
        tx ->
            tx.query(
                "select key from request.held_range where holder = ?",
                row -> row.text("key"),
                holder));
  }

  private static RegisterKey pinned(SampleKey key) {
    return (typ, compact) -> {
      Jws.Result result =
          Jws.verify(compact, typ, kid -> kid.equals(key.kid()) ? publicKey(key) : null);
      return result instanceof Jws.Verified verified ? verified.payload() : null;
    };
  }

  private static ECPublicKey publicKey(SampleKey key) {
    try {
      return Jwk.publicKey(key.members());
    } catch (Jwk.InvalidJwk e) {
      throw new AssertionError(e);
    }
  }
}
