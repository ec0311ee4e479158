/** Writes the log: appends what the event topics bring, watches their numbers, signs the tree. */
@NullMarked
package org.quickfreeze.audit.record;

import org.jspecify.annotations.NullMarked;
