package org.quickfreeze.contracts.act;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.form.PreservationForm;

/** Reads acts strictly, since they are signed, and writes them. */
public final class ActCodec {
  private static final ObjectReader STRICT =
      Wire.mapper()
          .reader()
          .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private ActCodec() {}

  /** The act as JSON; the signer puts it into RFC 8785 form. */
  public static JsonNode json(Act act) {
    return Wire.mapper().valueToTree(act);
  }

  /**
   * Reads an act.
   *
   * @throws MalformedAct when it is not an act of version 1, with a pointer to what is wrong
   */
  public static Act read(byte[] payload) throws MalformedAct {
    JsonNode act;
    try {
      act = Wire.mapper().readTree(payload);
    } catch (IOException e) {
      throw new MalformedAct("/", "is not JSON");
    }
    if (act.path("v").asInt() != 1) {
      throw new MalformedAct("/v", "must be 1");
    }
    ActType type =
        ActType.named(text(act, "type"))
            .orElseThrow(() -> new MalformedAct("/type", "is not a known act"));
    String custody = text(act, "custody");
    if (!custody.equals("own") && !custody.equals("custodial")) {
      throw new MalformedAct("/custody", "must be own or custodial");
    }
    return new Act(
        1,
        uuid(text(act, "request")),
        type,
        act.path("previous").asText(),
        part(act, "author", Act.Side.class),
        part(act, "to", Act.Side.class),
        time(text(act, "time")),
        custody,
        part(act, "body", type.body()));
  }

  private static String text(JsonNode act, String member) throws MalformedAct {
    JsonNode value = act.path(member);
    if (!value.isTextual() || value.asText().isEmpty()) {
      throw new MalformedAct('/' + member, "must be a text");
    }
    return value.asText();
  }

  private static UUID uuid(String text) throws MalformedAct {
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equals(text) && id.version() == 4) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedAct("/request", "must be a random UUID in lower case");
    }
    throw new MalformedAct("/request", "must be a random UUID in lower case");
  }

  private static Instant time(String text) throws MalformedAct {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new MalformedAct("/time", "must be an RFC 3339 time in UTC");
    }
  }

  private static <T> T part(JsonNode act, String member, Class<T> type) throws MalformedAct {
    JsonNode node = act.path(member);
    if (!node.isObject()) {
      throw new MalformedAct('/' + member, "must be an object");
    }
    try {
      T value = STRICT.forType(type).readValue(node);
      requireMembers(value, '/' + member);
      return value;
    } catch (JsonProcessingException e) {
      throw new MalformedAct('/' + member + place(e), "is unknown, or of a wrong type");
    } catch (IOException e) {
      throw new MalformedAct('/' + member, "cannot be read");
    }
  }

  /** Every component that the record does not mark as nullable must be there. */
  private static void requireMembers(Object value, String at) throws MalformedAct {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        continue;
      }
      Object member;
      try {
        member = component.getAccessor().invoke(value);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
      if (member == null || member.equals("")) {
        throw new MalformedAct(at + '/' + component.getName(), "is missing");
      }
      requireNested(member, at + '/' + component.getName());
    }
  }

  /** The form is left to the rulebook, which names the article that wants a member. */
  private static void requireNested(Object member, String at) throws MalformedAct {
    if (member instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        requireNested(list.get(i), at + '/' + i);
      }
    } else if (member instanceof Record && !(member instanceof PreservationForm)) {
      requireMembers(member, at);
    }
  }

  private static String place(JsonProcessingException e) {
    if (!(e instanceof com.fasterxml.jackson.databind.JsonMappingException mapping)) {
      return "";
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
    return pointer.toString();
  }

  /** An act that cannot be read. */
  public static final class MalformedAct extends Exception {
    private static final long serialVersionUID = 1L;

    private final String pointer;

    MalformedAct(String pointer, String what) {
      super(what, null, false, false);
      this.pointer = pointer;
    }

    /** RFC 6901 pointer into the act. */
    public String pointer() {
      return pointer;
    }

    /** What is wrong there; quotes nothing of the act. */
    public String what() {
      return String.valueOf(getMessage());
    }
  }
}
