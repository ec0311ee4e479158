@NullMarked
package org.quickfreeze.registry.parties;

import org.jspecify.annotations.NullMarked;
