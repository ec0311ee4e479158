package org.quickfreeze.registry.notice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** By what people are told; a channel without its address is not configured, and says so. */
@ConfigMapping(prefix = "quickfreeze.notices")
interface NoticeConfig {
  /** {@code host:port} pairs that webhooks may call wherever they lead. */
  Optional<List<String>> webhookAllow();

  /** PEM file of certificates that webhooks trust instead of the platform's. */
  Optional<Path> webhookTrust();

  Mail mail();

  Voice voice();

  /** The mail server. */
  interface Mail {
    Optional<String> host();

    @WithDefault("587")
    int port();

    @WithDefault("register@localhost")
    String from();

    /** Whether a server that offers no TLS is refused. */
    @WithDefault("true")
    boolean startTls();

    Optional<String> user();

    Optional<Path> passwordFile();
  }

  /** The adapter for calls, text messages and pagers. */
  interface Voice {
    Optional<String> url();

    Optional<Path> tokenFile();
  }
}
