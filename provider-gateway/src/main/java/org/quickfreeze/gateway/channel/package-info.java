@NullMarked
package org.quickfreeze.gateway.channel;

import org.jspecify.annotations.NullMarked;
