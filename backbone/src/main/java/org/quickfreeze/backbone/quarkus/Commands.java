package org.quickfreeze.backbone.quarkus;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.Answer;
import org.quickfreeze.backbone.idempotency.IdempotencyKeys.KeyUse;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.problem.Problem;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.sealing.Macs;
import org.quickfreeze.backbone.tx.Transactions;
import org.quickfreeze.backbone.tx.Tx;

/** Runs a command once per {@code Idempotency-Key}, in one transaction of the caller's scope. */
@Singleton
public final class Commands {
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{8,128}");

  private final Transactions transactions;
  private final byte[] macKey;

  public Commands(Transactions transactions, KeyVault vault) {
    this.transactions = transactions;
    this.macKey = vault.macKey("idempotency");
  }

  /** What the command does, and what is answered. */
  @FunctionalInterface
  public interface Command {
    Answer run(Tx tx) throws SQLException;
  }

  /**
   * @param key the {@code Idempotency-Key} header: 8 to 128 visible ASCII characters
   * @param body the body's bytes as they came
   * @throws Problem.ProblemException 400 without a key; whatever the command refuses
   */
  public Answer run(
      Caller caller,
      String method,
      String path,
      @Nullable String key,
      byte[] body,
      Command command) {
    if (key == null || !KEY.matcher(key).matches()) {
      throw Problems.malformed(
              "Send an Idempotency-Key of 8 to 128 visible ASCII characters with each POST.")
          .asException();
    }
    byte[] mac = Macs.hmac(macKey, bytes(path), body);
    KeyUse use = new KeyUse(caller.id(), method, path, concealed(key), mac);
    return transactions.<Answer, RuntimeException>inTransaction(
        caller.scope(), tx -> once(tx, use, command));
  }

  /** A caller's key may well be a case reference of its own: the table keeps no more than a MAC. */
  private String concealed(String key) {
    byte[] mac = Macs.hmac(macKey, bytes("key"), bytes(key));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Answer once(Tx tx, KeyUse use, Command command) throws SQLException {
    Optional<Answer> before = IdempotencyKeys.begin(tx, use);
    if (before.isPresent()) {
      return before.get();
    }
    Answer answer = command.run(tx);
    IdempotencyKeys.complete(tx, use, answer);
    return answer;
  }
}
