@NullMarked
package org.quickfreeze.request.ownfile;

import org.jspecify.annotations.NullMarked;
