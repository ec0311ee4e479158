@NullMarked
package org.quickfreeze.request.lifecycle.domain;

import org.jspecify.annotations.NullMarked;
