@NullMarked
package org.quickfreeze.contracts.directory;

import org.jspecify.annotations.NullMarked;
