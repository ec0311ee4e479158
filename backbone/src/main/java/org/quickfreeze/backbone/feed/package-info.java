@NullMarked
package org.quickfreeze.backbone.feed;

import org.jspecify.annotations.NullMarked;
