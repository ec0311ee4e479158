@NullMarked
package org.quickfreeze.backbone.identity;

import org.jspecify.annotations.NullMarked;
