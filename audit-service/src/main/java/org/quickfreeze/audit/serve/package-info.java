@NullMarked
package org.quickfreeze.audit.serve;

import org.jspecify.annotations.NullMarked;
