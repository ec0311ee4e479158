package org.quickfreeze.registry.parties;

import com.fasterxml.jackson.databind.DeserializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.contracts.directory.DirectoryEntity.Party;

/**
 * The Parties to the Convention as they ship, each entry with its source: what a new register
 * starts from, and what a running one can be compared with.
 *
 * @param asOf day of the newest entry
 * @param note what is not in it
 */
public record ReferenceParties(LocalDate asOf, String note, List<Party> parties) {
  private static final String RESOURCE = "/reference/parties.json";

  public ReferenceParties {
    parties = List.copyOf(parties);
  }

  /** The file of this version of the software. */
  public static ReferenceParties load() {
    try (InputStream in = ReferenceParties.class.getResourceAsStream(RESOURCE)) {
      return Wire.mapper()
          .readerFor(ReferenceParties.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A Party by its code. */
  public Optional<Party> find(String code) {
    return parties.stream().filter(party -> party.code().equals(code)).findFirst();
  }

  /** Members in which the register's entry is not the one that ships; pointers (RFC 6901). */
  public static List<String> differences(Party shipped, Party kept) {
    List<String> pointers = new ArrayList<>();
    differs(pointers, "/nameEn", shipped.nameEn(), kept.nameEn());
    differs(pointers, "/nameFr", shipped.nameFr(), kept.nameFr());
    differs(pointers, "/status", shipped.status(), kept.status());
    differs(pointers, "/law", shipped.law(), kept.law());
    return pointers;
  }

  private static void differs(
      List<String> pointers, String at, @Nullable Object shipped, @Nullable Object kept) {
    if (!Objects.equals(shipped, kept)) {
      pointers.add(at);
    }
  }
}
