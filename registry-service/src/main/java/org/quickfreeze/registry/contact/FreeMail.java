package org.quickfreeze.registry.contact;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Domains at which anybody can open a mailbox; data, one to a line. */
record FreeMail(Set<String> domains) {
  private static final String RESOURCE = "/reference/free-mail-domains.txt";

  FreeMail {
    domains = Set.copyOf(domains);
  }

  static FreeMail load() {
    try (InputStream in = FreeMail.class.getResourceAsStream(RESOURCE)) {
      return new FreeMail(
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .collect(Collectors.toSet()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a domain is one of them or below one. */
  boolean holds(String domain) {
    String rest = domain;
    while (!domains.contains(rest)) {
      int dot = rest.indexOf('.');
      if (dot < 0) {
        return false;
      }
      rest = rest.substring(dot + 1);
    }
    return true;
  }
}
