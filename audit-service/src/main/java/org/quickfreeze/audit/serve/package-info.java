/** Serves the log: tiles and checkpoints to everybody, events and proofs to auditors. */
@NullMarked
package org.quickfreeze.audit.serve;

import org.jspecify.annotations.NullMarked;
