@NullMarked
package org.quickfreeze.registry.notice;

import org.jspecify.annotations.NullMarked;
