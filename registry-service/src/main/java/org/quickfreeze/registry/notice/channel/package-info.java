@NullMarked
package org.quickfreeze.registry.notice.channel;

import org.jspecify.annotations.NullMarked;
