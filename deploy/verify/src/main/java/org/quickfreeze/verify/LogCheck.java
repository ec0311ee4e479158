package org.quickfreeze.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The whole log, derived again from what it serves: entries give leaf hashes, these must be those
 * of the tiles, and the tree over them must have the signed root. A checkpoint remembered from an
 * earlier run must be a beginning of it.
 */
final class LogCheck {
  private static final int WIDTH = 256;
  private static final int ENTRY_BYTES = 38;

  private final LogFiles files;
  private final PinnedKey key;
  private final LongConsumer progress;
  private final GrowingTree tree = new GrowingTree();

  /**
   * @param progress told how many entries are checked, once per tile
   */
  LogCheck(LogFiles files, PinnedKey key, LongConsumer progress) {
    this.files = files;
    this.key = key;
    this.progress = progress;
  }

  /** The present checkpoint, signature checked. */
  SignedCheckpoint checkpoint() throws IOException, Broken {
    byte[] note =
        files
            .read("checkpoint")
            .orElseThrow(() -> new IOException("there is no checkpoint at this place"));
    return SignedCheckpoint.verified(note, key);
  }

  /**
   * Checks everything below a checkpoint.
   *
   * @param remembered from an earlier run, null where there is none
   * @throws Broken with the first thing that is wrong
   * @throws IOException when the log could not be read
   */
  void check(SignedCheckpoint checkpoint, @Nullable SignedCheckpoint remembered)
      throws IOException, Broken {
    if (remembered != null) {
      refuseRollback(checkpoint, remembered);
    }
    compare(remembered);
    for (long index = 0; index * WIDTH < checkpoint.size(); index++) {
      checkTile(index, (int) Math.min(WIDTH, checkpoint.size() - index * WIDTH), remembered);
      progress.accept(tree.size());
    }
    if (!checkpoint.hasRoot(tree.root())) {
      throw new Broken(
          "the entries do not have the signed root: an entry and its tile were both changed, or"
              + " the checkpoint is of another tree");
    }
  }

  private static void refuseRollback(SignedCheckpoint now, SignedCheckpoint remembered)
      throws Broken {
    if (now.size() < remembered.size()) {
      throw new Broken(
          "rolled back: %,d entries are signed now, %,d were signed before"
              .formatted(now.size(), remembered.size()));
    }
    if (now.size() == remembered.size() && !now.root().equals(remembered.root())) {
      throw new Broken("forked: two roots are signed for the size %,d".formatted(now.size()));
    }
  }

  private void compare(@Nullable SignedCheckpoint remembered) throws Broken {
    if (remembered != null
        && remembered.size() == tree.size()
        && !remembered.hasRoot(tree.root())) {
      throw new Broken(
          "forked: the first %,d entries are not those that were signed before"
              .formatted(tree.size()));
    }
  }

  private void checkTile(long index, int width, @Nullable SignedCheckpoint remembered)
      throws IOException, Broken {
    List<byte[]> hashes = hashes(index, width);
    List<byte[]> entries = entries(index, width);
    for (int i = 0; i < width; i++) {
      long number = index * WIDTH + i;
      if (entries.get(i).length != ENTRY_BYTES) {
        throw new Broken("entry %,d has not the size of a leaf".formatted(number));
      }
      byte[] hash = Sha256.leaf(entries.get(i));
      if (!Arrays.equals(hash, hashes.get(i))) {
        throw new Broken("entry %,d has not the hash that its tile shows".formatted(number));
      }
      tree.add(hash);
      compare(remembered);
    }
  }

  private List<byte[]> hashes(long index, int width) throws IOException, Broken {
    Fetched tile = fetch("0", index, width);
    if (tile.bytes().length != tile.width() * Sha256.BYTES) {
      throw new Broken(
          "%s has %,d bytes instead of %,d"
              .formatted(tile.path(), tile.bytes().length, tile.width() * Sha256.BYTES));
    }
    List<byte[]> hashes = new ArrayList<>(width);
    for (int i = 0; i < width; i++) {
      hashes.add(Arrays.copyOfRange(tile.bytes(), i * Sha256.BYTES, (i + 1) * Sha256.BYTES));
    }
    return hashes;
  }

  private List<byte[]> entries(long index, int width) throws IOException, Broken {
    Fetched bundle = fetch("entries", index, width);
    ByteBuffer rest = ByteBuffer.wrap(bundle.bytes());
    List<byte[]> entries = new ArrayList<>(width);
    while (rest.remaining() >= 2) {
      int length = Short.toUnsignedInt(rest.getShort());
      if (length > rest.remaining()) {
        throw new Broken(bundle.path() + " ends inside an entry");
      }
      byte[] entry = new byte[length];
      rest.get(entry);
      entries.add(entry);
    }
    if (rest.hasRemaining() || entries.size() != bundle.width()) {
      throw new Broken(
          "%s has %,d entries instead of %,d"
              .formatted(bundle.path(), entries.size(), bundle.width()));
    }
    return entries;
  }

  private record Fetched(String path, int width, byte[] bytes) {}

  /** A partial tile may be gone once the full one is there: then the full one is read. */
  private Fetched fetch(String kind, long index, int width) throws IOException, Broken {
    String full = "tile/" + kind + '/' + groups(index);
    String path = width == WIDTH ? full : full + ".p/" + width;
    Optional<byte[]> exact = files.read(path);
    if (exact.isPresent()) {
      return new Fetched(path, width, exact.get());
    }
    Optional<byte[]> whole = width == WIDTH ? Optional.empty() : files.read(full);
    return new Fetched(
        full,
        WIDTH,
        whole.orElseThrow(() -> new Broken(path + " is missing, though the checkpoint needs it")));
  }

  /** The number in groups of three digits, all but the last with an x before them. */
  static String groups(long index) {
    String last = "%03d".formatted(index % 1000);
    return index < 1000 ? last : higher(index / 1000) + last;
  }

  private static String higher(long rest) {
    String group = "x%03d/".formatted(rest % 1000);
    return rest < 1000 ? group : higher(rest / 1000) + group;
  }
}
