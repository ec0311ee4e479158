@NullMarked
package org.quickfreeze.audit.record;

import org.jspecify.annotations.NullMarked;
