@NullMarked
package org.quickfreeze.request.lifecycle.adapter;

import org.jspecify.annotations.NullMarked;
