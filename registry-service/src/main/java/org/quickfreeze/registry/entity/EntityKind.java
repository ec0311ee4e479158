package org.quickfreeze.registry.entity;

import java.util.Locale;
import org.quickfreeze.contracts.directory.DirectoryEntity;

/** The kinds of entity that the register keeps, and how their ids are made. */
enum EntityKind {
  PARTY("party", DirectoryEntity.Party.class),
  AUTHORITY("authority", DirectoryEntity.Authority.class),
  CONTACT_POINT("contact-point", DirectoryEntity.ContactPoint.class),
  PROVIDER("provider", DirectoryEntity.Provider.class),
  KEY("key", DirectoryEntity.Key.class),
  CALLER("caller", DirectoryEntity.Caller.class);

  private final String word;
  private final Class<? extends DirectoryEntity> body;

  EntityKind(String word, Class<? extends DirectoryEntity> body) {
    this.word = word;
    this.body = body;
  }

  /** The kind as it stands in entity ids and events. */
  String word() {
    return word;
  }

  Class<? extends DirectoryEntity> body() {
    return body;
  }

  /** Entity id, such as {@code party/FR}. */
  String entity(String id) {
    return word + '/' + id;
  }

  /** The kind of a word, such as {@code contact-point}. */
  static EntityKind named(String word) {
    for (EntityKind kind : values()) {
      if (kind.word.equals(word)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(word);
  }

  static EntityKind of(DirectoryEntity body) {
    for (EntityKind kind : values()) {
      if (kind.body.isInstance(body)) {
        return kind;
      }
    }
    throw new IllegalArgumentException(body.getClass().getSimpleName().toLowerCase(Locale.ROOT));
  }
}
