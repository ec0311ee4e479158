@NullMarked
package org.quickfreeze.registry.directory;

import org.jspecify.annotations.NullMarked;
