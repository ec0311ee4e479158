@NullMarked
package org.quickfreeze.backbone.outbox;

import org.jspecify.annotations.NullMarked;
