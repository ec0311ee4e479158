package org.quickfreeze.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** A log in a folder, honest until a test changes it. */
final class FolderLog {
  static final String ORIGIN = "log.example.org";

  final Path folder;
  final List<byte[]> entries = new ArrayList<>();
  private final KeyPair pair;

  FolderLog(Path folder, int size) {
    this.folder = folder;
    try {
      this.pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    grow(size);
  }

  static byte[] entry(int number) {
    return ByteBuffer.allocate(38).putShort((short) 101).putInt(7).putInt(34, number).array();
  }

  /** Appends entries and publishes the new tree; older partial files stay. */
  void grow(int more) {
    for (int i = 0; i < more; i++) {
      entries.add(entry(entries.size()));
    }
    publish();
  }

  void publish() {
    for (int from = 0; from < entries.size(); from += 256) {
      List<byte[]> slice = entries.subList(from, Math.min(from + 256, entries.size()));
      String name = LogCheck.groups(from / 256) + (slice.size() < 256 ? ".p/" + slice.size() : "");
      ByteArrayOutputStream tile = new ByteArrayOutputStream();
      ByteArrayOutputStream bundle = new ByteArrayOutputStream();
      for (byte[] entry : slice) {
        tile.writeBytes(Sha256.leaf(entry));
        bundle.writeBytes(new byte[] {0, (byte) entry.length});
        bundle.writeBytes(entry);
      }
      write("tile/0/" + name, tile.toByteArray());
      write("tile/entries/" + name, bundle.toByteArray());
    }
    write("checkpoint", note(entries.size(), root()));
  }

  byte[] root() {
    return root(entries);
  }

  static byte[] root(List<byte[]> entries) {
    if (entries.isEmpty()) {
      return Sha256.empty();
    }
    if (entries.size() == 1) {
      return Sha256.leaf(entries.getFirst());
    }
    int left = Integer.highestOneBit(entries.size() - 1);
    return Sha256.node(root(entries.subList(0, left)), root(entries.subList(left, entries.size())));
  }

  byte[] note(long size, byte[] root) {
    return note(ORIGIN, size, root);
  }

  byte[] note(String origin, long size, byte[] root) {
    String text = origin + '\n' + size + '\n' + Base64.getEncoder().encodeToString(root) + '\n';
    byte[] payload = ByteBuffer.allocate(68).put(id()).put(signature(text.getBytes(UTF_8))).array();
    String line = "\u2014 " + ORIGIN + ' ' + Base64.getEncoder().encodeToString(payload) + '\n';
    return (text + '\n' + line).getBytes(UTF_8);
  }

  String vkey() {
    return ORIGIN
        + '+'
        + HexFormat.of().formatHex(id())
        + '+'
        + Base64.getEncoder().encodeToString(typed());
  }

  /** The proof of one entry in the tree as it is. */
  byte[] proof(int index) {
    List<byte[]> path = new ArrayList<>();
    path(index, entries, path);
    StringBuilder head = new StringBuilder("c2sp.org/tlog-proof@v1\nindex " + index + '\n');
    path.forEach(hash -> head.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
    return (head + "\n" + new String(note(entries.size(), root()), UTF_8)).getBytes(UTF_8);
  }

  private static void path(int index, List<byte[]> entries, List<byte[]> path) {
    if (entries.size() == 1) {
      return;
    }
    int left = Integer.highestOneBit(entries.size() - 1);
    if (index < left) {
      path(index, entries.subList(0, left), path);
      path.add(root(entries.subList(left, entries.size())));
    } else {
      path(index - left, entries.subList(left, entries.size()), path);
      path.add(root(entries.subList(0, left)));
    }
  }

  void write(String path, byte[] bytes) {
    try {
      Files.createDirectories(folder.resolve(path).getParent());
      Files.write(folder.resolve(path), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] read(String path) {
    try {
      return Files.readAllBytes(folder.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] typed() {
    byte[] spki = pair.getPublic().getEncoded();
    byte[] typed = Arrays.copyOfRange(spki, 11, 44);
    typed[0] = 1;
    return typed;
  }

  private byte[] id() {
    var digest = Sha256.fresh();
    digest.update((ORIGIN + '\n').getBytes(UTF_8));
    return Arrays.copyOf(digest.digest(typed()), 4);
  }

  private byte[] signature(byte[] message) {
    try {
      Signature ed25519 = Signature.getInstance("Ed25519");
      ed25519.initSign(pair.getPrivate());
      ed25519.update(message);
      return ed25519.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
