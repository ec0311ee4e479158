package org.quickfreeze.backbone.sealing;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Security;

/** Puts the fast provider first where the platform has it; the JDK's own serves everywhere else. */
public final class CryptoProviders {
  private static final String IN_USE = install();

  private CryptoProviders() {}

  /** Which provider signs; for the log at start-up. */
  public static String inUse() {
    return IN_USE;
  }

  private static String install() {
    try {
      if (AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() != null) {
        return "JDK (the native provider does not load here: ES256 is about six times slower)";
      }
      Security.insertProviderAt(AmazonCorrettoCryptoProvider.INSTANCE, 1);
      return AmazonCorrettoCryptoProvider.PROVIDER_NAME;
    } catch (LinkageError e) {
      return "JDK (no native provider for this platform: ES256 is about six times slower)";
    }
  }
}
