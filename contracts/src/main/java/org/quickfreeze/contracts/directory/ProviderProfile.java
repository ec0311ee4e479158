package org.quickfreeze.contracts.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;

/**
 * What a contact point has to know of a provider before it writes an order (Guidelines of 2008,
 * paragraphs 6, 47 to 50 and 54): who it is, what data it holds and for how long, and how it is
 * served. Functions and service addresses, never names of persons.
 *
 * @param serving how orders reach it; null where that is not known
 * @param costs none where they are not known
 * @param userNotice what it tells its customers; null where that is not known
 */
public record ProviderProfile(
    List<LegalEntity> legalEntities,
    List<Service> services,
    List<IdentifierFormat> identifierFormats,
    @Nullable Serving serving,
    List<Cost> costs,
    @Nullable NoticePolicy userNotice) {
  public ProviderProfile {
    legalEntities = legalEntities == null ? List.of() : List.copyOf(legalEntities);
    services = services == null ? List.of() : List.copyOf(services);
    identifierFormats = identifierFormats == null ? List.of() : List.copyOf(identifierFormats);
    costs = costs == null ? List.of() : List.copyOf(costs);
  }

  /**
   * A company of the provider.
   *
   * @param country where it is established, ISO 3166-1 alpha-2
   * @param registrationNumber in that State's register of companies
   * @param ordersFrom States whose orders it accepts, ISO 3166-1 alpha-2
   */
  public record LegalEntity(
      String name, String country, @Nullable String registrationNumber, List<String> ordersFrom) {
    public LegalEntity {
      ordersFrom = ordersFrom == null ? List.of() : List.copyOf(ordersFrom);
    }
  }

  /**
   * A service that people use.
   *
   * @param id lower-case letters, digits and hyphens
   * @param link https
   * @param countries where it is offered, ISO 3166-1 alpha-2; none for everywhere
   * @param identifierFormats ids of the formats by which its accounts are named
   * @param data what it holds
   */
  public record Service(
      String id,
      String name,
      @Nullable String link,
      List<String> countries,
      List<String> identifierFormats,
      List<DataHeld> data) {
    public Service {
      countries = countries == null ? List.of() : List.copyOf(countries);
      identifierFormats = identifierFormats == null ? List.of() : List.copyOf(identifierFormats);
      data = data == null ? List.of() : List.copyOf(data);
    }
  }

  /**
   * Data that a service holds.
   *
   * @param category {@code SUBSCRIBER}, {@code TRAFFIC} or {@code CONTENT} (BC 1, 18)
   * @param retentionDays how long it is kept as a rule; null where that is not known
   */
  public record DataHeld(String category, @Nullable Integer retentionDays) {}

  /**
   * How an account is named.
   *
   * @param id lower-case letters, digits and hyphens
   * @param pattern a regular expression of RE2, which the whole identifier matches
   * @param example a fictional identifier of this form
   * @param owner who named the format, such as {@code ETSI} (ETSI TS 103 120, FormatOwner); null
   *     where it is the provider's own
   * @param standardName its name there, such as {@code EmailAddress} or {@code IPv4Address}
   *     (FormatName)
   */
  public record IdentifierFormat(
      String id,
      String name,
      String pattern,
      String example,
      @Nullable String owner,
      @Nullable String standardName) {}

  /**
   * How and where the provider is served.
   *
   * @param languages in which it reads orders, RFC 5646
   * @param timeZone name in the IANA database
   * @param hours when its desk is open, every week; none where that is not known
   * @param emergency how its desk is reached at any hour
   * @param emergencyMinutes within how many minutes it says that it answers in an emergency; null
   *     where it does not say
   */
  public record Serving(
      List<String> languages,
      List<Way> ways,
      String timeZone,
      List<Hours> hours,
      List<Channel> emergency,
      @Nullable Integer emergencyMinutes) {
    public Serving {
      languages = languages == null ? List.of() : List.copyOf(languages);
      ways = ways == null ? List.of() : List.copyOf(ways);
      hours = hours == null ? List.of() : List.copyOf(hours);
      emergency = emergency == null ? List.of() : List.copyOf(emergency);
    }
  }

  /**
   * One way to serve an order.
   *
   * @param kind {@code topic}, {@code rest}, {@code link}, {@code email} or {@code post}
   * @param address https for {@code rest} and {@code link}; null for {@code topic}, which has none
   *     of its own
   */
  public record Way(String kind, @Nullable String address) {}

  /**
   * Opening hours that come back every week.
   *
   * @param days on which they begin: {@code MO} to {@code SU} (RFC 5545)
   * @param from local time, {@code HH:MM}
   * @param until local time, {@code HH:MM}; one that is not after {@code from} lies on the next day
   */
  public record Hours(List<String> days, String from, String until) {
    public Hours {
      days = days == null ? List.of() : List.copyOf(days);
    }
  }

  /**
   * What an answer costs.
   *
   * @param kind {@code none}, {@code per-order}, {@code per-identifier}, {@code per-hour} or {@code
   *     other}
   * @param currency ISO 4217
   * @param amount decimal, at most two places, such as {@code 12.50}
   * @param text in words
   */
  public record Cost(
      String kind, @Nullable String currency, @Nullable String amount, @Nullable String text) {}

  /**
   * What the provider tells its customers of an order (Guidelines of 2008, paragraph 32).
   *
   * @param kind {@code never}, {@code unless-forbidden} or {@code always}
   */
  public record NoticePolicy(String kind, @Nullable String text) {}
}
