package org.quickfreeze.contracts.directory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The whole present state of an entity in {@code registry.directory}, future versions included.
 *
 * @param v version of this form; readers know 1
 * @param entity entity id, such as {@code provider/acme}; equals the record's key
 * @param kind first part of the entity id
 * @param directoryVersion grows with every change of the register
 */
public record DirectoryRecord(
    int v, String entity, String kind, long directoryVersion, List<DirectoryVersion> versions) {
  public DirectoryRecord {
    versions = List.copyOf(versions);
  }

  /** The version in force at a moment; empty before the first, after the end and in gaps. */
  public Optional<DirectoryVersion> at(Instant moment) {
    return versions.stream()
        .filter(v -> !moment.isBefore(v.validFrom()))
        .filter(v -> v.validTo() == null || moment.isBefore(v.validTo()))
        .reduce((first, later) -> later);
  }
}
