@NullMarked
package org.quickfreeze.registry.entity;

import org.jspecify.annotations.NullMarked;
