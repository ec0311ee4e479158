/** Who may hold what an identifier points to. */
@NullMarked
package org.quickfreeze.contracts.holder;

import org.jspecify.annotations.NullMarked;
