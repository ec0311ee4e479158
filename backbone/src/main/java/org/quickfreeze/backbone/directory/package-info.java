@NullMarked
package org.quickfreeze.backbone.directory;

import org.jspecify.annotations.NullMarked;
