/**
 * Benches against a stack of their own: what the system does in a second and how long it takes,
 * each beside the floor that the same machine sets for it.
 */
@NullMarked
package org.quickfreeze.bench;

import org.jspecify.annotations.NullMarked;
