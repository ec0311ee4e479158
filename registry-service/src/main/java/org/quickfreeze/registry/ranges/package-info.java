/** Which provider, or at least which State, an identifier leads to. */
@NullMarked
package org.quickfreeze.registry.ranges;

import org.jspecify.annotations.NullMarked;
