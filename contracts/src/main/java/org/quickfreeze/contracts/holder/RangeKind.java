package org.quickfreeze.contracts.holder;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/** What a range is a range of. */
public enum RangeKind {
  /** Addresses under a prefix, such as {@code 192.0.2.0/24} or {@code 2001:db8::/32}. */
  IP("ip"),
  /** A registered domain name and those below it, such as {@code example.org}. */
  DOMAIN("domain"),
  /** Mailboxes of exactly this domain. */
  MAIL("mail"),
  /** Accounts and pages of a service, by the host name of its links, and of those below it. */
  HOST("host"),
  /** Numbers under an E.164 prefix without its plus sign, such as {@code 44207946}. */
  TELEPHONE("telephone");

  private final String word;

  RangeKind(String word) {
    this.word = word;
  }

  /** As it stands on the wire and in tables. */
  @JsonValue
  public String word() {
    return word;
  }

  /** The kind of a word; empty for any other. */
  public static Optional<RangeKind> named(String word) {
    for (RangeKind kind : values()) {
      if (kind.word.equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
