package org.quickfreeze.contracts.directory;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the register tells every service; functions and service addresses, never names of persons.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = DirectoryEntity.Party.class, name = "party"),
  @JsonSubTypes.Type(value = DirectoryEntity.Authority.class, name = "authority"),
  @JsonSubTypes.Type(value = DirectoryEntity.ContactPoint.class, name = "contact-point"),
  @JsonSubTypes.Type(value = DirectoryEntity.Provider.class, name = "provider"),
  @JsonSubTypes.Type(value = DirectoryEntity.Key.class, name = "key"),
  @JsonSubTypes.Type(value = DirectoryEntity.Caller.class, name = "caller")
})
public sealed interface DirectoryEntity {

  /**
   * A State.
   *
   * @param code ISO 3166-1 alpha-2, upper case
   * @param status such as {@code party}, {@code signatory}, {@code reciprocity}
   * @param status how it stands to the Convention: {@code party}, {@code signatory}, {@code
   *     invited}, or {@code reciprocity} for a State outside it
   * @param reservations codes of the reservations that held when this was recorded, such as {@code
   *     BC-29(4)} for dual criminality; the register derives them where {@code law} is known
   * @param law its treaties and statements; null where they are not known
   */
  record Party(
      String code,
      String nameEn,
      String nameFr,
      String status,
      List<String> reservations,
      @Nullable PartyLaw law)
      implements DirectoryEntity {
    public Party {
      reservations = reservations == null ? List.of() : List.copyOf(reservations);
    }
  }

  /**
   * An authority of a Party.
   *
   * @param id lower-case letters, digits and hyphens, beginning with the Party's code
   * @param kinds such as {@code contact-point-24-7} (BC 35), {@code central-authority} (BC 27):
   *     what it was for when this was recorded; the register derives them where {@code roles} are
   *     known
   * @param powers what it may order at home, and through whom; null where they are not known
   * @param roles what it is for from when to when, and its networks; null where that is not known
   */
  record Authority(
      String id,
      String party,
      List<String> kinds,
      String office,
      @Nullable List<Power> powers,
      @Nullable AuthorityRoles roles)
      implements DirectoryEntity {
    public Authority {
      kinds = List.copyOf(kinds);
      powers = powers == null ? null : List.copyOf(powers);
    }
  }

  /**
   * A power to order at home what another State asks for (BC 29(1), 35(1)).
   *
   * @param kind kind of request, such as {@code preservation}
   * @param through authority that gives the order, such as a prosecutor's office; null where the
   *     authority orders by itself
   * @param source the domestic provision
   * @param check written down without the official text at hand
   */
  record Power(String kind, @Nullable String through, String source, boolean check) {}

  /**
   * Where an authority is reached round the clock (BC 35(1)).
   *
   * @param timeZone name in the IANA database
   * @param officeHours in words
   * @param rota who is on duty when; null where it is not known, and in versions that are over
   * @param attestedUntil until when the point's own word that all this is right counts (BC
   *     27(2)(d)); what is older is stale; null where nobody keeps to it
   */
  record ContactPoint(
      String id,
      String authority,
      List<Channel> channels,
      List<String> languages,
      String timeZone,
      String officeHours,
      @Nullable DutyRota rota,
      @Nullable Instant attestedUntil)
      implements DirectoryEntity {
    public ContactPoint {
      channels = List.copyOf(channels);
      languages = List.copyOf(languages);
    }

    /** The same point, whose rota is not known. */
    public ContactPoint withoutRota() {
      return new ContactPoint(
          id, authority, channels, languages, timeZone, officeHours, null, attestedUntil);
    }

    /** The same point, whose own people have confirmed it until a moment. */
    public ContactPoint attested(@Nullable Instant until) {
      return new ContactPoint(
          id, authority, channels, languages, timeZone, officeHours, rota, until);
    }

    /** The same point, one of whose channels was proved to work. */
    public ContactPoint proved(String kind, String address, Instant at) {
      UnaryOperator<Channel> proved =
          channel ->
              channel.kind().equals(kind) && channel.address().equals(address)
                  ? new Channel(kind, address, channel.order(), at)
                  : channel;
      return withChannels(proved);
    }

    /** The same point, each of whose channels is known to have worked when it is known of those. */
    public ContactPoint provedAs(List<Channel> known) {
      return withChannels(
          channel ->
              new Channel(
                  channel.kind(),
                  channel.address(),
                  channel.order(),
                  known.stream()
                      .filter(
                          one ->
                              one.kind().equals(channel.kind())
                                  && one.address().equals(channel.address()))
                      .map(Channel::testedAt)
                      .filter(Objects::nonNull)
                      .findFirst()
                      .orElse(null)));
    }

    private ContactPoint withChannels(UnaryOperator<Channel> change) {
      return new ContactPoint(
          id,
          authority,
          channels.stream().map(change).toList(),
          languages,
          timeZone,
          officeHours,
          rota == null ? null : rota.withChannels(change),
          attestedUntil);
    }

    /** Its channels and those of its rota, each address once. */
    public List<Channel> everyChannel() {
      Map<String, Channel> all = new LinkedHashMap<>();
      Stream.concat(channels.stream(), rota == null ? Stream.of() : rota.channels().stream())
          .forEach(channel -> all.putIfAbsent(channel.kind() + ' ' + channel.address(), channel));
      return List.copyOf(all.values());
    }

    /** Whether its own people have not confirmed it for too long. */
    public boolean isStale(Instant at) {
      return attestedUntil != null && !at.isBefore(attestedUntil);
    }
  }

  /**
   * One way to reach a contact point.
   *
   * @param kind {@code feed}, {@code telephone}, {@code email}, {@code fax} or {@code webhook}
   * @param address a service number or mailbox, never a personal one
   * @param order 1 is tried first
   * @param testedAt when it was last proved to work
   */
  record Channel(String kind, String address, int order, @Nullable Instant testedAt) {}

  /**
   * A service provider.
   *
   * @param id 3 to 40 of a-z, 0-9 and hyphen
   * @param country ISO 3166-1 alpha-2
   * @param kafkaClient the OIDC client id by which it comes to Kafka, if it does
   * @param profile what it offers and how it is served; null where it is not known, and in versions
   *     that are over
   */
  record Provider(
      String id,
      String legalName,
      String country,
      List<String> services,
      @Nullable String kafkaClient,
      List<String> languages,
      @Nullable ProviderProfile profile)
      implements DirectoryEntity {
    public Provider {
      services = List.copyOf(services);
      languages = List.copyOf(languages);
    }

    /** A provider of which no more is known. */
    public Provider(
        String id,
        String legalName,
        String country,
        List<String> services,
        @Nullable String kafkaClient,
        List<String> languages) {
      this(id, legalName, country, services, kafkaClient, languages, null);
    }

    /** The same provider with another profile. */
    public Provider with(@Nullable ProviderProfile other) {
      return new Provider(id, legalName, country, services, kafkaClient, languages, other);
    }
  }

  /**
   * A public key.
   *
   * @param kid RFC 7638 SHA-256 thumbprint, base64url
   * @param owner entity id, such as {@code authority/fr-24-7}
   * @param use {@code sig}, {@code enc}, or {@code age} for a recipient of age files
   *     (age-encryption.org/v1)
   * @param jwk RFC 7517, public members only; of an age recipient {@code OKP}, {@code X25519} (RFC
   *     8037)
   * @param purpose of an age recipient: {@code duty}, or {@code recovery} for one whose private
   *     half is kept offline; null for all others
   * @param replaces kid of the owner's key that it took over from; null where there was none
   */
  record Key(
      String kid,
      String owner,
      String use,
      Map<String, String> jwk,
      @Nullable String purpose,
      @Nullable String replaces)
      implements DirectoryEntity {
    public Key {
      jwk = Map.copyOf(jwk);
    }

    /** A key for JOSE that replaces none. */
    public Key(String kid, String owner, String use, Map<String, String> jwk) {
      this(kid, owner, use, jwk, null, null);
    }
  }

  /**
   * A person or machine that may call, without a name.
   *
   * @param id lower-case hex of a keyed hash over issuer and subject
   * @param measures what the caller may authorise
   * @param kafkaClient the OIDC client id by which a provider's machine comes to Kafka; its
   *     provider's channel stands while a caller with the provider's {@code kafkaClient} is in
   *     force
   */
  record Caller(
      String id,
      String role,
      @Nullable String party,
      @Nullable String authority,
      @Nullable String provider,
      List<String> teams,
      List<String> measures,
      @Nullable Instant trainedUntil,
      @Nullable String kafkaClient)
      implements DirectoryEntity {
    public Caller {
      teams = teams == null ? List.of() : List.copyOf(teams);
      measures = measures == null ? List.of() : List.copyOf(measures);
    }

    /** Whether the caller's training counts at a moment; without a date there is none. */
    public boolean isTrained(Instant at) {
      return trainedUntil != null && at.isBefore(trainedUntil);
    }
  }
}
