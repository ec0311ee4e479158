@NullMarked
package org.quickfreeze.contracts.event;

import org.jspecify.annotations.NullMarked;
