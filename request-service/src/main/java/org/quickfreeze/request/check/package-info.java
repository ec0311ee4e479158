/** What can be said of a request before it is sent. */
@NullMarked
package org.quickfreeze.request.check;

import org.jspecify.annotations.NullMarked;
