/**
 * The transparency log as bytes: hashing, proofs, notes, tiles and leaves, in plain Java. What is
 * written here is explained for implementers in {@code docs/audit-log.md}.
 */
@NullMarked
package org.quickfreeze.audit.log;

import org.jspecify.annotations.NullMarked;
