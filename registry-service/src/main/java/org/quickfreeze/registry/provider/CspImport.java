package org.quickfreeze.registry.provider;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.ProviderProfile;
import org.quickfreeze.contracts.directory.ProviderProfile.DataHeld;
import org.quickfreeze.contracts.directory.ProviderProfile.IdentifierFormat;
import org.quickfreeze.contracts.directory.ProviderProfile.Service;
import org.quickfreeze.contracts.directory.ProviderProfile.Serving;
import org.quickfreeze.contracts.directory.ProviderProfile.Way;
import org.quickfreeze.registry.provider.CspConfig.Definition;
import org.quickfreeze.registry.provider.CspConfig.Endpoint;
import org.quickfreeze.registry.provider.CspConfig.Entry;
import org.quickfreeze.registry.provider.CspConfig.Target;

/**
 * What a provider's entry would say after it was described by a GETCSPCONFIGResponse (ETSI TS 103
 * 120). The form knows formats and what can be asked by them; services, retention and examples stay
 * as they are, and what is new has to be said beside it. What has no place in a profile is an
 * error: nothing is dropped.
 */
final class CspImport {
  private static final String AT = "/config/TargetingConfigurations/config:TargetingConfiguration/";
  private static final Map<String, String> CATEGORIES =
      CspConfig.REQUEST_TYPES.entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

  private final DirectoryEntity.Provider provider;
  private final ProviderProfile profile;
  private final Form form;
  private final Map<String, IdentifierFormat> formats = new LinkedHashMap<>();
  private final Map<String, Described> services = new LinkedHashMap<>();
  private final List<FieldError> errors = new ArrayList<>();

  private CspImport(DirectoryEntity.Provider provider, ProviderProfile profile, Form form) {
    this.provider = provider;
    this.profile = profile;
    this.form = form;
    profile.identifierFormats().forEach(format -> formats.put(format.id(), format));
  }

  /**
   * A form, and what it cannot say.
   *
   * @param services the service of each format, by FormatName, that none has yet
   * @param examples a fictional identifier for each format of the provider's own that is new
   */
  record Form(CspConfig config, Map<String, String> services, Map<String, String> examples) {}

  /**
   * The entry as it would be, or what stands in its way.
   *
   * @param provider null when there are errors
   * @param errors with pointers into the form
   */
  record Result(DirectoryEntity.@Nullable Provider provider, List<FieldError> errors) {}

  /** What the form says of one service. */
  private record Described(List<String> formats, Set<String> categories) {}

  static Result of(DirectoryEntity.Provider provider, Form form) {
    ProviderProfile profile = provider.profile();
    return profile == null
        ? new Result(
            null,
            List.of(
                new FieldError(
                    "/config", "profile", "S2 50", "needs a profile with services first")))
        : new CspImport(provider, profile, form).result();
  }

  private Result result() {
    List<Target> targets = form.config().targets().all();
    for (int i = 0; i < targets.size(); i++) {
      target(AT + i, targets.get(i));
    }
    if (targets.isEmpty()) {
      error("/config/TargetingConfigurations", "required", "names no format");
    }
    Serving serving = serving();
    if (!errors.isEmpty()) {
      return new Result(null, errors);
    }
    return new Result(
        new DirectoryEntity.Provider(
            provider.id(),
            provider.legalName(),
            provider.country(),
            provider.services(),
            provider.kafkaClient(),
            provider.languages(),
            new ProviderProfile(
                profile.legalEntities(),
                profile.services().stream().map(this::described).toList(),
                List.copyOf(formats.values()),
                serving,
                profile.costs(),
                profile.userNotice())),
        List.of());
  }

  private void target(String at, Target target) {
    if (target.name() == null || target.owner() == null) {
      error(at, "required", "needs config:FormatName and config:FormatOwner");
      return;
    }
    IdentifierFormat format =
        provider.id().equals(target.owner()) ? own(at, target.name()) : standard(at, target);
    Set<String> categories =
        categories(at + "/config:AssociatedLDRequestTypes", target.disclosure().all());
    if (!categories.equals(
        categories(at + "/config:AssociatedLPRequestTypes", target.preservation().all()))) {
      error(at, "differs", "must allow the same for disclosure and for preservation");
    }
    if (format != null) {
      formats.put(format.id(), format);
      servicesOf(at, format.id(), target.name())
          .forEach(service -> describe(at, service, format.id(), categories));
    }
  }

  private void describe(String at, Service service, String format, Set<String> categories) {
    Described before = services.get(service.id());
    if (before == null) {
      services.put(service.id(), new Described(new ArrayList<>(List.of(format)), categories));
    } else if (!before.categories().equals(categories)) {
      error(at, "differs", "must allow the same as the other formats of " + service.id());
    } else if (before.formats().contains(format)) {
      error(at, "twice", "stands in the form twice");
    } else {
      before.formats().add(format);
    }
  }

  /** Those that have the format, or the one that is named for it. */
  private List<Service> servicesOf(String at, String format, String name) {
    String named = form.services().get(name);
    List<Service> found =
        profile.services().stream()
            .filter(
                service ->
                    named == null
                        ? service.identifierFormats().contains(format)
                        : service.id().equals(named))
            .toList();
    if (found.isEmpty()) {
      error(at, "service", "belongs to no service: name one of the profile's under services");
    }
    return found;
  }

  private @Nullable IdentifierFormat own(String at, String name) {
    CspConfig.Definitions definitions = form.config().definitions();
    Optional<Definition> definition =
        definitions == null
            ? Optional.empty()
            : definitions.entries().all().stream()
                .filter(one -> name.equals(one.name()))
                .findFirst();
    IdentifierFormat known = formats.get(name);
    String example = form.examples().getOrDefault(name, known == null ? "" : known.example());
    if (definition.isEmpty()) {
      error(at + "/config:FormatName", "reference", "is not defined in the form");
      return null;
    }
    if (example.isEmpty()) {
      error(at + "/config:FormatName", "example", "is new: give an example of it under examples");
      return null;
    }
    return new IdentifierFormat(
        name, definition.get().description(), definition.get().pattern(), example, null, null);
  }

  /** A standard format is known by its name: the form says nothing else of it. */
  private @Nullable IdentifierFormat standard(String at, Target target) {
    Optional<IdentifierFormat> known =
        profile.identifierFormats().stream()
            .filter(
                format ->
                    Objects.equals(format.owner(), target.owner())
                        && Objects.equals(format.standardName(), target.name()))
            .findFirst();
    if (known.isEmpty()) {
      error(
          at + "/config:FormatName",
          "reference",
          "is a standard format that the profile does not have yet: enter it with its pattern");
    }
    return known.orElse(null);
  }

  private Set<String> categories(String at, List<Entry> entries) {
    Set<String> categories = new LinkedHashSet<>();
    for (int i = 0; i < entries.size(); i++) {
      String value = entries.get(i).value();
      String category = value == null ? null : CATEGORIES.get(value);
      if (category == null) {
        error(
            at + "/common:DictionaryEntry/" + i + "/common:Value",
            "value",
            "must be SubscriberData, TrafficData or StoredContentData");
      } else {
        categories.add(category);
      }
    }
    return categories;
  }

  private Service described(Service service) {
    Described described = services.get(service.id());
    return described == null
        ? service
        : new Service(
            service.id(),
            service.name(),
            service.link(),
            service.countries(),
            described.formats(),
            data(service, described.categories()));
  }

  /** Retention of what is still held stays; its order too. */
  private static List<DataHeld> data(Service service, Set<String> categories) {
    Map<String, DataHeld> data = new LinkedHashMap<>();
    for (DataHeld held : service.data()) {
      if (categories.contains(held.category())) {
        data.put(held.category(), held);
      }
    }
    categories.forEach(category -> data.putIfAbsent(category, new DataHeld(category, null)));
    return List.copyOf(data.values());
  }

  private @Nullable Serving serving() {
    CspConfig.Endpoints endpoints = form.config().preservation();
    Serving serving = profile.serving();
    if (endpoints == null) {
      return serving;
    }
    if (serving == null) {
      error(
          "/config/SupportedLPWorkflowEndpoints",
          "serving",
          "needs hours, zone and languages in the profile first");
      return null;
    }
    List<Way> ways = new ArrayList<>(serving.ways());
    for (Endpoint endpoint : endpoints.all()) {
      Way way = new Way("rest", endpoint.url());
      if (!ways.contains(way)) {
        ways.add(way);
      }
    }
    return new Serving(
        serving.languages(),
        ways,
        serving.timeZone(),
        serving.hours(),
        serving.emergency(),
        serving.emergencyMinutes());
  }

  private void error(String pointer, String rule, String message) {
    errors.add(new FieldError(pointer, rule, "ETSI TS 103 120", message));
  }
}
