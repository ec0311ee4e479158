package org.quickfreeze.backbone.quarkus;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Which roles may call a resource method. A method with neither this nor {@code PermitAll} is
 * closed to everybody.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface ForRoles {
  /**
   * Role names as in the token and the directory; empty for any caller that the directory knows.
   */
  String[] value() default {};
}
