package org.quickfreeze.contracts.directory;

import java.util.List;

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
}
