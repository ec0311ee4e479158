@NullMarked
package org.quickfreeze.backbone.time;

import org.jspecify.annotations.NullMarked;
