package org.quickfreeze.backbone.sealing;

import java.util.HexFormat;

/** Names a caller without naming a person. */
public final class CallerIds {
  private CallerIds() {}

  /**
   * Lower-case hex of HMAC-SHA-256 over {@code issuer LF subject}.
   *
   * @param callerKey the network's caller key, 32 bytes
   */
  public static String callerId(String issuer, String subject, byte[] callerKey) {
    return HexFormat.of().formatHex(Macs.plain(callerKey, issuer + '\n' + subject));
  }
}
