package org.quickfreeze.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.exceptionfactory.jagged.framework.armor.ArmoredDecryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;

/** A key of age that its owner holds. */
public final class SampleAgeKey {
  private final String identity;
  private final String recipient;

  private SampleAgeKey(String identity, String recipient) {
    this.identity = identity;
    this.recipient = recipient;
  }

  /** A key that lies nowhere. */
  public static SampleAgeKey fresh() {
    try {
      KeyPair pair = new X25519KeyPairGenerator().generateKeyPair();
      return new SampleAgeKey(
          new String(pair.getPrivate().getEncoded(), US_ASCII),
          new String(pair.getPublic().getEncoded(), US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The public half, as the register wants it. */
  public String recipient() {
    return recipient;
  }

  /** The private half, as {@code age -i} reads it. */
  public String identity() {
    return identity;
  }

  /**
   * What an armored file holds.
   *
   * @throws IllegalArgumentException when it is not for this key
   */
  public String decrypt(String armored) {
    try (InputStream plain =
        Channels.newInputStream(
            new ArmoredDecryptingChannelFactory()
                .newDecryptingChannel(
                    Channels.newChannel(new ByteArrayInputStream(armored.getBytes(US_ASCII))),
                    List.of(
                        X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(identity))))) {
      return new String(plain.readAllBytes(), UTF_8);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
