package org.quickfreeze.registry.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.quickfreeze.backbone.tx.Tx;
import org.quickfreeze.registry.architecture.fixture.domain.KnowsTheTransaction;
import org.quickfreeze.registry.architecture.fixture.duty.KnowsTheDatabase;
import org.quickfreeze.registry.architecture.fixture.entity.AsksTheMachine;
import org.quickfreeze.registry.architecture.fixture.entity.KnowsHttp;
import org.quickfreeze.registry.architecture.fixture.entity.SpeaksSql;

class RegistryArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.quickfreeze.registry");

  private static final ArchRule ROWS_ALONE_SPEAK_SQL =
      noClasses()
          .that(not(simpleNameEndingWith("Rows")))
          .should()
          .callMethodWhere(target(owner(type(Tx.class))));

  private static final ArchRule RESOURCES_ALONE_KNOW_HTTP =
      noClasses()
          .that(not(simpleNameEndingWith("Resource")))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jakarta.ws.rs..");

  private static final ArchRule DUTY_KNOWS_NO_DATABASE =
      noClasses()
          .that()
          .resideInAPackage("..duty..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.quickfreeze.backbone.tx..");

  private static final ArchRule DOMAIN_IS_PURE =
      classes()
          .that()
          .resideInAPackage("..domain..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "org.jspecify..", "org.quickfreeze.contracts..", "..registry..domain..");

  /** The heartbeat alone tells real time; law and validity follow the domain's clock. */
  private static final ArchRule TIME_IS_GIVEN =
      noClasses().that(not(simpleName("Heartbeat"))).should().callMethod(Instant.class, "now");

  @Test
  void givenTheRegister_whenItsClassesAreRead_thenTheyKeepTheRules() {
    ROWS_ALONE_SPEAK_SQL.check(MAIN);
    RESOURCES_ALONE_KNOW_HTTP.check(MAIN);
    DUTY_KNOWS_NO_DATABASE.check(MAIN);
    TIME_IS_GIVEN.check(MAIN);
    DOMAIN_IS_PURE.check(MAIN);
  }

  @Test
  void givenClassesThatBreakARule_whenTheyAreRead_thenItIsFound() {
    assertThat(found(ROWS_ALONE_SPEAK_SQL, SpeaksSql.class)).isTrue();
    assertThat(found(RESOURCES_ALONE_KNOW_HTTP, KnowsHttp.class)).isTrue();
    assertThat(found(DUTY_KNOWS_NO_DATABASE, KnowsTheDatabase.class)).isTrue();
    assertThat(found(TIME_IS_GIVEN, AsksTheMachine.class)).isTrue();
    assertThat(found(DOMAIN_IS_PURE, KnowsTheTransaction.class)).isTrue();
  }

  private static boolean found(ArchRule rule, Class<?> broken) {
    return rule.evaluate(new ClassFileImporter().importClasses(broken)).hasViolation();
  }
}
