package org.quickfreeze.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackFileTest {
  @TempDir private Path data;

  @Test
  void whatIsWrittenIsReadAgainByItsOwnerAlone() throws Exception {
    StackFile written = Stack.in(data, Ports.laptop()).describe();

    written.write(data);

    assertThat(StackFile.read(data)).isEqualTo(written);
    assertThat(Files.getPosixFilePermissions(data.resolve("stack.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void itSaysWhoCanComeIn() {
    SampleAccounts accounts = Stack.in(data, Ports.laptop()).describe().accounts();

    assertThat(accounts.people())
        .anySatisfy(
            person -> {
              assertThat(person.name()).isEqualTo("secretariat");
              assertThat(person.subject()).isEqualTo(Stack.SECRETARIAT.getFirst());
              assertThat(person.party()).isNull();
            })
        .anySatisfy(
            person -> {
              assertThat(person.name()).isEqualTo("officer.fr");
              assertThat(person.roles()).containsExactly("officer");
              assertThat(person.party()).isEqualTo("FR");
            })
        .allSatisfy(person -> assertThat(person.password()).isEqualTo(person.name() + "-local"));
    assertThat(accounts.machines())
        .extracting(SampleAccounts.Machine::id)
        .contains("acme", "acme-2", "globex", "wrong-audience");
  }

  @Test
  void withoutAStackTheAnswerIsWhatToDo() {
    assertThatThrownBy(() -> StackFile.read(data))
        .isInstanceOf(StackFailure.class)
        .hasMessageContaining("./quickfreeze up");
  }
}
