package org.quickfreeze.audit.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A text with signatures (C2SP signed-note): text, empty line, then one line per signature: em
 * dash, space, key name, space, base64(key id 4 ‖ signature).
 *
 * @param text ends with a line feed; its bytes are what is signed
 * @param signatures in the order of their lines
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
  /** A note has at most so many signatures; post-quantum ones are several kilobytes each. */
  public static final int MAX_SIGNATURES = 100;

  /** A note is at most so many bytes long. */
  public static final int MAX_BYTES = 1_000_000;

  private static final String MARK = "\u2014 ";

  /**
   * One signature line.
   *
   * @param name of the key
   * @param payload key id of four bytes, then the signature
   */
  public record NoteSignature(String name, Bytes payload) {
    /** The four bytes that name the key. */
    byte[] keyId() {
      return Arrays.copyOf(payload.copy(), 4);
    }

    byte[] signature() {
      return Arrays.copyOfRange(payload.copy(), 4, payload.length());
    }

    boolean isBy(VerifierKey key) {
      return name.equals(key.name()) && Arrays.equals(keyId(), key.id());
    }
  }

  public SignedNote {
    signatures = List.copyOf(signatures);
  }

  /**
   * Signs a text.
   *
   * @throws IllegalArgumentException when the text does not end with a line feed
   */
  public static SignedNote sign(String text, LogSigner signer) {
    if (!text.endsWith("\n")) {
      throw new IllegalArgumentException("a note's text ends with a line feed");
    }
    byte[] signature = signer.sign(text.getBytes(StandardCharsets.UTF_8));
    byte[] payload =
        ByteBuffer.allocate(4 + signature.length).put(signer.key().id()).put(signature).array();
    return new SignedNote(text, List.of(new NoteSignature(signer.key().name(), Bytes.of(payload))));
  }

  /** Reads a note; empty when it is malformed, too long or has too many signatures. */
  public static Optional<SignedNote> parse(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return Optional.empty();
    }
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Optional<SignedNote> parse(String note) {
    int blank = note.lastIndexOf("\n\n");
    boolean controls = note.chars().anyMatch(c -> c < 0x20 && c != '\n');
    if (blank < 0 || controls || !note.endsWith("\n") || blank + 2 == note.length()) {
      return Optional.empty();
    }
    List<String> lines = note.substring(blank + 2).lines().toList();
    List<NoteSignature> signatures = new ArrayList<>();
    for (String line : lines) {
      signature(line).ifPresent(signatures::add);
    }
    return signatures.size() == lines.size() && lines.size() <= MAX_SIGNATURES
        ? Optional.of(new SignedNote(note.substring(0, blank + 1), signatures))
        : Optional.empty();
  }

  private static Optional<NoteSignature> signature(String line) {
    int space = line.indexOf(' ', MARK.length());
    if (!line.startsWith(MARK) || space < 0) {
      return Optional.empty();
    }
    String name = line.substring(MARK.length(), space);
    if (!VerifierKey.nameIsLawful(name)) {
      return Optional.empty();
    }
    return StrictBase64.decode(line.substring(space + 1))
        .filter(payload -> payload.length >= 5)
        .map(payload -> new NoteSignature(name, Bytes.of(payload)));
  }

  /** The note as it is served. */
  public byte[] bytes() {
    StringBuilder note = new StringBuilder(text).append('\n');
    for (NoteSignature signature : signatures) {
      note.append(MARK).append(signature.name()).append(' ');
      note.append(Base64.getEncoder().encodeToString(signature.payload().copy())).append('\n');
    }
    return note.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Whether at least one of these keys has signed the text and none of them is misquoted: a line
   * under a known name and id that does not verify spoils the whole note. Other lines are ignored.
   */
  public boolean verifies(Collection<VerifierKey> known) {
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    boolean good = false;
    for (NoteSignature signature : signatures) {
      for (VerifierKey key : known) {
        if (signature.isBy(key)) {
          if (!key.verifies(message, signature.signature())) {
            return false;
          }
          good = true;
        }
      }
    }
    return good;
  }
}
