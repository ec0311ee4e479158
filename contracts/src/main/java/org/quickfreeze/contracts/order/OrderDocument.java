package org.quickfreeze.contracts.order;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.act.Act.Side;
import org.quickfreeze.contracts.form.DataItem;

/**
 * What a provider sees, and nothing more: the payload of a compact JWS by the issuing authority, in
 * RFC 8785 form, sealed to the provider's key. {@link OrderCodec} reads and writes it.
 *
 * @param v version of this form; 1
 * @param order random id, chosen by the signer of the first document
 * @param previous hash of the order document that this one follows; empty for the first
 * @param content what to do; there on {@code preserve}, absent on {@code cancel} and {@code
 *     release}
 */
public record OrderDocument(
    int v,
    UUID order,
    OrderKind kind,
    UUID request,
    Side issuer,
    String provider,
    Instant time,
    String previous,
    @Nullable OrderContent content) {

  /**
   * What an order must say to a provider (S2 paragraphs 24 to 28).
   *
   * @param items what to keep
   * @param legalBasis national provision, in words
   * @param binding whether it binds or asks
   * @param language BCP 47 tag of the texts
   * @param userNotice whether the customer may be told
   * @param userNoticeNotBefore when the customer may be told, for {@code not-before} alone
   * @param stateMayBeNamed whether the foreign State may be named to anybody
   * @param preserveUntil how long to keep the data at least, UTC
   * @param replyBy when the answer is wanted, UTC
   * @param costRule who bears the costs, in words
   * @param officer whom to call back
   * @param instrument base64url SHA-256 of the attached domestic instrument
   * @param releasedFacts what the requesting side lets the provider know of the case
   */
  public record OrderContent(
      List<DataItem> items,
      String legalBasis,
      boolean binding,
      String language,
      UserNotice userNotice,
      @Nullable Instant userNoticeNotBefore,
      AccountAction accountAction,
      boolean stateMayBeNamed,
      Instant preserveUntil,
      @Nullable Instant replyBy,
      @Nullable String costRule,
      Officer officer,
      @Nullable String instrument,
      @Nullable String releasedFacts) {
    public OrderContent {
      items = List.copyOf(items);
    }
  }

  /**
   * Whom the provider may call back, by service address (S2 paragraph 24).
   *
   * @param telephone direct service telephone
   * @param mailbox service mailbox, never a personal one
   * @param letterhead name of the office as on its paper
   */
  public record Officer(
      String name,
      String function,
      String telephone,
      String mailbox,
      @Nullable String letterhead,
      String switchboard,
      String web) {}
}
