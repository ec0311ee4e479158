package org.quickfreeze.registry.entity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.exceptionfactory.jagged.framework.armor.ArmoredEncryptingChannelFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.security.GeneralSecurityException;
import java.util.List;
import org.quickfreeze.backbone.sealing.AgeRecipient;

/** Encrypts a few words to an age recipient, as an armored age file. */
final class AgeSeal {
  private AgeSeal() {}

  /** A file that {@code age -d -i key.txt} opens. */
  static String seal(String text, AgeRecipient recipient) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (WritableByteChannel plain =
        new ArmoredEncryptingChannelFactory()
            .newEncryptingChannel(
                Channels.newChannel(file),
                List.of(
                    X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(
                        recipient.text())))) {
      plain.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("age cannot encrypt", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toString(US_ASCII);
  }
}
