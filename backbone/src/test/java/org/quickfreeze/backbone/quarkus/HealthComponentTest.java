package org.quickfreeze.backbone.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.fixture.TestDatabase;
import org.quickfreeze.backbone.fixture.TestKafka;
import org.quickfreeze.backbone.outbox.OnPublished;
import org.quickfreeze.backbone.outbox.Relay;
import org.quickfreeze.backbone.outbox.Wake;
import org.quickfreeze.backbone.tx.Transactions;

class HealthComponentTest {
  private static final String HEARD = "update backbone.directory_state set heartbeat_at = now()";
  private final Transactions transactions = TestDatabase.transactions("health-test");

  @BeforeEach
  void clean() {
    TestDatabase.clean();
  }

  @Test
  void givenARegisterNeverHeard_whenAsked_thenNotReadyAndWhy() {
    HealthCheckResponse answer = health(transactions, loaded());

    assertThat(answer.getStatus()).isEqualTo(Status.DOWN);
    assertThat(answer.getData().orElseThrow())
        .containsEntry("directory", "not heard yet: nobody is known");
  }

  @Test
  void givenARegisterOnceHeard_whenAsked_thenReadyHoweverOldTheCopyIs() {
    TestDatabase.asOwner(HEARD);
    assertThat(health(transactions, loaded()).getData().orElseThrow())
        .containsEntry("broker", "up");

    TestDatabase.asOwner(HEARD + " - interval '1 year'");
    HealthCheckResponse answer = health(transactions, loaded());
    assertThat(answer.getStatus()).isEqualTo(Status.UP);
    assertThat(answer.getData().orElseThrow().get("broker")).asString().startsWith("silent: ");
  }

  @Test
  void givenADatabaseThatDoesNotAnswer_whenAsked_thenNotReady() {
    TestDatabase.asOwner(HEARD);
    PGSimpleDataSource nobody = TestDatabase.dataSource("health-test");
    nobody.setPassword("not the password");

    assertThat(health(new Transactions(nobody, TestDatabase.NAME), loaded()).getStatus())
        .isEqualTo(Status.DOWN);
  }

  private DirectoryCopy loaded() {
    DirectoryCopy copy = new DirectoryCopy();
    copy.load(transactions);
    return copy;
  }

  private static HealthCheckResponse health(Transactions database, DirectoryCopy copy) {
    Relay idle =
        new Relay(
            TestDatabase.relay(),
            "request.events",
            new TestKafka().clients()::producer,
            OnPublished.NOTHING,
            new Wake());
    return new Health(database, idle, copy).call();
  }
}
