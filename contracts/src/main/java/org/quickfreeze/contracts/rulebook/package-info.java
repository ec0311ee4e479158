@NullMarked
package org.quickfreeze.contracts.rulebook;

import org.jspecify.annotations.NullMarked;
