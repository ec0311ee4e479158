@NullMarked
package org.quickfreeze.backbone.problem;

import org.jspecify.annotations.NullMarked;
