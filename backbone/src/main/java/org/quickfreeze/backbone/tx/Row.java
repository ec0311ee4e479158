package org.quickfreeze.backbone.tx;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The current row of a result, read by column name. */
public final class Row {
  private final ResultSet results;

  Row(ResultSet results) {
    this.results = results;
  }

  /** A text column that is never null. */
  public String text(String column) throws SQLException {
    return required(results.getString(column), column);
  }

  /** A text column that may be null. */
  public @Nullable String textOrNull(String column) throws SQLException {
    return results.getString(column);
  }

  public long number(String column) throws SQLException {
    return results.getLong(column);
  }

  public @Nullable Long numberOrNull(String column) throws SQLException {
    long value = results.getLong(column);
    return results.wasNull() ? null : value;
  }

  public boolean flag(String column) throws SQLException {
    return results.getBoolean(column);
  }

  public byte[] bytes(String column) throws SQLException {
    return required(results.getBytes(column), column);
  }

  public byte @Nullable [] bytesOrNull(String column) throws SQLException {
    return results.getBytes(column);
  }

  public UUID uuid(String column) throws SQLException {
    return required(results.getObject(column, UUID.class), column);
  }

  /** A {@code timestamptz} column that is never null. */
  public Instant instant(String column) throws SQLException {
    return required(instantOrNull(column), column);
  }

  public @Nullable Instant instantOrNull(String column) throws SQLException {
    OffsetDateTime value = results.getObject(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  /** A {@code text[]} column that is never null. */
  public String[] texts(String column) throws SQLException {
    return (String[]) required(results.getArray(column), column).getArray();
  }

  private static <T> T required(@Nullable T value, String column) throws SQLException {
    if (value == null) {
      throw new SQLException("column " + column + " is null");
    }
    return value;
  }
}
