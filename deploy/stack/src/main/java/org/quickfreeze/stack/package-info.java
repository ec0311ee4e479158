/**
 * Starts and stops the real parts as child processes: for {@code ./quickfreeze up} and for tests.
 */
@NullMarked
package org.quickfreeze.stack;

import org.jspecify.annotations.NullMarked;
