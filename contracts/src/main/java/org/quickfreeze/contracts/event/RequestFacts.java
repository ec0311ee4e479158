package org.quickfreeze.contracts.event;

import java.util.List;

/**
 * What statistics and escalation need of a request, carried by each of its events. A text that is
 * none of the codes and ids below is refused with an {@link IllegalArgumentException}, so that
 * nothing a person wrote can leave in the clear.
 *
 * @param from the requesting side
 * @param to the requested side
 * @param article such as {@code BC-29}
 * @param kind such as {@code preservation}
 * @param urgency {@code EMERGENCY}, {@code URGENT} or {@code ROUTINE}
 * @param categories data categories asked for
 * @param offences offence codes, such as {@code BC-8}
 * @param items item ids
 * @param providers provider ids that the form names or that were ordered since
 * @param rulebook version of the rulebook by which the request is judged
 * @param exercise training traffic, apart in every figure
 */
public record RequestFacts(
    Side from,
    Side to,
    String article,
    String kind,
    String urgency,
    List<String> categories,
    List<String> offences,
    List<String> items,
    List<String> providers,
    String rulebook,
    boolean exercise) {
  public RequestFacts {
    Bound.to(Bound.ARTICLE, article, "article");
    Bound.to(Bound.CODE, kind, "kind");
    Bound.to(Bound.URGENCY, urgency, "urgency");
    categories = Bound.each(Bound.CATEGORY, categories, "categories");
    offences = Bound.each(Bound.OFFENCE, offences, "offences");
    items = Bound.each(Bound.ITEM, items, "items");
    providers = Bound.each(Bound.ID, providers, "providers");
    Bound.to(Bound.VERSION, rulebook, "rulebook");
  }

  /** A Party and the authority that acts for it. */
  public record Side(String party, String authority) {
    public Side {
      Bound.to(Bound.PARTY, party, "party");
      Bound.to(Bound.ID, authority, "authority");
    }
  }
}
