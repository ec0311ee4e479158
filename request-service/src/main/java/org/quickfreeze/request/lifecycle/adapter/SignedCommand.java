package org.quickfreeze.request.lifecycle.adapter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A signed act.
 *
 * @param act compact JWS of type {@code qf-act+jws}
 * @param documents order documents that the act names by hash, compact JWS each
 * @param breakGlass why an urgent or emergency act has to go although something hinders its sender;
 *     kept in the sender's own file, and reviewed there
 */
public record SignedCommand(
    String act, @Nullable List<String> documents, @Nullable String breakGlass) {
  public SignedCommand {
    documents = documents == null ? List.of() : List.copyOf(documents);
  }

  List<String> orders() {
    return documents == null ? List.of() : documents;
  }
}
