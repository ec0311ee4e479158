package org.quickfreeze.request.architecture.broken.domain;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Broken on purpose: shows that the rule about dependencies bites. */
public record KnowsJson(@JsonProperty("x") String x) {}
