@NullMarked
package org.quickfreeze.backbone.consume;

import org.jspecify.annotations.NullMarked;
