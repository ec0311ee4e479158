package org.quickfreeze.registry.ping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.UUID;
import org.quickfreeze.backbone.sealing.Es256Signer;
import org.quickfreeze.backbone.sealing.Jws;
import org.quickfreeze.backbone.sealing.Macs;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.registry.ping.PingRows.PingRow;

/**
 * The code that a test sends, and the register's signature by which whoever gets it can tell it
 * from a trick. The code is derived from the test's id, so it lies in no table.
 */
final class Challenge {
  private static final String TYP = "qf-ping+jws";
  private static final int CODES = 1_000_000;

  private final byte[] macKey;
  private final Es256Signer register;

  Challenge(byte[] macKey, Es256Signer register) {
    this.macKey = macKey.clone();
    this.register = register;
  }

  /** Six digits, which can be said on the telephone. */
  String code(UUID ping) {
    byte[] mac = Macs.hmac(macKey, ping.toString().getBytes(StandardCharsets.US_ASCII));
    long number = Math.floorMod(ByteBuffer.wrap(mac).getLong(), (long) CODES);
    return String.format(Locale.ROOT, "%06d", number);
  }

  /** Whether a code that was brought back is the one that went out. */
  boolean isRight(UUID ping, String given) {
    return MessageDigest.isEqual(
        code(ping).getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
  }

  /** A compact JWS of the register over what is tested, by what, and when. */
  String proof(PingRow row) {
    ObjectNode payload = Wire.mapper().createObjectNode();
    payload.put("ping", row.id().toString());
    payload.put("contactPoint", row.contactPoint());
    payload.put("channel", row.channel());
    payload.put("plannedAt", row.plannedAt().toString());
    return Jws.sign(register, TYP, payload);
  }
}
