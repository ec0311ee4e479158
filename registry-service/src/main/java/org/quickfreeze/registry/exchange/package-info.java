@NullMarked
package org.quickfreeze.registry.exchange;

import org.jspecify.annotations.NullMarked;
