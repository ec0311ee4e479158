@NullMarked
package org.quickfreeze.registry.contact;

import org.jspecify.annotations.NullMarked;
