package org.quickfreeze.registry.provider;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.ProviderProfile;
import org.quickfreeze.contracts.directory.ProviderProfile.IdentifierFormat;

/**
 * What a provider's profile says of identifiers, data and addresses, in the form of
 * GETCSPCONFIGResponse (ETSI TS 103 120, since 1.17.1).
 *
 * @param lastChanged since when it has been so, UTC
 * @param definitions formats of the provider's own; null when it has none
 * @param preservation where orders to preserve are posted; null when they are not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CspConfig(
    @JsonProperty("LastChanged") Instant lastChanged,
    @JsonProperty("TargetFormatTypeDefinitions") @Nullable Definitions definitions,
    @JsonProperty("TargetingConfigurations") Targets targets,
    @JsonProperty("SupportedLPWorkflowEndpoints") @Nullable Endpoints preservation) {
  private static final String ETSI = "ETSI";

  /** Words of the dictionary RequestType for what the project calls kinds of data. */
  static final Map<String, String> REQUEST_TYPES =
      Map.of(
          "SUBSCRIBER", "SubscriberData",
          "TRAFFIC", "TrafficData",
          "CONTENT", "StoredContentData");

  public CspConfig {
    targets = targets == null ? new Targets(List.of()) : targets;
  }

  /** Formats of the provider's own. */
  public record Definitions(
      @JsonProperty("config:FormatOwner") String owner,
      @JsonProperty("config:TargetFormatTypeDefinitionEntries") DefinitionEntries entries) {
    public Definitions {
      entries = entries == null ? new DefinitionEntries(List.of()) : entries;
    }
  }

  /** A list, as an element of its own. */
  public record DefinitionEntries(
      @JsonProperty("config:TargetFormatTypeDefinitionEntry") List<Definition> all) {
    public DefinitionEntries {
      all = all == null ? List.of() : List.copyOf(all);
    }
  }

  /** One format of the provider's own. */
  public record Definition(
      @JsonProperty("config:FormatName") String name,
      @JsonProperty("config:Description") String description,
      @JsonProperty("config:FormatRegex") String pattern) {}

  /** A list, as an element of its own. */
  public record Targets(@JsonProperty("config:TargetingConfiguration") List<Target> all) {
    public Targets {
      all = all == null ? List.of() : List.copyOf(all);
    }
  }

  /** What can be asked by one format. */
  public record Target(
      @JsonProperty("config:FormatName") String name,
      @JsonProperty("config:FormatOwner") String owner,
      @JsonProperty("config:AssociatedLDRequestTypes") Entries disclosure,
      @JsonProperty("config:AssociatedLPRequestTypes") Entries preservation) {
    public Target {
      disclosure = disclosure == null ? new Entries(List.of()) : disclosure;
      preservation = preservation == null ? new Entries(List.of()) : preservation;
    }
  }

  /** A list, as an element of its own. */
  public record Entries(@JsonProperty("common:DictionaryEntry") List<Entry> all) {
    public Entries {
      all = all == null ? List.of() : List.copyOf(all);
    }
  }

  /** A word of a dictionary. */
  public record Entry(
      @JsonProperty("common:Owner") String owner,
      @JsonProperty("common:Name") String name,
      @JsonProperty("common:Value") String value) {}

  /** A list, as an element of its own. */
  public record Endpoints(@JsonProperty("config:SupportedLPWorkflowEndpoint") List<Endpoint> all) {
    public Endpoints {
      all = all == null ? List.of() : List.copyOf(all);
    }
  }

  /** Where one step of a workflow is posted. */
  public record Endpoint(
      @JsonProperty("config:LPWorkflowEndpoint") Entry step,
      @JsonProperty("config:URL") String url) {}

  /** The form of a provider's profile; without targets where nothing is known. */
  static CspConfig of(DirectoryEntity.Provider provider, Instant lastChanged) {
    ProviderProfile profile = provider.profile();
    if (profile == null) {
      return new CspConfig(lastChanged, null, new Targets(List.of()), null);
    }
    List<Definition> own =
        profile.identifierFormats().stream()
            .filter(format -> format.standardName() == null)
            .map(format -> new Definition(format.id(), format.name(), format.pattern()))
            .toList();
    return new CspConfig(
        lastChanged,
        own.isEmpty() ? null : new Definitions(provider.id(), new DefinitionEntries(own)),
        new Targets(
            profile.identifierFormats().stream()
                .map(format -> target(provider.id(), format, profile))
                .toList()),
        endpoints(profile));
  }

  private static Target target(String provider, IdentifierFormat format, ProviderProfile profile) {
    Map<String, Entry> types = new TreeMap<>();
    profile.services().stream()
        .filter(service -> service.identifierFormats().contains(format.id()))
        .flatMap(service -> service.data().stream())
        .map(data -> REQUEST_TYPES.get(data.category()))
        .forEach(type -> types.put(type, new Entry(ETSI, "RequestType", type)));
    Entries entries = new Entries(List.copyOf(types.values()));
    String standard = format.standardName();
    String owner = format.owner();
    return standard == null || owner == null
        ? new Target(format.id(), provider, entries, entries)
        : new Target(standard, owner, entries, entries);
  }

  private static @Nullable Endpoints endpoints(ProviderProfile profile) {
    if (profile.serving() == null) {
      return null;
    }
    Entry step = new Entry(ETSI, "LPWorkflowEndpoint", "NewPreservation");
    List<Endpoint> all =
        profile.serving().ways().stream()
            .filter(way -> way.kind().equals("rest"))
            .map(way -> new Endpoint(step, String.valueOf(way.address())))
            .toList();
    return all.isEmpty() ? null : new Endpoints(all);
  }
}
