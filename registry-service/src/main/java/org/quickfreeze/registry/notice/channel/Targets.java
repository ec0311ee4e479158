package org.quickfreeze.registry.notice.channel;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Where a webhook may go. The address in the register is a stranger's: a name that leads into our
 * own network would make the register knock at doors that nobody outside can reach (server-side
 * request forgery). The name is resolved once; the connection goes to the address that was checked.
 */
public final class Targets {
  private static final int HTTPS = 443;

  private final Resolver resolver;
  private final Set<String> allowed;

  /**
   * @param allowed host:port pairs that may be called wherever they lead; for tests and inner
   *     networks
   */
  public Targets(Resolver resolver, Set<String> allowed) {
    this.resolver = resolver;
    this.allowed = Set.copyOf(allowed);
  }

  /** How names become addresses. */
  @FunctionalInterface
  public interface Resolver {
    List<InetAddress> resolve(String host) throws UnknownHostException;
  }

  /**
   * Where to connect to.
   *
   * @param host name to verify the certificate against
   */
  public record Target(String host, int port, InetAddress address, String path) {}

  /** What a check came to: a target, or the code of why there is none. */
  public record Checked(Optional<Target> target, String refusal) {
    static Checked refused(String code) {
      return new Checked(Optional.empty(), code);
    }
  }

  /** Where an address of the register leads to now. */
  public Checked check(String address) {
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException e) {
      return Checked.refused("refused-target");
    }
    String host = uri.getHost();
    if (!"https".equals(uri.getScheme()) || host == null || uri.getRawUserInfo() != null) {
      return Checked.refused("refused-target");
    }
    int port = uri.getPort() < 0 ? HTTPS : uri.getPort();
    boolean open = allowed.contains(host.toLowerCase(Locale.ROOT) + ':' + port);
    if (port != HTTPS && !open) {
      return Checked.refused("refused-target");
    }
    return resolved(host, port, path(uri), open);
  }

  private Checked resolved(String host, int port, String path, boolean open) {
    List<InetAddress> addresses;
    try {
      addresses = resolver.resolve(host);
    } catch (UnknownHostException e) {
      return Checked.refused("unknown-host");
    }
    // One inner address among outer ones is no accident: none of them is called.
    if (addresses.isEmpty() || (!open && !addresses.stream().allMatch(Targets::isPublic))) {
      return Checked.refused("refused-target");
    }
    Target target = new Target(host, port, addresses.getFirst(), path);
    return new Checked(Optional.of(target), "");
  }

  private static String path(URI uri) {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery();
  }

  /** Whether an address is one that anybody on the internet could call. */
  static boolean isPublic(InetAddress address) {
    return switch (address) {
      case Inet4Address four -> isPublic4(four.getAddress());
      case Inet6Address six -> isPublic6(six);
      default -> false;
    };
  }

  /** IANA's registry of special-purpose IPv4 addresses (RFC 6890 and later). */
  private static boolean isPublic4(byte[] a) {
    int first = a[0] & 0xff;
    int second = a[1] & 0xff;
    int third = a[2] & 0xff;
    boolean special =
        first == 0
            || first == 10
            || first == 127
            || (first == 100 && (second & 0xc0) == 64)
            || (first == 169 && second == 254)
            || (first == 172 && (second & 0xf0) == 16)
            || (first == 192 && second == 0 && (third == 0 || third == 2))
            || (first == 192 && second == 31 && third == 196)
            || (first == 192 && second == 52 && third == 193)
            || (first == 192 && second == 88 && third == 99)
            || (first == 192 && second == 175 && third == 48)
            // a cloud's own address inside it, although anybody might be given it elsewhere
            || (first == 168 && second == 63 && third == 129)
            || (first == 192 && second == 168)
            || (first == 198 && (second & 0xfe) == 18)
            || (first == 198 && second == 51 && third == 100)
            || (first == 203 && second == 0 && third == 113)
            || first >= 224;
    return !special;
  }

  /** Global unicast alone, 2000::/3, without what carries an IPv4 address or is set aside. */
  private static boolean isPublic6(Inet6Address address) {
    byte[] a = address.getAddress();
    int high = (a[0] & 0xff) << 8 | (a[1] & 0xff);
    int low = (a[2] & 0xff) << 8 | (a[3] & 0xff);
    boolean global = (a[0] & 0xe0) == 0x20;
    boolean sixToFour = high == 0x2002;
    boolean protocols = high == 0x2001 && (low & 0xfe00) == 0;
    boolean documentation = (high == 0x2001 && low == 0x0db8) || (high == 0x3fff && low < 0x1000);
    boolean delegation = high == 0x2620 && low == 0x004f && a[4] == (byte) 0x80 && a[5] == 0;
    return global && !sixToFour && !protocols && !documentation && !delegation;
  }
}
