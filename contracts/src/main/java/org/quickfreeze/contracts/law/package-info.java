@NullMarked
package org.quickfreeze.contracts.law;

import org.jspecify.annotations.NullMarked;
