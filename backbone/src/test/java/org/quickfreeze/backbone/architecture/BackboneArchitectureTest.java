package org.quickfreeze.backbone.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.quickfreeze.backbone.architecture.fixture.sealing.KnowsTransactions;
import org.quickfreeze.backbone.architecture.fixture.tx.KnowsTheFramework;

class BackboneArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.quickfreeze.backbone");

  private static final ArchRule ONLY_QUARKUS_KNOWS_THE_FRAMEWORK =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.quickfreeze.backbone.quarkus")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.quarkus..",
              "jakarta..",
              "io.vertx..",
              "io.smallrye..",
              "org.eclipse.microprofile..",
              "org.jboss..",
              "io.agroal..",
              "io.micrometer..",
              "org.quickfreeze.backbone.quarkus");

  private static final ArchRule SEALING_KNOWS_CONTRACTS_ALONE =
      noClasses()
          .that()
          .resideInAPackage("..sealing..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.quickfreeze..")
                  .and(not(resideInAnyPackage("..sealing..", "org.quickfreeze.contracts.."))));

  @Test
  void givenTheBackbone_whenChecked_thenOnlyThePackageQuarkusKnowsTheFramework() {
    assertThat(MAIN).hasSizeGreaterThan(50);
    ONLY_QUARKUS_KNOWS_THE_FRAMEWORK.check(MAIN);
  }

  @Test
  void givenTheBackbone_whenChecked_thenSealingKnowsContractsAlone() {
    SEALING_KNOWS_CONTRACTS_ALONE.check(MAIN);
  }

  @Test
  void givenTheBackbone_whenChecked_thenItsPackagesDoNotGoInCircles() {
    slices().matching("org.quickfreeze.backbone.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void givenAClassThatKnowsTheFramework_whenChecked_thenTheRuleBites() {
    JavaClasses broken = new ClassFileImporter().importClasses(KnowsTheFramework.class);

    assertThat(ONLY_QUARKUS_KNOWS_THE_FRAMEWORK.evaluate(broken).getFailureReport().getDetails())
        .anyMatch(line -> line.contains("io.quarkus.runtime.StartupEvent"))
        .anyMatch(line -> line.contains("jakarta.inject.Singleton"));
  }

  @Test
  void givenASealingClassThatKnowsTransactions_whenChecked_thenTheRuleBites() {
    JavaClasses broken = new ClassFileImporter().importClasses(KnowsTransactions.class);

    assertThat(SEALING_KNOWS_CONTRACTS_ALONE.evaluate(broken).hasViolation()).isTrue();
  }
}
