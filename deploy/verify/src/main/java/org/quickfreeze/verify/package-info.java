/**
 * Checks the transparency log from outside, with code of its own: it shares nothing with the
 * service that writes the log, so that one mistake cannot hide another.
 */
@NullMarked
package org.quickfreeze.verify;

import org.jspecify.annotations.NullMarked;
