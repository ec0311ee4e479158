package org.quickfreeze.gateway.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.gateway.architecture.fixture.channel.KnowsAnOrder;
import org.quickfreeze.gateway.architecture.fixture.order.AsksTheMachine;
import org.quickfreeze.gateway.architecture.fixture.order.KnowsTheBroker;
import org.quickfreeze.gateway.architecture.fixture.order.KnowsTheFramework;
import org.quickfreeze.gateway.architecture.fixture.order.SpeaksSql;

class GatewayArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.quickfreeze.gateway");

  private static final ArchRule ONE_CLASS_SPEAKS_TO_THE_BROKER =
      noClasses()
          .that(not(simpleName("KafkaChannelAdmin")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..");

  private static final ArchRule ROWS_ALONE_SPEAK_SQL =
      noClasses()
          .that(not(simpleNameEndingWith("Rows")))
          .should()
          .callMethodWhere(target(owner(type(Tx.class))));

  private static final ArchRule ORDERS_KNOW_NO_FRAMEWORK =
      noClasses()
          .that()
          .resideInAPackage("..order..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta..", "io.quarkus..", "io.micrometer..", "org.eclipse..");

  private static final ArchRule CHANNELS_KNOW_NO_ORDERS =
      noClasses()
          .that()
          .resideInAPackage("..channel..")
          .and(not(simpleName("GatewayBeans")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.quickfreeze.gateway.order..");

  private static final ArchRule TIME_IS_GIVEN =
      noClasses().should().callMethod(Instant.class, "now");

  @Test
  void givenTheGateway_whenItsClassesAreRead_thenTheyKeepTheRules() {
    ONE_CLASS_SPEAKS_TO_THE_BROKER.check(MAIN);
    ROWS_ALONE_SPEAK_SQL.check(MAIN);
    ORDERS_KNOW_NO_FRAMEWORK.check(MAIN);
    CHANNELS_KNOW_NO_ORDERS.check(MAIN);
    TIME_IS_GIVEN.check(MAIN);
  }

  @Test
  void givenClassesThatBreakARule_whenTheyAreRead_thenItIsFound() {
    assertThat(found(ONE_CLASS_SPEAKS_TO_THE_BROKER, KnowsTheBroker.class)).isTrue();
    assertThat(found(ROWS_ALONE_SPEAK_SQL, SpeaksSql.class)).isTrue();
    assertThat(found(ORDERS_KNOW_NO_FRAMEWORK, KnowsTheFramework.class)).isTrue();
    assertThat(found(CHANNELS_KNOW_NO_ORDERS, KnowsAnOrder.class)).isTrue();
    assertThat(found(TIME_IS_GIVEN, AsksTheMachine.class)).isTrue();
  }

  private static boolean found(ArchRule rule, Class<?> broken) {
    return rule.evaluate(new ClassFileImporter().importClasses(broken)).hasViolation();
  }
}
