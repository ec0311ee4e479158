@NullMarked
package org.quickfreeze.registry.notice.domain;

import org.jspecify.annotations.NullMarked;
