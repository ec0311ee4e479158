package org.quickfreeze.backbone.quarkus;

import java.util.List;

/** A list as it is answered: an object, so that further members can be added later. */
public record Items<T>(List<T> items) {
  public Items {
    items = List.copyOf(items);
  }
}
