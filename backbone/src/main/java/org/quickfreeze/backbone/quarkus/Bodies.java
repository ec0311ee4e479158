package org.quickfreeze.backbone.quarkus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.problem.Problems;

/** Reads bodies strictly, so that the error can point at the field. */
@Singleton
public final class Bodies {
  private final ObjectMapper mapper;

  public Bodies(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /**
   * @throws Problem.ProblemException 400 when the body is not JSON of this form
   */
  public <T> T read(byte[] body, Class<T> type) {
    try {
      T value = mapper.readValue(body, type);
      if (value != null) {
        return value;
      }
    } catch (JsonProcessingException e) {
      throw malformed(e).asException();
    } catch (IOException e) {
      throw Problems.malformed("The body cannot be read.").asException();
    }
    throw Problems.malformed("The body is empty.").asException();
  }

  /**
   * @throws Problem.ProblemException 400 when a node is not of this form
   */
  public <T> T convert(JsonNode node, Class<T> type) {
    try {
      return mapper.treeToValue(node, type);
    } catch (JsonProcessingException e) {
      throw malformed(e).asException();
    }
  }

  /**
   * A member that the body must have.
   *
   * @param pointer RFC 6901, into the body
   * @throws Problem.ProblemException 400 when it is absent or null
   */
  public static <T> T required(@Nullable T member, String pointer) {
    if (member == null) {
      throw Problems.malformed("The body lacks a member.")
          .withErrors(List.of(new FieldError(pointer, "required", null, "is missing")))
          .asException();
    }
    return member;
  }

  private static Problem malformed(JsonProcessingException e) {
    Problem problem = Problems.malformed("The body is not the JSON that is expected here.");
    if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return problem;
    }
    return problem.withErrors(
        List.of(
            new FieldError(
                ProblemMappers.pointer(mapping), "json", null, "is unknown, or of a wrong type")));
  }
}
