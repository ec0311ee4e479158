@NullMarked
package org.quickfreeze.request.breakglass.domain;

import org.jspecify.annotations.NullMarked;
