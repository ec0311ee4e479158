package org.quickfreeze.backbone.idempotency;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.tx.DatabaseFailure;
import org.quickfreeze.backbone.tx.Tx;

/**
 * Makes a repeated POST harmless. The key lives in the transaction of its effect: a refusal rolls
 * it back and does not use it up; a second call in flight waits for the first, then gets 409. Keys
 * are kept seven days.
 */
public final class IdempotencyKeys {
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private IdempotencyKeys() {}

  /**
   * What the key belongs to.
   *
   * @param bodyMac HMAC of the body, so that the table tells nothing about it
   */
  public record KeyUse(String caller, String method, String path, String key, byte[] bodyMac) {}

  /** What was answered the first time. */
  public record Answer(int status, @Nullable String location, @Nullable String etag) {}

  /**
   * Takes the key for this transaction.
   *
   * @return the first answer when the call is a repetition; empty when it is new
   * @throws Problem.ProblemException 422 when the key was used with another body; 409 when the
   *     first call is still under way after two seconds
   */
  public static Optional<Answer> begin(Tx tx, KeyUse use) throws SQLException {
    if (inserts(tx, use)) {
      return Optional.empty();
    }
    Stored stored =
        tx.first(
                """
                select body_mac, status, location, etag from backbone.idempotency_key
                where caller = ? and method = ? and path = ? and key = ?""",
                row ->
                    new Stored(
                        row.bytes("body_mac"),
                        new Answer(
                            (int) row.number("status"),
                            row.textOrNull("location"),
                            row.textOrNull("etag"))),
                use.caller(),
                use.method(),
                use.path(),
                use.key())
            .orElseThrow(IdempotencyKeys::inFlight);
    if (!java.security.MessageDigest.isEqual(stored.bodyMac(), use.bodyMac())) {
      throw Problems.unprocessable(
              "idempotency-key-reused",
              "The key was used with another body",
              "Choose a new Idempotency-Key for a new request.")
          .asException();
    }
    return Optional.of(stored.answer());
  }

  /** Stores the answer with the key, at the end of the same transaction. */
  public static void complete(Tx tx, KeyUse use, Answer answer) throws SQLException {
    tx.later(
        """
        update backbone.idempotency_key set status = ?, location = ?, etag = ?
        where caller = ? and method = ? and path = ? and key = ?""",
        answer.status(),
        answer.location(),
        answer.etag(),
        use.caller(),
        use.method(),
        use.path(),
        use.key());
  }

  private static boolean inserts(Tx tx, KeyUse use) throws SQLException {
    try {
      return tx.update(
              """
              with patience as (select set_config('lock_timeout', '2s', true))
              insert into backbone.idempotency_key (caller, method, path, key, body_mac)
              select ?, ?, ?, ?, ? from patience on conflict do nothing""",
              use.caller(),
              use.method(),
              use.path(),
              use.key(),
              use.bodyMac())
          == 1;
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(DatabaseFailure.of(e).sqlState())) {
        throw inFlight();
      }
      throw e;
    }
  }

  private static Problem.ProblemException inFlight() {
    return Problems.conflict(
            "idempotency-key-in-use", "The first call with this key is still under way.")
        .asException();
  }

  private record Stored(byte[] bodyMac, Answer answer) {}
}
