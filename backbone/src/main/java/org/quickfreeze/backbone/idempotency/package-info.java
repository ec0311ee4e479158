@NullMarked
package org.quickfreeze.backbone.idempotency;

import org.jspecify.annotations.NullMarked;
