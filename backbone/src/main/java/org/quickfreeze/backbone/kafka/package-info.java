@NullMarked
package org.quickfreeze.backbone.kafka;

import org.jspecify.annotations.NullMarked;
