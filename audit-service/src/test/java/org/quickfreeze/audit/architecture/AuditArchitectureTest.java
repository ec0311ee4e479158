package org.quickfreeze.audit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.quickfreeze.audit.architecture.fixture.log.KnowsTheDatabase;

class AuditArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.quickfreeze.audit");

  private static final ArchRule THE_LOG_IS_PLAIN_JAVA =
      classes()
          .that()
          .resideInAPackage("..log..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "org.quickfreeze.audit.log..");

  private static final ArchRule WRITING_KNOWS_NO_SERVING =
      noClasses()
          .that()
          .resideInAPackage("..audit.record..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..audit.serve..", "jakarta.ws.rs..");

  @Test
  void givenTheLogThenItKnowsPlainJavaAlone() {
    THE_LOG_IS_PLAIN_JAVA.check(MAIN);
  }

  @Test
  void givenTheWritingHalfThenItDoesNotKnowTheServingHalf() {
    WRITING_KNOWS_NO_SERVING.check(MAIN);
  }

  @Test
  void givenALogClassThatKnowsTheDatabaseThenTheRuleBites() {
    JavaClasses broken = new ClassFileImporter().importClasses(KnowsTheDatabase.class);

    assertThat(THE_LOG_IS_PLAIN_JAVA.evaluate(broken).hasViolation()).isTrue();
  }
}
