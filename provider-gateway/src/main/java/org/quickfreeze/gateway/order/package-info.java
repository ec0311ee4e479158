@NullMarked
package org.quickfreeze.gateway.order;

import org.jspecify.annotations.NullMarked;
