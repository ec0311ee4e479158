package org.quickfreeze.request.lifecycle.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.problem.Problem.ProblemException;
import org.quickfreeze.backbone.quarkus.Bodies;
import org.quickfreeze.backbone.quarkus.Commands;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.request.fixture.Side;
import org.quickfreeze.request.fixture.World;

/** The resources for acts with a real database: what a repeated or an empty call is told. */
@Timeout(120)
class RepeatedCallComponentTest {
  private final World world = new World();
  private final Commands commands = new Commands(world.transactions, world.vault);
  private final Bodies bodies = new Bodies(Wire.mapper());

  @Test
  void givenASubmission_whenRepeatedAfterItsKeyWasRevoked_thenTheFirstAnswerComesAgain() {
    UUID request = UUID.randomUUID();
    byte[] body = body(world.submission(request));
    Response first = submit("a-key-" + request, body);
    world.register.revoked(world.france.keyEntry(), world.now);

    Response again = submit("a-key-" + request, body);

    assertThat(first.getStatus()).isEqualTo(201);
    assertThat(again.getStatus()).isEqualTo(201);
    assertThat(again.getHeaderString("Location")).isEqualTo("/requests/" + request);
    assertThat(again.getHeaderString("ETag")).isEqualTo(first.getHeaderString("ETag"));
    assertThat(again.getEntity()).isEqualTo(new Submissions.Accepted(request));
    assertRefused(422, "/act", () -> submit("new-key-" + request, body));
  }

  @Test
  void givenAnAct_whenRepeatedAfterItsKeyWasRevoked_thenTheFirstAnswerComesAgain() {
    UUID request = world.submitted();
    String head = world.view(world.romania, request).head();
    byte[] body =
        body(world.romania.sign(request, head, world.france, world.acknowledge(), world.now));
    Response first = acknowledge(request, "a-key-" + request, body);
    world.register.revoked(world.romania.keyEntry(), world.now);

    Response again = acknowledge(request, "a-key-" + request, body);

    assertThat(again.getStatus()).isEqualTo(201);
    assertThat(again.getHeaderString("ETag")).isEqualTo(first.getHeaderString("ETag"));
    assertRefused(422, "/act", () -> acknowledge(request, "new-key-" + request, body));
  }

  @Test
  void givenABodyWithoutAnAct_whenItComes_thenTheMissingMemberIsNamed() {
    UUID request = world.submitted();
    byte[] empty = "{}".getBytes(UTF_8);
    byte[] none = "{\"act\":null}".getBytes(UTF_8);

    assertRefused(400, "/act", () -> submit("a-key-" + request, empty));
    assertRefused(400, "/act", () -> submit("a-key-" + request, none));
    assertRefused(400, "/act", () -> acknowledge(request, "a-key-" + request, empty));
  }

  private Response submit(String key, byte[] body) {
    return new RequestResource(
            commands, bodies, by(world.france), world.wiring.submissions(), world.wiring.reads())
        .submit(key, body, at("/requests"));
  }

  private Response acknowledge(UUID request, String key, byte[] body) {
    String path = "/requests/" + request + "/acknowledgement";
    return new ActResource(
            commands, bodies, by(world.romania), world.wiring.submissions(), world.wiring.reads())
        .act(request.toString(), "acknowledgement", key, "\"1\"", body, at(path));
  }

  private static byte[] body(String act) {
    JsonNode body = Wire.mapper().valueToTree(Map.of("act", act));
    return body.toString().getBytes(UTF_8);
  }

  private static CurrentCaller by(Side side) {
    return new CurrentCaller() {
      @Override
      public Caller get() {
        return side.officer();
      }
    };
  }

  private static UriInfo at(String path) {
    return (UriInfo)
        Proxy.newProxyInstance(
            UriInfo.class.getClassLoader(), new Class<?>[] {UriInfo.class}, (_, _, _) -> path);
  }

  private static void assertRefused(
      int status, String pointer, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProblemException.class,
            refused -> {
              assertThat(refused.problem().status()).isEqualTo(status);
              assertThat(refused.problem().errors())
                  .extracting(FieldError::pointer)
                  .containsExactly(pointer);
            });
  }
}
