@NullMarked
package org.quickfreeze.contracts;

import org.jspecify.annotations.NullMarked;
