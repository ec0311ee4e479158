package org.quickfreeze.contracts.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.architecture.fixture.BrokenContract;
import org.quickfreeze.contracts.event.fixture.BrokenEvent;

class ContractsArchitectureTest {
  private static final ArchRule NO_FRAMEWORK =
      classes()
          .that()
          .resideInAPackage("org.quickfreeze.contracts..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..", "com.fasterxml.jackson..", "org.jspecify..", "org.quickfreeze.contracts..");

  /** Events carry no content, so they know nothing that could hold some. */
  private static final ArchRule EVENTS_WITHOUT_CONTENT =
      noClasses()
          .that()
          .resideInAPackage("org.quickfreeze.contracts.event..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.quickfreeze.contracts.form..",
              "org.quickfreeze.contracts.act..",
              "org.quickfreeze.contracts.order..");

  private static final JavaClasses CONTRACTS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.quickfreeze.contracts");

  @Test
  void givenTheContracts_whenTheirImportsAreRead_thenThereIsNoFramework() {
    assertThat(CONTRACTS.size()).isGreaterThan(50);
    NO_FRAMEWORK.check(CONTRACTS);
  }

  @Test
  void givenAContractThatUsesAFramework_whenChecked_thenTheRuleBites() {
    JavaClasses broken = new ClassFileImporter().importClasses(BrokenContract.class);

    assertThat(NO_FRAMEWORK.evaluate(broken).hasViolation()).isTrue();
  }

  @Test
  void givenTheEvents_whenTheirImportsAreRead_thenTheyKnowNoContent() {
    EVENTS_WITHOUT_CONTENT.check(CONTRACTS);
  }

  @Test
  void givenAnEventThatHoldsAForm_whenChecked_thenTheRuleBites() {
    JavaClasses broken = new ClassFileImporter().importClasses(BrokenEvent.class);

    assertThat(EVENTS_WITHOUT_CONTENT.evaluate(broken).hasViolation()).isTrue();
  }
}
