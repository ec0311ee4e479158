package org.quickfreeze.contracts.directory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is true of an entity from one moment to another.
 *
 * @param validTo null while open-ended
 */
public record DirectoryVersion(
    Instant validFrom, @Nullable Instant validTo, Instant recordedAt, DirectoryEntity body) {}
