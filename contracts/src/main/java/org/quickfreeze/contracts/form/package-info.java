@NullMarked
package org.quickfreeze.contracts.form;

import org.jspecify.annotations.NullMarked;
