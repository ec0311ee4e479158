/** What the register prints: compliance sheets, the data-protection sheet, the public directory. */
@org.jspecify.annotations.NullMarked
package org.quickfreeze.registry.sheet;
