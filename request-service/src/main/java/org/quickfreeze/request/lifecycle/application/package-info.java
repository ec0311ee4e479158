@NullMarked
package org.quickfreeze.request.lifecycle.application;

import org.jspecify.annotations.NullMarked;
