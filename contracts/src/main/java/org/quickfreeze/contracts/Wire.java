package org.quickfreeze.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/**
 * The one way in which records become JSON and JSON becomes records: RFC 3339 times in UTC with
 * microseconds at most, absent members instead of nulls, no member twice, no type taken for
 * another, unknown members ignored, an absent flag not set.
 */
public final class Wire {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(32).build())
                  .build())
          .addModule(new JavaTimeModule())
          .addModule(new StrictScalars())
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private Wire() {}

  /** The mapper itself; shared and thread-safe, never reconfigured. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** A record as UTF-8 JSON. */
  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a contract record always has a JSON form", e);
    }
  }

  /**
   * Reads UTF-8 JSON.
   *
   * @throws Unreadable when it is not JSON or not of this form; the message quotes nothing of it
   */
  public static <T> T read(byte[] json, Class<T> type) throws Unreadable {
    try {
      T value = MAPPER.readValue(json, type);
      if (value == null) {
        throw new Unreadable("null");
      }
      return value;
    } catch (IOException e) {
      throw new Unreadable(Unreadable.place(e));
    }
  }

  /** JSON that is not of the expected form. */
  public static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String place) {
      super("not of the expected form at " + place);
    }

    /**
     * Of what is read in another way than by this mapper.
     *
     * @param pointer RFC 6901
     */
    public static Unreadable at(String pointer) {
      return new Unreadable(pointer);
    }

    /** RFC 6901 pointer, as far as it is known. */
    static String place(IOException e) {
      if (!(e instanceof com.fasterxml.jackson.databind.JsonMappingException mapping)) {
        return "/";
      }
      StringBuilder pointer = new StringBuilder();
      mapping
          .getPath()
          .forEach(
              step ->
                  pointer
                      .append('/')
                      .append(
                          step.getFieldName() == null
                              ? String.valueOf(step.getIndex())
                              : step.getFieldName()));
      return pointer.isEmpty() ? "/" : pointer.toString();
    }
  }
}
