package org.quickfreeze.registry.provider;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.ProviderProfile;
import org.quickfreeze.contracts.directory.ProviderProfile.Service;

/** Finds the provider that holds what is looked for (Guidelines of 2008, paragraphs 6 and 50). */
final class FindProviders {
  private final DirectoryCopy directory;

  FindProviders(DirectoryCopy directory) {
    this.directory = directory;
  }

  /**
   * What a provider has to have; null for whatever does not matter. Service, data and identifier
   * are those of one service: a mailbox is of no use for the traffic data of another service.
   *
   * @param country where it, or one of its legal entities, is established (ISO 3166-1 alpha-2)
   * @param service id of a service
   * @param dataType {@code SUBSCRIBER}, {@code TRAFFIC} or {@code CONTENT}
   * @param identifierFormat id of a format, or its standard name, such as {@code EmailAddress}
   */
  record Wanted(
      @Nullable String country,
      @Nullable String service,
      @Nullable String dataType,
      @Nullable String identifierFormat) {

    boolean fits(DirectoryEntity.Provider provider) {
      return isIn(provider) && (!ofService() || hasService(provider));
    }

    private boolean isIn(DirectoryEntity.Provider provider) {
      return country == null
          || country.equals(provider.country())
          || (provider.profile() != null
              && provider.profile().legalEntities().stream()
                  .anyMatch(entity -> country.equals(entity.country())));
    }

    private boolean ofService() {
      return service != null || dataType != null || identifierFormat != null;
    }

    /** A provider of whose services no more than names are known is found by those. */
    private boolean hasService(DirectoryEntity.Provider provider) {
      ProviderProfile profile = provider.profile();
      if (profile == null || profile.services().isEmpty()) {
        return dataType == null
            && identifierFormat == null
            && provider.services().contains(String.valueOf(service));
      }
      return profile.services().stream()
          .anyMatch(
              one ->
                  (service == null || service.equals(one.id()))
                      && holds(one)
                      && isAskedBy(one, profile));
    }

    private boolean holds(Service one) {
      return dataType == null
          || one.data().stream().anyMatch(data -> dataType.equals(data.category()));
    }

    private boolean isAskedBy(Service one, ProviderProfile profile) {
      return identifierFormat == null
          || profile.identifierFormats().stream()
              .filter(format -> one.identifierFormats().contains(format.id()))
              .anyMatch(
                  format ->
                      identifierFormat.equals(format.id())
                          || identifierFormat.equals(format.standardName()));
    }
  }

  /** Those in force at a moment, in the order of their ids, one more than {@code limit} at most. */
  List<DirectoryEntity.Provider> find(Wanted wanted, String after, int limit, Instant at) {
    return directory
        .inForce(DirectoryEntity.Provider.class, at)
        .filter(provider -> provider.id().compareTo(after) > 0 && wanted.fits(provider))
        .sorted(Comparator.comparing(DirectoryEntity.Provider::id))
        .limit(limit + 1L)
        .toList();
  }

  /** A provider in force; empty when there is none of this id. */
  Optional<DirectoryEntity.Provider> provider(String id, Instant at) {
    return directory.find("provider/" + id, DirectoryEntity.Provider.class, at);
  }

  /** Whether the desk of a provider in force is open; empty when there is no such provider. */
  Optional<Desk.Open> open(String id, Instant at) {
    return provider(id, at)
        .map(
            provider ->
                Desk.open(
                    id, provider.profile() == null ? null : provider.profile().serving(), at));
  }

  /** The profile of a provider in force as ETSI has it; empty when there is no such provider. */
  Optional<CspConfig> cspConfig(String id, Instant at) {
    return directory
        .version("provider/" + id, at)
        .map(
            version ->
                CspConfig.of((DirectoryEntity.Provider) version.body(), version.validFrom()));
  }
}
