@NullMarked
package org.quickfreeze.registry.provider;

import org.jspecify.annotations.NullMarked;
