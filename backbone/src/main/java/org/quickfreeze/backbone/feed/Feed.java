package org.quickfreeze.backbone.feed;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.tx.Tx;

/**
 * What an authority has to look at, in an order that never shows a gap that fills up later: entries
 * are read by the position that the relay gives after commit. Cursors are sealed, since a raw
 * number would show how much other Parties do.
 */
public final class Feed {
  private final CursorSeal seal;

  public Feed(CursorSeal seal) {
    this.seal = seal;
  }

  /** Seals and opens the bytes of a cursor; deterministic, bound to the reader. */
  public interface CursorSeal {
    byte[] seal(byte[] plain, String reader) throws GeneralSecurityException;

    byte[] open(byte[] sealed, String reader) throws GeneralSecurityException;
  }

  /** An entry for one authority. */
  public record FeedRow(
      String party, String authority, String subject, String type, long version, Instant at) {}

  /** An entry as read. */
  public record FeedEntry(String cursor, String subject, String type, long version, Instant at) {}

  /**
   * A page of a feed.
   *
   * @param next cursor to go on from; the one given when there was nothing new
   */
  public record FeedPage(List<FeedEntry> entries, String next) {}

  /** Adds entries in the business transaction. */
  public static void add(Tx tx, List<FeedRow> rows) throws SQLException {
    List<@Nullable Object[]> arguments =
        rows.stream()
            .map(
                r ->
                    new @Nullable Object[] {
                      r.party(), r.authority(), r.subject(), r.type(), r.version(), r.at()
                    })
            .toList();
    tx.batch(
        """
        insert into backbone.feed (party, authority, subject, type, version, at)
        values (?, ?, ?, ?, ?, ?)""",
        arguments);
  }

  /**
   * Reads on from a cursor.
   *
   * @param after a cursor of this feed; empty for the beginning
   * @return empty when the cursor is not one of this reader
   */
  public Optional<FeedPage> read(Tx tx, String authority, String after, int limit)
      throws SQLException {
    long from;
    try {
      from = after.isEmpty() ? 0 : position(after, authority);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
    List<FeedEntry> entries =
        tx.query(
            """
            select position, subject, type, version, at from backbone.feed
            where authority = ? and position > ? order by position limit ?""",
            row ->
                new FeedEntry(
                    cursor(row.number("position"), authority),
                    row.text("subject"),
                    row.text("type"),
                    row.number("version"),
                    row.instant("at")),
            authority,
            from,
            limit);
    String next = entries.isEmpty() ? after : entries.getLast().cursor();
    return Optional.of(new FeedPage(entries, next));
  }

  private String cursor(long position, String reader) {
    try {
      byte[] sealed = seal.seal(ByteBuffer.allocate(8).putLong(position).array(), reader);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private long position(String cursor, String reader) throws GeneralSecurityException {
    byte[] plain = seal.open(Base64.getUrlDecoder().decode(cursor), reader);
    if (plain.length != 8) {
      throw new GeneralSecurityException("not a cursor");
    }
    return ByteBuffer.wrap(plain).getLong();
  }
}
