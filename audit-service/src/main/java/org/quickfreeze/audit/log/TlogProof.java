package org.quickfreeze.audit.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One entry's proof as a file (C2SP tlog-proof, suffix {@code .tlog-proof}): everything but the
 * entry itself.
 *
 * @param index of the entry, from 0
 * @param path hashes from the leaf up to the root
 * @param checkpoint the signed checkpoint that the path leads to
 */
public record TlogProof(long index, List<Hash> path, SignedNote checkpoint) {
  private static final String HEADER = "c2sp.org/tlog-proof@v1";
  private static final Pattern INDEX = Pattern.compile("index (0|[1-9][0-9]{0,17})");

  public TlogProof {
    path = List.copyOf(path);
  }

  /** The file. */
  public byte[] bytes() {
    StringBuilder head = new StringBuilder(HEADER).append("\nindex ").append(index).append('\n');
    path.forEach(hash -> head.append(hash.base64()).append('\n'));
    byte[] first = head.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    byte[] note = checkpoint.bytes();
    byte[] file = Arrays.copyOf(first, first.length + note.length);
    System.arraycopy(note, 0, file, first.length, note.length);
    return file;
  }

  /** Reads a file; empty when it is malformed. An {@code extra} line is passed over. */
  public static Optional<TlogProof> parse(byte[] file) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
      int blank = text.indexOf("\n\n");
      if (blank < 0) {
        return Optional.empty();
      }
      byte[] note = text.substring(blank + 2).getBytes(StandardCharsets.UTF_8);
      List<String> head = new ArrayList<>(text.substring(0, blank).lines().toList());
      return SignedNote.parse(note).flatMap(checkpoint -> of(head, checkpoint));
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Optional<TlogProof> of(List<String> head, SignedNote checkpoint) {
    if (!head.getFirst().equals(HEADER)) {
      return Optional.empty();
    }
    head.removeFirst();
    if (!head.isEmpty() && head.getFirst().startsWith("extra ")) {
      head.removeFirst();
    }
    if (head.isEmpty() || !INDEX.matcher(head.getFirst()).matches()) {
      return Optional.empty();
    }
    long index = Long.parseLong(head.removeFirst().substring("index ".length()));
    List<Hash> path = new ArrayList<>();
    head.forEach(line -> Hash.fromBase64(line).ifPresent(path::add));
    return path.size() == head.size()
        ? Optional.of(new TlogProof(index, path, checkpoint))
        : Optional.empty();
  }

  /** Whether one of these keys signed that the log of this origin holds the leaf at this index. */
  public boolean proves(Hash leafHash, String origin, Collection<VerifierKey> known) {
    if (!checkpoint.verifies(known)) {
      return false;
    }
    return Checkpoint.parse(checkpoint.text())
        .filter(c -> c.origin().equals(origin))
        .filter(c -> new InclusionProof(index, c.size(), path).proves(leafHash, c.root()))
        .isPresent();
  }
}
