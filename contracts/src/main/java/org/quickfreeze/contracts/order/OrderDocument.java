package org.quickfreeze.contracts.order;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.act.Act.Side;
import org.quickfreeze.contracts.form.DataItem;

/**
 * What a provider sees, and nothing more: the payload of a compact JWS by the issuing authority, in
 * RFC 8785 form, sealed to the provider's key.
 *
 * @param kind {@code preserve}, {@code cancel} or {@code release}
 * @param previous hash of the order document that this one follows; empty for the first
 * @param content what to do; absent on {@code cancel} and {@code release}
 */
public record OrderDocument(
    int v,
    UUID order,
    String kind,
    UUID request,
    Side issuer,
    String provider,
    Instant time,
    String previous,
    @Nullable OrderContent content) {

  /**
   * What an order must say to a provider (S2 paragraphs 24 to 28).
   *
   * @param legalBasis national provision
   * @param binding whether it binds or asks
   * @param userNotice {@code no}, {@code not-before} or {@code allowed}
   * @param accountAction none without asking
   * @param stateMayBeNamed whether the foreign State may be named to anybody
   */
  public record OrderContent(
      List<DataItem> items,
      String legalBasis,
      boolean binding,
      String language,
      String userNotice,
      String accountAction,
      boolean stateMayBeNamed,
      Instant preserveUntil,
      @Nullable Instant replyBy,
      @Nullable String costRule,
      Officer officer,
      @Nullable String releasedFacts) {
    public OrderContent {
      items = List.copyOf(items);
    }
  }

  /** Whom the provider may call back, by service address (S2 paragraph 24). */
  public record Officer(
      String name,
      String function,
      String telephone,
      String mailbox,
      String switchboard,
      String web) {}
}
