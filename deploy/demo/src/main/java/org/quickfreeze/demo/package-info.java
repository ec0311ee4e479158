/**
 * Clients of a contact point and of a provider, through public interfaces only, and the demo that
 * uses them.
 */
@NullMarked
package org.quickfreeze.demo;

import org.jspecify.annotations.NullMarked;
