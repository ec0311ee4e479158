package org.quickfreeze.contracts.rulebook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether a text can be what it is said to be. Only what cannot be right is refused: nothing is
 * looked up, and whether an address exists is the provider's to say.
 */
final class Formats {
  private static final int LONGEST_EMAIL = 254;
  private static final int LONGEST_DOMAIN = 253;
  private static final Pattern LOCAL_PART = Pattern.compile("[^\\s@\\p{Cntrl}]{1,64}");
  private static final Pattern LABEL =
      Pattern.compile("[\\p{L}\\p{N}]([\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?");
  private static final Pattern SEPARATORS = Pattern.compile("[ ().\\-/]");
  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
  private static final Pattern PROVIDER_ID = Pattern.compile("[a-z0-9-]{3,40}");
  private static final Pattern SHA256 = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final Set<String> SCHEMES = Set.of("http", "https");

  private Formats() {}

  static boolean isEmail(String text) {
    int sign = text.lastIndexOf('@');
    return sign > 0
        && text.length() <= LONGEST_EMAIL
        && LOCAL_PART.matcher(text.substring(0, sign)).matches()
        && isDomain(text.substring(sign + 1));
  }

  /** At least two labels, in letters of any script: names are written as people see them. */
  static boolean isDomain(String text) {
    String[] labels = text.split("\\.", -1);
    if (labels.length < 2 || text.length() > LONGEST_DOMAIN) {
      return false;
    }
    for (String label : labels) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return !labels[labels.length - 1].chars().allMatch(Character::isDigit);
  }

  /** E.164 with its +; spaces and the like between the digits do not matter. */
  static boolean isTelephone(String text) {
    return E164.matcher(digits(text)).matches();
  }

  static String digits(String telephone) {
    return SEPARATORS.matcher(telephone).replaceAll("");
  }

  static boolean isUrl(String text) {
    try {
      URI uri = new URI(text);
      return uri.getScheme() != null && SCHEMES.contains(uri.getScheme()) && uri.getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  static boolean isProviderId(String text) {
    return PROVIDER_ID.matcher(text).matches();
  }

  static boolean isSha256(@Nullable String text) {
    return text != null && SHA256.matcher(text).matches();
  }
}
