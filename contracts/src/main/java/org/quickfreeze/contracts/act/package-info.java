@NullMarked
package org.quickfreeze.contracts.act;

import org.jspecify.annotations.NullMarked;
