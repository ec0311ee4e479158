@NullMarked
package org.quickfreeze.backbone.log;

import org.jspecify.annotations.NullMarked;
