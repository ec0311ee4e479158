@NullMarked
package org.quickfreeze.contracts.order;

import org.jspecify.annotations.NullMarked;
