package org.quickfreeze.contracts.holder;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.contracts.form.DataItem;
import org.quickfreeze.contracts.form.IpAddress;

/**
 * Where to look for the holder of an identifier.
 *
 * @param keys of the ranges that contain it, the most specific first; never empty
 */
public record Lookup(RangeKind kind, List<String> keys) {
  private static final Pattern SEPARATORS = Pattern.compile("[ ().\\-/]");
  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
  private static final int LONGEST_NAME = 253;
  private static final int SHORTEST_TELEPHONE = 2;

  public Lookup {
    keys = List.copyOf(keys);
  }

  /** Where to look for an item's holder; empty where nothing about it tells a range. */
  public static Optional<Lookup> of(DataItem item) {
    return of(item.type(), item.value(), item.accountId());
  }

  /**
   * Where to look for the holder of an identifier; empty where nothing about it tells a range.
   *
   * @param type as {@link DataItem} has it
   * @param accountId the account's URL, where it has one
   */
  public static Optional<Lookup> of(String type, String value, @Nullable String accountId) {
    return switch (type) {
      case "ip-address" -> IpAddress.parse(value).map(Lookup::address);
      case "email" ->
          name(value.substring(value.lastIndexOf('@') + 1))
              .map(domain -> new Lookup(RangeKind.MAIL, List.of(domain)));
      case "telephone" -> telephone(value);
      case "domain" -> name(value).map(domain -> new Lookup(RangeKind.DOMAIN, andAbove(domain)));
      case "url" -> host(value);
      case "account" -> host(accountId == null ? value : accountId);
      default -> Optional.empty();
    };
  }

  private static Lookup address(IpAddress address) {
    return new Lookup(RangeKind.IP, IpPrefix.around(address));
  }

  private static Optional<Lookup> telephone(String value) {
    String digits = SEPARATORS.matcher(value).replaceAll("");
    if (!E164.matcher(digits).matches()) {
      return Optional.empty();
    }
    List<String> keys = new ArrayList<>();
    for (int end = digits.length(); end > SHORTEST_TELEPHONE; end--) {
      keys.add(digits.substring(1, end));
    }
    return Optional.of(new Lookup(RangeKind.TELEPHONE, keys));
  }

  private static Optional<Lookup> host(String url) {
    String host;
    try {
      host = new URI(url).getHost();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
    if (host == null) {
      return Optional.empty();
    }
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    Optional<IpAddress> address =
        IpAddress.parse(bracketed ? host.substring(1, host.length() - 1) : host);
    return address.isPresent()
        ? address.map(Lookup::address)
        : name(host).map(name -> new Lookup(RangeKind.HOST, andAbove(name)));
  }

  /** A name in the letters that the domain name system knows; empty when it is none. */
  static Optional<String> name(String text) {
    try {
      String name = IDN.toASCII(text.strip(), IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
      boolean usable =
          name.indexOf('.') > 0 && !name.endsWith(".") && name.length() <= LONGEST_NAME;
      return usable ? Optional.of(name) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A name and those that it lies below, without the last label alone. */
  private static List<String> andAbove(String name) {
    List<String> names = new ArrayList<>();
    for (String rest = name; rest.indexOf('.') >= 0; rest = rest.substring(rest.indexOf('.') + 1)) {
      names.add(rest);
    }
    return names;
  }
}
