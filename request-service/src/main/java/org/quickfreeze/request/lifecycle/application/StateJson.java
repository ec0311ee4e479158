package org.quickfreeze.request.lifecycle.application;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import org.quickfreeze.contracts.Wire;
import org.quickfreeze.request.lifecycle.domain.Item;
import org.quickfreeze.request.lifecycle.domain.RequestState;
import org.quickfreeze.request.lifecycle.domain.SharedRequest;

/**
 * The JSON in which the state of a request is stored. The domain does not know it; the name of each
 * state's record is the value of {@code state}, so a record that is renamed needs a migration.
 */
final class StateJson {
  private static final ObjectMapper MAPPER = mapper();

  private StateJson() {}

  static String write(SharedRequest request) {
    try {
      return MAPPER.writeValueAsString(request);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a request always has a JSON form", e);
    }
  }

  static SharedRequest read(String json) {
    try {
      return MAPPER.readValue(json, SharedRequest.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored request cannot be read", e);
    }
  }

  private static ObjectMapper mapper() {
    var mapper = Wire.mapper().copy();
    mapper.addMixIn(RequestState.class, ByName.class).addMixIn(Item.class, ByName.class);
    register(mapper, RequestState.class);
    register(mapper, Item.class);
    return mapper;
  }

  private static void register(ObjectMapper mapper, Class<?> states) {
    for (var state : states.getPermittedSubclasses()) {
      if (state.isSealed()) {
        register(mapper, state);
      } else {
        mapper.registerSubtypes(new NamedType(state, state.getSimpleName()));
      }
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "state")
  private interface ByName {}
}
