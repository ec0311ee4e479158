package org.quickfreeze.contracts.form;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One data item, as a provider needs it.
 *
 * @param id within the request: {@code 1}, {@code 2}, …
 * @param type {@code ip-address}, {@code email}, {@code telephone}, {@code account}, {@code url} or
 *     {@code domain}
 * @param value verbatim
 * @param service which service of the provider
 * @param accountId immutable account id or URL, where there is one
 * @param holderRole {@code suspect}, {@code victim} or {@code other}
 * @param categories {@code SUBSCRIBER}, {@code TRAFFIC} or {@code CONTENT} (BC 1, 18)
 */
public record DataItem(
    String id,
    String type,
    String value,
    @Nullable String normalised,
    @Nullable String service,
    @Nullable String accountId,
    @Nullable String holderRole,
    List<Observation> observations,
    @Nullable Period period,
    List<String> categories,
    List<String> subtypes,
    @Nullable Boolean deletedWanted,
    @Nullable Boolean linkedAccountsWanted,
    @Nullable String linkedBy) {
  public DataItem {
    observations = observations == null ? List.of() : List.copyOf(observations);
    categories = categories == null ? List.of() : List.copyOf(categories);
    subtypes = subtypes == null ? List.of() : List.copyOf(subtypes);
  }

  /**
   * When and how the identifier was seen.
   *
   * @param at to the second
   * @param zone offset such as {@code +02:00}, or {@code unknown}; never guessed
   * @param log whose log it was
   * @param toleranceSeconds how far that clock may be off
   * @param sourcePort needed behind carrier NAT
   */
  public record Observation(
      @Nullable Instant at,
      @Nullable String zone,
      @Nullable String log,
      @Nullable Integer toleranceSeconds,
      @Nullable Integer sourcePort,
      @Nullable String destinationAddress,
      @Nullable Integer destinationPort,
      @Nullable String protocol) {}

  /** From and to, the end excluded. */
  public record Period(Instant from, Instant to) {}
}
