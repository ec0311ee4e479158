@NullMarked
package org.quickfreeze.request.ownfile.domain;

import org.jspecify.annotations.NullMarked;
