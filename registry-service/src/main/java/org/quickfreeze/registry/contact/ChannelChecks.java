package org.quickfreeze.registry.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.contracts.directory.DirectoryEntity.Channel;

/**
 * Whether the channels of a contact point can work at all: numbers that can be dialled from any
 * country, mailboxes of a service and of nobody's own (Guidelines of 2008, paragraphs 20 and 24).
 */
public final class ChannelChecks {
  private static final String REACHED = "BC 35(1)";
  private static final String SERVICE_MAILBOX = "S2 24";
  private static final List<String> KINDS = List.of("feed", "telephone", "email", "fax", "webhook");
  private static final Pattern INTERNATIONAL = Pattern.compile("\\+[0-9][0-9 ()./-]{4,30}");
  private static final Pattern MAILBOX =
      Pattern.compile("[A-Za-z0-9._%+-]{1,64}@([A-Za-z0-9-]{1,63}\\.)+[A-Za-z]{2,63}");
  private static final Pattern NUMERIC_HOST = Pattern.compile("\\[.*|[0-9.]+");
  private static final int MOST_CHANNELS = 20;
  private static final int LONGEST_TEXT = 400;
  private static final FreeMail FREE_MAIL = FreeMail.load();

  private final List<FieldError> errors = new ArrayList<>();

  private ChannelChecks() {}

  /** What is wrong with a list of channels; pointers begin with {@code at}. */
  public static List<FieldError> check(String at, List<Channel> channels) {
    ChannelChecks checks = new ChannelChecks();
    if (channels.size() > MOST_CHANNELS) {
      checks.error(at, "size", REACHED, "must have at most " + MOST_CHANNELS + " entries");
    }
    for (int i = 0; i < channels.size(); i++) {
      checks.channel(at + '/' + i, channels.get(i));
    }
    return checks.errors;
  }

  private void channel(String at, Channel channel) {
    if (channel.order() < 1) {
      error(at + "/order", "value", REACHED, "must be 1 or more");
    }
    String kind = String.valueOf(channel.kind());
    if (!KINDS.contains(kind)) {
      error(at + "/kind", "value", REACHED, "must be one of " + String.join(", ", KINDS));
      return;
    }
    String address = channel.address();
    if (address == null || address.isBlank() || address.length() > LONGEST_TEXT) {
      error(at + "/address", "required", REACHED, "is needed, in at most 400 characters");
      return;
    }
    switch (kind) {
      case "telephone", "fax" -> number(at + "/address", address);
      case "email" -> mailbox(at + "/address", address);
      case "webhook" -> webhook(at + "/address", address);
      default -> feed(at + "/address", address);
    }
  }

  private void number(String at, String address) {
    if (!INTERNATIONAL.matcher(address).matches() || !canBeDialled(address)) {
      error(
          at,
          "telephone",
          REACHED,
          "must be a number that can be dialled from any country: + and country code first");
    }
  }

  private static boolean canBeDialled(String address) {
    PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    try {
      return numbers.isPossibleNumber(
          numbers.parse(address, PhoneNumberUtil.REGION_CODE_FOR_NON_GEO_ENTITY));
    } catch (NumberParseException e) {
      return false;
    }
  }

  private void mailbox(String at, String address) {
    if (!MAILBOX.matcher(address).matches()) {
      error(at, "email", SERVICE_MAILBOX, "is no e-mail address");
    } else if (FREE_MAIL.holds(domain(address))) {
      error(
          at,
          "service-mailbox",
          SERVICE_MAILBOX,
          "must be a mailbox of the service: anybody can open one at this domain");
    }
  }

  private void webhook(String at, String address) {
    if (!isPublicHttps(address)) {
      error(at, "webhook", REACHED, "must be an https address with a host name");
    }
  }

  private static boolean isPublicHttps(String address) {
    try {
      URI uri = URI.create(address);
      String host = uri.getHost();
      return "https".equals(uri.getScheme())
          && host != null
          && host.contains(".")
          && !NUMERIC_HOST.matcher(host).matches()
          && uri.getUserInfo() == null
          && uri.getFragment() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void feed(String at, String address) {
    if (!address.equals("feed")) {
      error(at, "feed", REACHED, "must be feed: it has no address of its own");
    }
  }

  private static String domain(String address) {
    return address.substring(address.indexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  private void error(String pointer, String code, @Nullable String source, String what) {
    errors.add(new FieldError(pointer, code, source, what));
  }
}
