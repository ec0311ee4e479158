package org.quickfreeze.request.lifecycle.adapter;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.quickfreeze.backbone.feed.Feed;
import org.quickfreeze.backbone.sealing.KeyVault;
import org.quickfreeze.backbone.sealing.Macs;

/**
 * Cursors as one AES block: the position, and eight bytes of a MAC over position and reader. One
 * block, so the same position always gives the same cursor, and no cursor of another reader opens.
 */
final class VaultCursorSeal implements Feed.CursorSeal {
  private static final int HALF = 8;
  private final byte[] macKey;
  private final SecretKeySpec key;

  VaultCursorSeal(KeyVault vault) {
    this.macKey = vault.macKey("feed-cursor-mac");
    this.key = new SecretKeySpec(vault.macKey("feed-cursor"), "AES");
  }

  @Override
  public byte[] seal(byte[] plain, String reader) throws GeneralSecurityException {
    byte[] block = Arrays.copyOf(plain, 2 * HALF);
    System.arraycopy(tag(plain, reader), 0, block, HALF, HALF);
    return cipher(Cipher.ENCRYPT_MODE, block);
  }

  @Override
  public byte[] open(byte[] sealed, String reader) throws GeneralSecurityException {
    if (sealed.length != 2 * HALF) {
      throw new GeneralSecurityException("not a cursor");
    }
    byte[] block = cipher(Cipher.DECRYPT_MODE, sealed);
    byte[] plain = Arrays.copyOf(block, HALF);
    byte[] tag = Arrays.copyOf(tag(plain, reader), HALF);
    if (!MessageDigest.isEqual(tag, Arrays.copyOfRange(block, HALF, 2 * HALF))) {
      throw new GeneralSecurityException("a cursor of another reader");
    }
    return plain;
  }

  private byte[] cipher(int mode, byte[] block) throws GeneralSecurityException {
    // A single block with a tag inside: the mode that links blocks has nothing to link.
    Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
    cipher.init(mode, key);
    return cipher.doFinal(block);
  }

  private byte[] tag(byte[] plain, String reader) {
    return Macs.hmac(macKey, plain, reader.getBytes(StandardCharsets.UTF_8));
  }
}
