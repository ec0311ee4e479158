@NullMarked
package org.quickfreeze.backbone.tx;

import org.jspecify.annotations.NullMarked;
