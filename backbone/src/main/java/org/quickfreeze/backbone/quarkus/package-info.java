@NullMarked
package org.quickfreeze.backbone.quarkus;

import org.jspecify.annotations.NullMarked;
