package org.quickfreeze.contracts.act;

import java.time.Instant;
import java.util.UUID;

/**
 * What a Party says to another, as it is signed: the payload of a compact JWS, in RFC 8785 form.
 * {@link ActCodec} reads and writes it.
 *
 * @param v version of this form; 1
 * @param request random id, chosen by the signer of the first act
 * @param type decides the form of {@code body}
 * @param previous hash of the previous shared entry by a Party, base64url; empty for the first
 * @param time the signer's own time
 * @param custody whose hand held the key
 */
public record Act(
    int v,
    UUID request,
    ActType type,
    String previous,
    Side author,
    Side to,
    Instant time,
    Custody custody,
    ActBody body) {

  public Act {
    if (!type.body().isInstance(body)) {
      throw new IllegalArgumentException("a body of another type");
    }
  }

  /**
   * A Party and the authority that speaks for it.
   *
   * @param party ISO 3166-1 alpha-2, upper case
   * @param authority {@code <party in lower case>-<slug>}
   */
  public record Side(String party, String authority) {}
}
