package org.quickfreeze.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The transactions that PostgreSQL's own log shows when {@code log_statement} is {@code all}: what
 * the services really execute, so that a floor made of it cannot drift from their code. Reads the
 * default line prefix {@code %m [%p] } and English messages (PostgreSQL manual, 19.8).
 */
final class StatementLog {
  private static final Pattern LINE =
      Pattern.compile("^\\d{4}-\\d\\d-\\d\\d \\S+ \\S+ \\[(\\d+)] (\\w+):  (.*)$");
  private static final Pattern EXECUTED =
      Pattern.compile("(?s)^(?:execute [^:]+|statement): (.*)$");
  private static final Pattern PARAMETER = Pattern.compile("\\$\\d+ = (NULL|'(?:[^']++|'')*+')");

  private final List<Transaction> transactions = new ArrayList<>();
  private final Map<Long, List<Statement>> open = new HashMap<>();
  private final Map<Long, String> pending = new HashMap<>();

  private StatementLog() {}

  /** Statements that were committed together; one alone where none was begun. */
  record Transaction(List<Statement> statements) {
    Transaction {
      statements = List.copyOf(statements);
    }

    boolean mentions(String value) {
      return statements.stream().anyMatch(s -> s.mentions(value));
    }

    boolean says(String text) {
      return statements.stream().anyMatch(s -> s.sql().contains(text));
    }
  }

  /** Reads a server's log. */
  static StatementLog read(Path file) {
    try {
      return of(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the text of a log. */
  static StatementLog of(String text) {
    StatementLog log = new StatementLog();
    // a line break inside a message is followed by a tab
    for (String message : text.split("\n(?!\t)", -1)) {
      Matcher line = LINE.matcher(message.lines().findFirst().orElse(""));
      if (line.matches()) {
        String rest = message.substring(line.start(3)).replace("\n\t", "\n");
        log.take(Long.parseLong(line.group(1)), line.group(2), rest);
      }
    }
    return log;
  }

  /** All transactions, in the order in which they ended. */
  List<Transaction> transactions() {
    return List.copyOf(transactions);
  }

  /** The last transaction of a kind. */
  Transaction last(String what, Predicate<Transaction> kind) {
    return transactions.stream()
        .filter(kind)
        .reduce((first, second) -> second)
        .orElseThrow(
            () -> new IllegalStateException("PostgreSQL's log shows no transaction for " + what));
  }

  private void take(long session, String level, String message) {
    if (level.equals("DETAIL")) {
      if (message.startsWith("Parameters: ") || message.startsWith("parameters: ")) {
        String sql = pending.remove(session);
        if (sql != null) {
          executed(new Statement(session, sql, parameters(message)));
        }
      }
      return;
    }
    flush(session);
    Matcher executed = EXECUTED.matcher(message);
    if (level.equals("LOG") && executed.matches()) {
      began(session, executed.group(1).strip());
    }
  }

  private void began(long session, String sql) {
    switch (sql) {
      case "BEGIN" -> open.put(session, new ArrayList<>());
      case "COMMIT" -> {
        List<Statement> statements = open.remove(session);
        if (statements != null && !statements.isEmpty()) {
          transactions.add(new Transaction(statements));
        }
      }
      case "ROLLBACK" -> open.remove(session);
      default -> pending.put(session, sql);
    }
  }

  /** A statement without parameters has no detail. */
  private void flush(long session) {
    String sql = pending.remove(session);
    if (sql != null) {
      executed(new Statement(session, sql, List.of()));
    }
  }

  private void executed(Statement statement) {
    // the driver looks types up once for each connection; that is not part of the work
    if (statement.sql().contains("pg_catalog.")) {
      return;
    }
    List<Statement> statements = open.get(statement.session());
    if (statements == null) {
      transactions.add(new Transaction(List.of(statement)));
    } else {
      statements.add(statement);
    }
  }

  private static List<@Nullable String> parameters(String message) {
    List<@Nullable String> values = new ArrayList<>();
    Matcher matcher = PARAMETER.matcher(message);
    while (matcher.find()) {
      String value = matcher.group(1);
      values.add(
          value.equals("NULL") ? null : value.substring(1, value.length() - 1).replace("''", "'"));
    }
    return java.util.Collections.unmodifiableList(values);
  }
}
