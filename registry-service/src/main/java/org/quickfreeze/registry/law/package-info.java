@NullMarked
package org.quickfreeze.registry.law;

import org.jspecify.annotations.NullMarked;
