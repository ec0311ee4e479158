@NullMarked
package org.quickfreeze.registry.ping;

import org.jspecify.annotations.NullMarked;
