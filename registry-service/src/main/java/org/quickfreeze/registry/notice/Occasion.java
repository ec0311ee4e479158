package org.quickfreeze.registry.notice;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.event.Event;
import org.quickfreeze.contracts.event.EventTypes;
import org.quickfreeze.contracts.event.OwnFileEvent;
import org.quickfreeze.contracts.event.RequestEvent;
import org.quickfreeze.contracts.event.RequestFacts.Side;

/** What people are told of: one table of events, who has to act on them, and what settles it. */
enum Occasion {
  NEW_REQUEST(
      EventTypes.PRESERVATION_REQUESTED,
      Who.REQUESTED,
      "new-request",
      "A request waits for your acknowledgement.",
      "Une demande attend votre accusé de réception."),
  ACKNOWLEDGEMENT_OVERDUE(
      EventTypes.ACKNOWLEDGEMENT_OVERDUE,
      Who.REQUESTED,
      "acknowledgement-overdue",
      "A request has not been acknowledged in time.",
      "Une demande n'a pas reçu d'accusé de réception à temps."),
  CLARIFICATION_ASKED(
      EventTypes.CLARIFICATION_ASKED,
      Who.REQUESTER,
      "clarification-asked",
      "The other side needs an answer before it can go on.",
      "L'autre partie attend une réponse pour continuer."),
  CLARIFICATION_ANSWERED(
      EventTypes.CLARIFICATION_ANSWERED,
      Who.REQUESTED,
      "clarification-answered",
      "The answer that you asked for is there.",
      "La réponse que vous aviez demandée est arrivée."),
  DUTY_OVERDUE(
      EventTypes.DUTY_OVERDUE,
      Who.REQUESTED,
      "duty-overdue",
      "Something that was promised is late.",
      "Une action promise est en retard."),
  DISCLOSURE_OVERDUE(
      EventTypes.DISCLOSURE_OVERDUE,
      Who.REQUESTED,
      "disclosure-overdue",
      "Ordered data have not come in time.",
      "Des données ordonnées ne sont pas arrivées à temps."),
  PROVIDER_NOT_REACHED(
      EventTypes.PROVIDER_NOT_REACHED,
      Who.REQUESTED,
      "provider-not-reached",
      "An order has not reached its provider: tell it by another way.",
      "Un ordre n'est pas parvenu au fournisseur : joignez-le autrement."),
  RENEWAL_DUE(
      EventTypes.RENEWAL_DUE,
      Who.REQUESTED,
      "renewal-due",
      "An order has to be renewed, or data may be lost.",
      "Un ordre doit être renouvelé, sinon des données peuvent être perdues."),
  WITHDRAWAL_REQUESTED(
      EventTypes.WITHDRAWAL_REQUESTED,
      Who.REQUESTED,
      "withdrawal-requested",
      "A request has been withdrawn and waits for your confirmation.",
      "Une demande a été retirée et attend votre confirmation."),
  PRESERVATION_EXPIRING(
      EventTypes.PRESERVATION_EXPIRING,
      Who.REQUESTER,
      "preservation-expiring",
      "A preservation ends soon: extend it, or the data may be lost.",
      "Une conservation prend bientôt fin : prolongez-la, sinon les données peuvent être perdues."),
  PRESERVATION_EXPIRED(
      EventTypes.PRESERVATION_EXPIRED,
      Who.REQUESTER,
      "preservation-expired",
      "A preservation has ended.",
      "Une conservation a pris fin."),
  ACT_STOPPED(
      EventTypes.ACT_STOPPED,
      Who.REQUESTER,
      "act-stopped",
      "Something that you sent was stopped before the other side saw it.",
      "Un envoi a été arrêté avant que l'autre partie ne le voie."),
  GLASS_BROKEN(
      EventTypes.GLASS_BROKEN,
      Who.OWNER,
      "glass-broken",
      "Something was sent by breaking the glass; a supervisor has a day to review it.",
      "Un envoi a été forcé ; un responsable a un jour pour l'examiner."),
  GLASS_REVIEW_OVERDUE(
      EventTypes.GLASS_REVIEW_OVERDUE,
      Who.OWNER,
      "glass-review-overdue",
      "A review is overdue: something was sent by breaking the glass.",
      "Un examen est en retard : un envoi avait été forcé."),
  PING_FAILED(
      null,
      Who.REGISTER,
      "ping-failed",
      "One of your channels did not answer two tests in a row.",
      "Un de vos canaux n'a pas répondu à deux essais de suite."),
  ATTESTATION_DUE(
      null,
      Who.REGISTER,
      "attestation-due",
      "The entry of your contact point has to be confirmed soon.",
      "L'inscription de votre point de contact doit bientôt être confirmée."),
  ATTESTATION_OVERDUE(
      null,
      Who.REGISTER,
      "attestation-overdue",
      "Nobody has confirmed the entry of your contact point: routine requests no longer reach you.",
      "Personne n'a confirmé votre inscription : les demandes courantes ne vous parviennent plus."),
  KEY_SUSPENDED(
      null,
      Who.REGISTER,
      "key-suspended",
      "One of your keys has been suspended: what is signed or encrypted with it no longer counts.",
      "Une de vos clés a été suspendue : ce qu'elle signe ou chiffre ne compte plus."),
  RECIPIENTS_INCOMPLETE(
      null,
      Who.REGISTER,
      "recipients-incomplete",
      "A key for your evidence is missing: enter one for duty and one for recovery.",
      "Une clé pour vos preuves manque : il en faut une de service et une de secours.");

  private static final Set<Occasion> CAN_WAIT =
      EnumSet.of(RENEWAL_DUE, WITHDRAWAL_REQUESTED, PRESERVATION_EXPIRING, PRESERVATION_EXPIRED);

  /** Of what the register tells by itself, what wakes people at night. */
  private static final Set<Occasion> CANNOT_WAIT = EnumSet.of(PING_FAILED, KEY_SUSPENDED);

  /** Which side has to act. */
  enum Who {
    REQUESTER,
    REQUESTED,
    OWNER,
    /** The register tells it by itself; no event of a request stands behind it. */
    REGISTER
  }

  private final @Nullable EventTypes type;
  private final Who who;
  private final String code;
  private final String english;
  private final String french;

  Occasion(@Nullable EventTypes type, Who who, String code, String english, String french) {
    this.type = type;
    this.who = who;
    this.code = code;
    this.english = english;
    this.french = french;
  }

  /** As answers and messages name it, such as {@code new-request}. */
  String code() {
    return code;
  }

  /** One sentence, without anything of the case. */
  String english() {
    return english;
  }

  /** The same in French. */
  String french() {
    return french;
  }

  /** The occasion of an event; empty where nobody has to be told. */
  static Optional<Occasion> of(EventTypes type) {
    return Stream.of(values()).filter(one -> one.type == type).findFirst();
  }

  /** The occasion of a code that was kept. */
  static Occasion named(String code) {
    return Stream.of(values()).filter(one -> one.code.equals(code)).findFirst().orElseThrow();
  }

  /** Codes of the notices that an event makes pointless. */
  static List<String> settledBy(EventTypes type) {
    return switch (type) {
      case ACKNOWLEDGED -> List.of(NEW_REQUEST.code, ACKNOWLEDGEMENT_OVERDUE.code);
      case CLARIFICATION_ANSWERED -> List.of(CLARIFICATION_ASKED.code);
      case WITHDRAWAL_CONFIRMED -> List.of(WITHDRAWAL_REQUESTED.code);
      case GLASS_REVIEWED -> List.of(GLASS_BROKEN.code, GLASS_REVIEW_OVERDUE.code);
      default -> List.of();
    };
  }

  /** The side that has to act. */
  Side side(Event event) {
    return switch (who) {
      case REQUESTER -> ((RequestEvent) event).facts().from();
      case REQUESTED -> ((RequestEvent) event).facts().to();
      case OWNER -> ((OwnFileEvent) event).owner();
      case REGISTER -> throw new IllegalStateException("no event of a request tells this");
    };
  }

  /** What the event is about: a request, or a file of the same id. */
  static UUID subject(Event event) {
    return UUID.fromString(event.subject());
  }

  /**
   * How urgent it is to tell: as urgent as the request, where somebody has to act at once. What
   * ends in days, or has ended, wakes nobody.
   */
  String urgency(Event event) {
    return event instanceof RequestEvent request && !CAN_WAIT.contains(this)
        ? request.facts().urgency()
        : "ROUTINE";
  }

  /** How urgent it is to tell what the register knows by itself. */
  String urgency() {
    return CANNOT_WAIT.contains(this) ? "URGENT" : "ROUTINE";
  }

  /** Whether it is training traffic. */
  static boolean exercise(Event event) {
    return event instanceof RequestEvent request && request.facts().exercise();
  }
}
