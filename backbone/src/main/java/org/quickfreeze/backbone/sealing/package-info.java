@NullMarked
package org.quickfreeze.backbone.sealing;

import org.jspecify.annotations.NullMarked;
