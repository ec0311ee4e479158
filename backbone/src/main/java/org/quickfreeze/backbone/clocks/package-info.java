@NullMarked
package org.quickfreeze.backbone.clocks;

import org.jspecify.annotations.NullMarked;
