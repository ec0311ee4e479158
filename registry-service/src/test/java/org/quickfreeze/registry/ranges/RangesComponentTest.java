package org.quickfreeze.registry.ranges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.outbox.Outbox;
import org.quickfreeze.backbone.sealing.Es256Signer;
import org.quickfreeze.backbone.sealing.FileKeyVault;
import org.quickfreeze.backbone.sealing.Jws;
import org.quickfreeze.backbone.tx.DatabaseFailure;
import org.quickfreeze.backbone.tx.Scope;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.event.RegistryEvent.RangesPublished;
import org.quickfreeze.contracts.holder.HeldRange;
import org.quickfreeze.contracts.holder.Holders;
import org.quickfreeze.contracts.holder.Holders.Candidate;
import org.quickfreeze.contracts.holder.Lookup;
import org.quickfreeze.contracts.holder.RangePart;
import org.quickfreeze.registry.fixture.RegistryDatabase;
import org.quickfreeze.registry.ranges.RangeLines.Format;
import org.quickfreeze.registry.ranges.RangeRows.Difference;
import org.quickfreeze.registry.ranges.RangeSnapshots.Outcome;
import org.quickfreeze.stack.TestParts;

/** Lists that are read again and again, and what the register makes of them. */
@Timeout(120)
class RangesComponentTest {
  private static final Instant NOW = Instant.parse("2026-12-24T03:00:00Z");
  private static final LocalDate OCTOBER = LocalDate.parse("2026-10-01");
  private static final LocalDate NOVEMBER = LocalDate.parse("2026-11-01");

  private final Transactions transactions = RegistryDatabase.transactions();
  private final Es256Signer signer =
      FileKeyVault.open(TestParts.stack().vault("registry-service")).signer("register");
  private final Outbox outbox = new Outbox(() -> {});
  private final DirectoryCopy directory = new DirectoryCopy();
  private final PublishedRanges ranges = new PublishedRanges(transactions);
  private final RangeSnapshots snapshots =
      new RangeSnapshots(new RangePublisher(outbox, signer), outbox, directory);
  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String list = "list-" + run;
  private final String acme = "acme-" + run;
  private final String globex = "globex-" + run;
  private final Caller author = person("secretariat", "a1");
  private final Caller second = person("secretariat", "a2");
  private final Caller officer = person("officer", "b1");

  /** Every test has addresses of its own: ten bits of the benchmark block, by chance. */
  private final int block = Math.floorMod(run.hashCode(), 128);

  @BeforeEach
  void theyAreRegistered() {
    for (String provider : List.of(acme, globex)) {
      RegistryDatabase.enter(
          transactions,
          "provider/" + provider,
          new DirectoryEntity.Provider(
              provider, "Fictional Ltd", "RO", List.of(), null, List.of()));
    }
    directory.load(transactions);
  }

  @Test
  void givenAList_whenPublished_thenItsRangesAreFoundAndTheEventAndThePartsGoOut()
      throws Exception {
    publish(OCTOBER, 0, delegated(0, "RO", "org-acme"), delegated(1, "RO", "org-nobody"));

    assertThat(found(address(0), NOVEMBER))
        .extracting(Candidate::provider, Candidate::source, Candidate::asOf)
        .containsExactly(tuple(acme, list, OCTOBER));
    assertThat(found(address(1), NOVEMBER))
        .extracting(Candidate::provider, Candidate::country)
        .containsExactly(tuple(null, "RO"));
    assertThat(published("provider/" + acme).get(0).unpacked())
        .extracting(HeldRange::key)
        .containsExactly(prefix(0));
    assertThat(events())
        .extracting(
            RangesPublished::asOf,
            RangesPublished::added,
            RangesPublished::ended,
            RangesPublished::actor,
            RangesPublished::approver)
        .containsExactly(tuple(OCTOBER, 2L, 0L, "secretariat", "secretariat"));
  }

  @Test
  void givenARangeThatChangedHands_whenAskedAsOfADay_thenWhoHeldItThenIsToldAndInBetweenBoth() {
    publish(OCTOBER, 0, delegated(0, "RO", "org-acme"));
    publish(NOVEMBER, 1, delegated(0, "RO", "org-globex"));

    assertThat(found(address(0), LocalDate.parse("2026-09-01")))
        .extracting(Candidate::provider)
        .containsExactly(acme);
    assertThat(found(address(0), LocalDate.parse("2026-10-15")))
        .extracting(Candidate::provider)
        .containsExactlyInAnyOrder(acme, globex);
    assertThat(found(address(0), LocalDate.parse("2026-11-02")))
        .extracting(Candidate::provider)
        .containsExactly(globex);
  }

  @Test
  void givenTheSameListAgain_whenPublished_thenNothingIsAddedOrEndedAndItIsNewer() {
    publish(OCTOBER, 0, delegated(0, "RO", "org-acme"));

    Difference difference = publish(NOVEMBER, 0, delegated(0, "RO", "org-acme"));

    assertThat(difference).isEqualTo(new Difference(0, 0));
    assertThat(found(address(0), NOVEMBER)).extracting(Candidate::asOf).containsExactly(NOVEMBER);
  }

  @Test
  void givenAListThatBrokeOff_whenPublishedWithoutSayingWhatItEnds_thenNothingChanges() {
    publish(OCTOBER, 0, delegated(0, "RO", "org-acme"), delegated(1, "RO", "org-acme"));
    UUID broken = handedIn(NOVEMBER, delegated(0, "RO", "org-acme"));

    Outcome outcome = publishing(second, broken, 0);

    assertThat(outcome).isEqualTo(new Outcome.WouldEnd(1));
    assertThat(found(address(1), NOVEMBER)).hasSize(1);
    assertThat(publishing(second, broken, 1)).isInstanceOf(Outcome.Done.class);
    assertThat(found(address(1), NOVEMBER)).isEmpty();
    assertThat(found(address(1), OCTOBER)).hasSize(1);
  }

  @Test
  void givenAHolderThatHasNothingLeft_whenPublished_thenItsPartSaysWhatItHeld() throws Exception {
    publish(OCTOBER, 0, delegated(0, "RO", "org-acme"));
    publish(NOVEMBER, 1, delegated(0, "RO", "org-globex"));

    assertThat(published("provider/" + acme).get(0).unpacked())
        .extracting(HeldRange::key, HeldRange::to)
        .containsExactly(tuple(prefix(0), NOVEMBER));
  }

  @Test
  void givenMoreThanOnePartTakes_whenPublished_thenThePartsTogetherAreAll() throws Exception {
    String names =
        IntStream.range(0, RangePart.MOST_RANGES + 1)
            .mapToObj(i -> "domain,d" + i + "." + run + ".example," + acme + ",")
            .collect(Collectors.joining("\n"));
    UUID id = begun(Format.CSV, OCTOBER);
    put(author, id, 0, names);
    assertThat(publishing(second, id, 0)).isInstanceOf(Outcome.Done.class);

    Map<Integer, RangePart> parts = published("provider/" + acme);
    Set<String> keys = new java.util.TreeSet<>();
    for (RangePart part : parts.values()) {
      part.unpacked().forEach(range -> keys.add(range.key()));
    }

    assertThat(parts).containsOnlyKeys(0, 1);
    assertThat(keys).hasSize(RangePart.MOST_RANGES + 1);
  }

  @Test
  void givenARangeTwiceInAList_whenPublished_thenItCountsOnceAndHoldsFromTheEarlierDay() {
    Difference difference =
        publish(
            OCTOBER,
            0,
            delegated(0, "RO", "org-acme"),
            delegated(0, "RO", "org-acme").replace("20200102", "20190102"));

    assertThat(difference).isEqualTo(new Difference(1, 0));
    assertThat(found(address(0), NOVEMBER))
        .extracting(Candidate::from)
        .containsExactly(LocalDate.parse("2019-01-02"));
  }

  @Test
  void givenAnotherList_whenItSaysTheSame_thenEachKeepsItsOwnAndItsDraft() throws Exception {
    publish(OCTOBER, 0, delegated(0, "RO", "org-acme"));
    UUID draft = handedIn(NOVEMBER, delegated(0, "RO", "org-acme"));
    UUID other = begun("other-" + list, Format.DELEGATED, OCTOBER);
    put(author, other, 0, delegated(0, "RO", "org-acme"));

    assertThat(publishing(second, other, 0)).isInstanceOf(Outcome.Done.class);

    assertThat(published("provider/" + acme).get(0).unpacked())
        .extracting(HeldRange::source)
        .containsExactlyInAnyOrder(list, "other-" + list);
    assertThat(published("provider/" + acme).get(0).sources())
        .containsOnlyKeys(list, "other-" + list);
    assertThat(publishing(second, draft, 0)).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void givenItsAuthor_whenPublishing_thenSomebodyElseHasTo() {
    UUID id = handedIn(OCTOBER, delegated(0, "RO", "org-acme"));

    assertThat(publishing(author, id, 0)).isEqualTo(new Outcome.NotYours());
    assertThat(found(address(0), NOVEMBER)).isEmpty();
  }

  @Test
  void givenSomebodyElse_whenHandingLinesIn_thenTheyAreNotTaken() {
    UUID id = begun(Format.DELEGATED, OCTOBER);

    assertThat(put(second, id, 0, delegated(0, "RO", "org-acme")))
        .isEqualTo(new Outcome.NotYours());
  }

  @Test
  void givenAPartWithOneBrokenLine_whenHandedIn_thenNothingOfItIsKept() {
    UUID id = handedIn(OCTOBER, delegated(0, "RO", "org-acme"));

    Outcome outcome = put(author, id, 0, delegated(1, "RO", "org-acme") + "\nbroken");

    assertThat(outcome).isInstanceOf(Outcome.Invalid.class);
    assertThat(difference(id)).isEqualTo(new Difference(1, 0));
    assertThat(publishing(second, id, 0)).isInstanceOf(Outcome.Done.class);
    assertThat(found(address(1), NOVEMBER)).isEmpty();
  }

  @Test
  void givenAPartThatIsSentAgain_whenPublished_thenItCountsOnce() {
    UUID id = handedIn(OCTOBER, delegated(0, "RO", "org-acme"));
    put(author, id, 0, delegated(1, "RO", "org-acme"));

    assertThat(publishing(second, id, 0)).isInstanceOf(Outcome.Done.class);
    assertThat(found(address(0), NOVEMBER)).isEmpty();
    assertThat(found(address(1), NOVEMBER)).hasSize(1);
  }

  @Test
  void givenAListAsOfTheSameDay_whenPublished_thenItIsRefused() {
    publish(NOVEMBER, 0, delegated(0, "RO", "org-acme"));

    assertThat(publishing(second, handedIn(NOVEMBER, delegated(1, "RO", "org-acme")), 1))
        .isEqualTo(new Outcome.NotNewer(NOVEMBER));
    assertThat(publishing(second, handedIn(OCTOBER, delegated(1, "RO", "org-acme")), 1))
        .isEqualTo(new Outcome.NotNewer(NOVEMBER));
  }

  @Test
  void givenADraft_whenAnotherReadingOfItsListBegins_thenItIsWithdrawnAndPublishedNoMore() {
    UUID first = handedIn(OCTOBER, delegated(0, "RO", "org-acme"));
    handedIn(NOVEMBER, delegated(1, "RO", "org-acme"));

    assertThat(publishing(second, first, 0))
        .isEqualTo(new Outcome.Closed(RangeSnapshot.State.WITHDRAWN));
  }

  @Test
  void givenAnIdOfAProviderThatIsNotThere_whenBegun_thenItIsRefused() {
    Outcome outcome =
        inTransaction(
            author,
            tx ->
                snapshots.begin(
                    tx, author, list, Format.DELEGATED, OCTOBER, Map.of("x/y", "nobody"), NOW));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Invalid.class,
            invalid ->
                assertThat(invalid.errors().getFirst().pointer()).isEqualTo("/holders/x~1y"));
  }

  @Test
  void givenTwoWhoPublishAtOnce_whenBothAreAnswered_thenItHappenedOnce() throws Exception {
    UUID id = handedIn(OCTOBER, delegated(0, "RO", "org-acme"));
    Callable<Outcome> publishing = () -> publishing(second, id, 0);

    List<Outcome> outcomes = new ArrayList<>();
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      for (var one : both.invokeAll(List.of(publishing, publishing))) {
        outcomes.add(one.get());
      }
    }

    assertThat(outcomes).filteredOn(Outcome.Done.class::isInstance).hasSize(1);
    assertThat(outcomes).contains(new Outcome.Closed(RangeSnapshot.State.PUBLISHED));
    assertThat(events()).hasSize(1);
  }

  @Test
  void givenAnOfficer_whenWritingPastTheInterface_thenTheDatabaseRefuses() {
    assertThatThrownBy(
            () ->
                inTransaction(
                    officer,
                    tx ->
                        tx.update(
                            """
                            insert into registry.held_range (kind, key, holder, list, basis)
                            values ('ip', '192.0.2.0/24', 'provider/evil', 'x-x', 'declared')""")))
        .isInstanceOf(DatabaseFailure.class);
    assertThatThrownBy(
            () ->
                inTransaction(
                    officer,
                    tx -> snapshots.begin(tx, officer, list, Format.CSV, OCTOBER, Map.of(), NOW)))
        .isInstanceOf(DatabaseFailure.class);
  }

  private Difference publish(LocalDate asOf, long ends, String... lines) {
    UUID id = handedIn(asOf, lines);
    Difference difference = difference(id);
    assertThat(publishing(second, id, ends)).isInstanceOf(Outcome.Done.class);
    return difference;
  }

  private Difference difference(UUID id) {
    return inTransaction(
        author, tx -> RangeRows.difference(tx, RangeRows.find(tx, id).orElseThrow()));
  }

  private UUID handedIn(LocalDate asOf, String... lines) {
    UUID id = begun(Format.DELEGATED, asOf);
    assertThat(put(author, id, 0, String.join("\n", lines))).isInstanceOf(Outcome.Done.class);
    return id;
  }

  private UUID begun(Format format, LocalDate asOf) {
    return begun(list, format, asOf);
  }

  private UUID begun(String name, Format format, LocalDate asOf) {
    Outcome outcome =
        inTransaction(
            author,
            tx ->
                snapshots.begin(
                    tx,
                    author,
                    name,
                    format,
                    asOf,
                    Map.of("org-acme", acme, "org-globex", globex),
                    NOW));
    return ((Outcome.Done) outcome).snapshot().id();
  }

  private Outcome put(Caller caller, UUID id, int part, String text) {
    return inTransaction(caller, tx -> snapshots.put(tx, caller, id, part, text, NOW));
  }

  private Outcome publishing(Caller caller, UUID id, long ends) {
    return inTransaction(caller, tx -> snapshots.publish(tx, caller, id, ends, NOW));
  }

  private List<Candidate> found(String address, LocalDate observed) {
    Lookup lookup = Lookup.of("ip-address", address, null).orElseThrow();
    ranges.refresh();
    return Holders.weigh(
        lookup,
        ranges.index().around(lookup).stream()
            .filter(one -> one.range().source().equals(list))
            .toList(),
        observed);
  }

  /** The latest of each part that went out, as a reader would take it. */
  private Map<Integer, RangePart> published(String holder) throws Exception {
    List<String> compacts =
        inTransaction(
            null,
            tx ->
                tx.query(
                    """
                    select value from backbone.outbox where topic = 'registry.ranges'
                    and key like ? order by id""",
                    row -> new String(row.bytes("value"), StandardCharsets.US_ASCII),
                    holder + "/%"));
    Map<Integer, RangePart> parts = new TreeMap<>();
    for (String compact : compacts) {
      Jws.Result result = Jws.verify(compact, RangePart.TYP, kid -> signer.publicKey());
      RangePart part = Wire.read(((Jws.Verified) result).payload(), RangePart.class);
      parts.put(part.part(), part);
    }
    return parts;
  }

  private List<RangesPublished> events() {
    return inTransaction(
        null,
        tx ->
            tx.query(
                "select value from backbone.outbox where topic = 'registry.events' and key = ?",
                row -> read(row.bytes("value")),
                "ranges/" + list));
  }

  private static RangesPublished read(byte[] value) {
    try {
      return Wire.read(value, RangesPublished.class);
    } catch (Wire.Unreadable e) {
      throw new AssertionError(e);
    }
  }

  private <T> T inTransaction(
      @Nullable Caller caller, Transactions.Work<T, RuntimeException> work) {
    return transactions.inTransaction(caller == null ? Scope.system() : caller.scope(), work);
  }

  private String delegated(int number, String country, String id) {
    return "rir|%s|ipv4|198.18.%d.%d|16|20200102|allocated|%s"
        .formatted(country, block, number * 16, id);
  }

  private String prefix(int number) {
    return "198.18." + block + "." + number * 16 + "/28";
  }

  private String address(int number) {
    return "198.18." + block + "." + (number * 16 + 5);
  }

  private static Caller person(String role, String id) {
    return new Caller(id.repeat(32), role, null, null, null, List.of(), Set.of(), null);
  }
}
