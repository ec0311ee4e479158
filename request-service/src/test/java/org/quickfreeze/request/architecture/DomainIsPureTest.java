package org.quickfreeze.request.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.quickfreeze.request.architecture.broken.domain.AsksTheMachine;
import org.quickfreeze.request.architecture.broken.domain.KnowsJson;

/** The domain knows Java and the contracts, and asks the machine for nothing. */
class DomainIsPureTest {
  private static final ArchRule KNOWS_JAVA_AND_CONTRACTS =
      classes()
          .that()
          .resideInAPackage("org.quickfreeze.request..domain..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "org.quickfreeze.request..domain..",
              "org.quickfreeze.contracts..",
              "org.jspecify..",
              "java.lang..",
              "java.math..",
              "java.time..",
              "java.util..");

  private static final ArchRule ASKS_THE_MACHINE_FOR_NOTHING =
      noClasses()
          .that()
          .resideInAPackage("org.quickfreeze.request..domain..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class);

  private final JavaClasses main =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.quickfreeze.request");

  @Test
  void theDomainKnowsJavaAndTheContracts() {
    assertThat(main.stream().filter(c -> c.getPackageName().endsWith(".domain"))).isNotEmpty();
    KNOWS_JAVA_AND_CONTRACTS.check(main);
  }

  @Test
  void theDomainAsksTheMachineForNothing() {
    ASKS_THE_MACHINE_FOR_NOTHING.check(main);
  }

  @Test
  void aDomainThatKnowsJsonIsCaught() {
    var broken = new ClassFileImporter().importClasses(KnowsJson.class);

    assertThat(KNOWS_JAVA_AND_CONTRACTS.evaluate(broken).hasViolation()).isTrue();
  }

  @Test
  void aDomainThatAsksTheMachineIsCaught() {
    var broken = new ClassFileImporter().importClasses(AsksTheMachine.class);

    assertThat(ASKS_THE_MACHINE_FOR_NOTHING.evaluate(broken).hasViolation()).isTrue();
  }
}
