package org.quickfreeze.request.lifecycle.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.act.ActType;

class ActResourceTest {

  @Test
  void givenTheCommands_thenEveryActButTheFirstHasOne() {
    Set<ActType> further = EnumSet.allOf(ActType.class);
    further.remove(ActType.SUBMIT);

    assertThat(ActResource.COMMANDS.values()).containsExactlyInAnyOrderElementsOf(further);
  }

  @Test
  void givenTheDescription_thenItNamesEveryCommand() {
    assertThat(described()).containsExactlyInAnyOrderElementsOf(ActResource.COMMANDS.keySet());
  }

  private static String[] described() {
    Method act =
        Arrays.stream(ActResource.class.getDeclaredMethods())
            .filter(method -> method.getName().equals("act"))
            .findFirst()
            .orElseThrow();
    return Arrays.stream(act.getParameters())
        .map(ActResourceTest::schema)
        .filter(names -> names.length > 0)
        .findFirst()
        .orElseThrow();
  }

  private static String[] schema(Parameter parameter) {
    var described =
        parameter.getAnnotation(
            org.eclipse.microprofile.openapi.annotations.parameters.Parameter.class);
    return described == null ? new String[0] : described.schema().enumeration();
  }
}
