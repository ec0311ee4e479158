@NullMarked
package org.quickfreeze.registry.ping.domain;

import org.jspecify.annotations.NullMarked;
