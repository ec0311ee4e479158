package org.quickfreeze.contracts;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.datatype.jsr310.ser.LocalDateTimeSerializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/**
 * Times as text and nothing else: Jackson would also take numbers and arrays, and a local time that
 * ends in {@code Z} by dropping the {@code Z}, which in a signed document means two readings.
 */
final class StrictScalars extends SimpleModule {
  private static final long serialVersionUID = 1L;

  StrictScalars() {
    super("strict-scalars");
    addSerializer(Instant.class, new Microseconds());
    addSerializer(
        LocalDateTime.class, new LocalDateTimeSerializer(DateTimeFormatter.ISO_LOCAL_DATE_TIME));
    addDeserializer(Instant.class, new Text<>(Instant.class, StrictScalars::instant));
    addDeserializer(LocalDate.class, new Text<>(LocalDate.class, LocalDate::parse));
    addDeserializer(LocalDateTime.class, new Text<>(LocalDateTime.class, LocalDateTime::parse));
    addDeserializer(boolean.class, new Flag());
  }

  private static Instant instant(String text) {
    Instant parsed = Instant.parse(text);
    if (!parsed.equals(parsed.truncatedTo(ChronoUnit.MICROS))) {
      throw new DateTimeException("finer than microseconds");
    }
    return parsed;
  }

  /** PostgreSQL keeps microseconds, so nothing finer may leave. */
  private static final class Microseconds extends StdScalarSerializer<Instant> {
    private static final long serialVersionUID = 1L;

    Microseconds() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator to, SerializerProvider provider)
        throws IOException {
      to.writeString(value.truncatedTo(ChronoUnit.MICROS).toString());
    }
  }

  private static final class Text<T> extends StdScalarDeserializer<T> {
    private static final long serialVersionUID = 1L;

    private final transient Function<String, T> parse;

    Text(Class<T> type, Function<String, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser from, DeserializationContext context) throws IOException {
      if (!from.hasToken(JsonToken.VALUE_STRING)) {
        throw context.wrongTokenException(from, handledType(), JsonToken.VALUE_STRING, "a text");
      }
      try {
        return parse.apply(from.getText());
      } catch (DateTimeException e) {
        throw context.weirdStringException("", handledType(), "not of the form");
      }
    }
  }

  /**
   * A flag is {@code true} or {@code false}; an absent one is not set, so that a flag may be added
   * within a version.
   */
  private static final class Flag extends StdScalarDeserializer<Boolean> {
    private static final long serialVersionUID = 1L;

    Flag() {
      super(boolean.class);
    }

    @Override
    public Boolean deserialize(JsonParser from, DeserializationContext context) throws IOException {
      return switch (from.currentToken()) {
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        default ->
            throw context.wrongTokenException(from, boolean.class, JsonToken.VALUE_FALSE, "a flag");
      };
    }

    @Override
    public Boolean getNullValue(DeserializationContext context) {
      return false;
    }
  }
}
