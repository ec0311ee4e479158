package org.quickfreeze.contracts.form;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
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
 * @param linkedBy by which link: {@code telephone}, {@code email}, {@code device}, {@code payment}
 *     or {@code cookie}
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
   * @param at local date and time as the log has it, to the second; no zone in it
   * @param zone the log's offset from UTC, such as {@code +02:00} or {@code Z}, or {@code unknown};
   *     never guessed
   * @param log whose log it was
   * @param toleranceSeconds how far that clock may be off
   * @param sourcePort needed behind carrier NAT
   */
  public record Observation(
      @Nullable LocalDateTime at,
      @Nullable String zone,
      @Nullable String log,
      @Nullable Integer toleranceSeconds,
      @Nullable Integer sourcePort,
      @Nullable String destinationAddress,
      @Nullable Integer destinationPort,
      @Nullable String protocol) {

    /** The moment in UTC; empty while the zone is unknown or malformed. */
    public Optional<Instant> instant() {
      if (at == null || zone == null) {
        return Optional.empty();
      }
      try {
        return Optional.of(at.toInstant(ZoneOffset.of(zone)));
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
  }

  /** From and to, the end excluded; in UTC. */
  public record Period(@Nullable Instant from, @Nullable Instant to) {}
}
