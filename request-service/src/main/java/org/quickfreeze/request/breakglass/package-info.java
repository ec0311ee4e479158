@NullMarked
package org.quickfreeze.request.breakglass;

import org.jspecify.annotations.NullMarked;
