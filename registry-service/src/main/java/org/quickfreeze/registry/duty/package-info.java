@NullMarked
package org.quickfreeze.registry.duty;

import org.jspecify.annotations.NullMarked;
