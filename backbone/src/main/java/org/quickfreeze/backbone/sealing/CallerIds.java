package org.quickfreeze.backbone.sealing;

import java.util.HexFormat;

/** Names a caller without naming a person. */
public final class CallerIds {
  private CallerIds() {}

  /**
   * Lower-case hex of HMAC-SHA-256 over {@code issuer LF subject}.
   *
   * @param callerKey the network's caller key, 32 bytes
   * @throws IllegalArgumentException when the issuer holds a line feed: two callers could otherwise
   *     share an id
   */
  public static String callerId(String issuer, String subject, byte[] callerKey) {
    if (issuer.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("an issuer has no line feed");
    }
    return HexFormat.of().formatHex(Macs.plain(callerKey, issuer + '\n' + subject));
  }
}
