package org.quickfreeze.contracts.directory;

import java.time.Instant;

/**
 * The register says every ten seconds how far it is; what is older than a minute is stale.
 *
 * @param at real time, not domain time
 */
public record DirectoryHeartbeat(int v, long directoryVersion, Instant at) {}
