package org.quickfreeze.registry.entity;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;
import org.quickfreeze.contracts.directory.DirectoryEntity.ContactPoint;

/**
 * Who may propose, approve and confirm what (Guidelines of 2008, paragraphs 24 and 51): whoever
 * could change an address, a key or a caller alone could take a contact point over.
 */
final class FourEyes {
  private static final String SECRETARIAT = "secretariat";
  private static final Set<String> OWN_PEOPLE = Set.of("officer", "supervisor");
  private static final Set<String> GIVEN_BY_THE_NETWORK =
      Set.of(SECRETARIAT, "auditor", "operator", "provider");
  private static final Set<String> NOBODY_ANSWERS = Set.of("feed", "topic", "rest", "link");
  private static final Set<EntityKind> KINDS =
      Set.of(EntityKind.CONTACT_POINT, EntityKind.KEY, EntityKind.CALLER, EntityKind.PROVIDER);

  private FourEyes() {}

  /** Why somebody may not do something; the words are for them. */
  enum Refusal {
    NOT_YOURS("This is for the secretariat, or for the authority that it speaks for."),
    KEYS_ARE_THEIR_OWNERS(
        "A key is entered by its owner. The secretariat can end a key, not replace it."),
    ROLE_IS_THE_NETWORKS("This role is given by the secretariat."),
    OWN_CHANGE("Whoever proposed a change does not approve or reject it."),
    CONFIRMED_BY_THE_SECRETARIAT("The secretariat reaches the owner and says how.");

    private final String words;

    Refusal(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** Whether entities of this kind are written by two. */
  static boolean governs(EntityKind kind) {
    return KINDS.contains(kind);
  }

  /** Entity id of whoever an entity speaks for; empty for what is the network's own. */
  static String owner(DirectoryEntity body) {
    return switch (body) {
      case ContactPoint point -> "authority/" + point.authority();
      case DirectoryEntity.Key key -> String.valueOf(key.owner());
      case DirectoryEntity.Provider provider -> "provider/" + provider.id();
      case DirectoryEntity.Authority authority -> "authority/" + authority.id();
      case DirectoryEntity.Party party -> "party/" + party.code();
      case DirectoryEntity.Caller caller -> ownerOf(caller);
    };
  }

  private static String ownerOf(DirectoryEntity.Caller caller) {
    if (caller.authority() != null) {
      return "authority/" + caller.authority();
    }
    return caller.provider() == null ? "" : "provider/" + caller.provider();
  }

  /**
   * Why somebody may not propose an entity; null when they may.
   *
   * @param present what the register says of it now; null when it is new
   * @param ownerHasCallers whether the owner could propose it itself
   */
  static @Nullable Refusal propose(
      Caller caller,
      DirectoryEntity body,
      @Nullable DirectoryEntity present,
      boolean ownerHasCallers) {
    if (caller.role().equals(SECRETARIAT)) {
      boolean itself = present != null && present.equals(body);
      return body instanceof DirectoryEntity.Key && ownerHasCallers && !itself
          ? Refusal.KEYS_ARE_THEIR_OWNERS
          : null;
    }
    if (!speaksFor(caller, owner(body))
        || (present != null && !speaksFor(caller, owner(present)))) {
      return Refusal.NOT_YOURS;
    }
    return switch (body) {
      case DirectoryEntity.Key _ -> keepsKeys(caller) ? null : Refusal.NOT_YOURS;
      case ContactPoint _ -> isOwnPerson(caller) ? null : Refusal.NOT_YOURS;
      case DirectoryEntity.Caller entered -> {
        if (isTheNetworks(entered)
            || (present instanceof DirectoryEntity.Caller known && isTheNetworks(known))) {
          yield Refusal.ROLE_IS_THE_NETWORKS;
        }
        yield isOwnPerson(caller) ? null : Refusal.NOT_YOURS;
      }
      case DirectoryEntity.Provider _, DirectoryEntity.Authority _, DirectoryEntity.Party _ ->
          Refusal.NOT_YOURS;
    };
  }

  /**
   * Why somebody may not ask for a suspended key to be resumed; null when they may. Somebody else
   * agrees, and its owner says so: whoever has suspended it brings it back with others alone.
   */
  static @Nullable Refusal resume(Caller caller, DirectoryEntity.Key key) {
    boolean own = keepsKeys(caller) && speaksFor(caller, owner(key));
    return caller.role().equals(SECRETARIAT) || own ? null : Refusal.NOT_YOURS;
  }

  /**
   * Whether somebody keeps the keys of the owner for whom they speak; a provider's machine does.
   */
  private static boolean keepsKeys(Caller caller) {
    return isOwnPerson(caller) || caller.role().equals("provider");
  }

  /** Whether somebody may see why a key is suspended. */
  static boolean seesSuspension(Caller caller, DirectoryEntity.Key key) {
    return caller.role().equals(SECRETARIAT) || speaksFor(caller, owner(key));
  }

  /** Whether an account is for the secretariat to give: its role, or its way to a provider. */
  private static boolean isTheNetworks(DirectoryEntity.Caller caller) {
    return GIVEN_BY_THE_NETWORK.contains(String.valueOf(caller.role()))
        || caller.provider() != null
        || caller.kafkaClient() != null;
  }

  /** Why somebody may not approve or reject a change; null when they may. */
  static @Nullable Refusal decide(Caller caller, Change change) {
    if (caller.id().equals(change.author())) {
      return Refusal.OWN_CHANGE;
    }
    return caller.role().equals(SECRETARIAT)
            || (isOwnPerson(caller) && speaksFor(caller, change.owner()))
        ? null
        : Refusal.NOT_YOURS;
  }

  /** Why somebody may not say that the owner has confirmed a change; null when they may. */
  static @Nullable Refusal confirm(Caller caller) {
    return caller.role().equals(SECRETARIAT) ? null : Refusal.CONFIRMED_BY_THE_SECRETARIAT;
  }

  /**
   * Why somebody may not end an entity; null when they may. What can be lost or stolen, a key or an
   * account, its owner's people end alone and at once.
   */
  static @Nullable Refusal end(Caller caller, DirectoryEntity present) {
    boolean own =
        (present instanceof DirectoryEntity.Key || present instanceof DirectoryEntity.Caller)
            && isOwnPerson(caller)
            && speaksFor(caller, owner(present));
    return caller.role().equals(SECRETARIAT) || own ? null : Refusal.NOT_YOURS;
  }

  /**
   * Whether a change needs nobody else: it brings no address, no key and no right, and takes no
   * address away by which somebody could be asked.
   */
  static boolean isRoutine(DirectoryEntity body, @Nullable DirectoryEntity present) {
    if (present == null) {
      return false;
    }
    return body.equals(present)
        || (body instanceof ContactPoint point
            && present instanceof ContactPoint known
            && known.authority().equals(point.authority())
            && addresses(known.channels().stream()).equals(addresses(point.channels().stream()))
            && addresses(known).containsAll(addresses(point)));
  }

  /** Whether the owner has to confirm a change by a way that was known before. */
  static boolean needsConfirmation(DirectoryEntity body, @Nullable DirectoryEntity present) {
    return switch (body) {
      case DirectoryEntity.Key _, ContactPoint _ -> true;
      case DirectoryEntity.Provider provider ->
          bringsClient(provider, present)
              || !ProviderAddresses.of(provider)
                  .equals(
                      present instanceof DirectoryEntity.Provider known
                          ? ProviderAddresses.of(known)
                          : Set.of());
      case DirectoryEntity.Caller _, DirectoryEntity.Authority _, DirectoryEntity.Party _ -> false;
    };
  }

  private static boolean bringsClient(
      DirectoryEntity.Provider provider, @Nullable DirectoryEntity present) {
    return provider.kafkaClient() != null
        && !(present instanceof DirectoryEntity.Provider known
            && provider.kafkaClient().equals(known.kafkaClient()));
  }

  /** A way to reach somebody. */
  record Address(String kind, String address) {}

  /** Every address of a contact point, those of its rota too. */
  static Set<Address> addresses(ContactPoint point) {
    return addresses(point.everyChannel().stream());
  }

  private static Set<Address> addresses(Stream<Channel> channels) {
    return channels
        .map(channel -> new Address(channel.kind(), channel.address()))
        .collect(Collectors.toSet());
  }

  /** Addresses that stood in the register before and still do: whoever answers there is known. */
  static Set<Address> knownBefore(
      List<? extends DirectoryEntity> before, List<? extends DirectoryEntity> now) {
    Set<Address> known = addressesOf(before);
    known.retainAll(addressesOf(now));
    known.removeIf(address -> NOBODY_ANSWERS.contains(address.kind()));
    return known;
  }

  private static Set<Address> addressesOf(List<? extends DirectoryEntity> entities) {
    return entities.stream()
        .flatMap(
            entity ->
                switch (entity) {
                  case ContactPoint point -> addresses(point).stream();
                  case DirectoryEntity.Provider provider -> ProviderAddresses.of(provider).stream();
                  default -> Stream.of();
                })
        .collect(Collectors.toSet());
  }

  /** Whether a change can no longer be approved, since nobody has for too long. */
  static boolean hasExpired(Change change, Instant now) {
    return change.state() == Change.State.PROPOSED && !now.isBefore(change.expiresAt());
  }

  private static boolean isOwnPerson(Caller caller) {
    return OWN_PEOPLE.contains(caller.role());
  }

  private static boolean speaksFor(Caller caller, String owner) {
    boolean authority =
        caller.authority() != null && owner.equals("authority/" + caller.authority());
    boolean provider = caller.provider() != null && owner.equals("provider/" + caller.provider());
    return authority || provider;
  }
}
