package org.quickfreeze.backbone.quarkus;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/** What a service has to be told; the environment variables are listed in docs/architecture.md. */
@ConfigMapping(prefix = "quickfreeze")
public interface QuickfreezeConfig {
  /** Name of the service, such as {@code request-service}. */
  String service();

  /** Short name of its database and of that database's roles, such as {@code request}. */
  String database();

  /** The topic whose rows are numbered, such as {@code request.events}. */
  String events();

  Db db();

  Kafka kafka();

  /** Folder of the local key vault. */
  Path vault();

  /** File with the network's caller key: 32 bytes in base64. */
  Path callerKey();

  /** File with the register's public JWK, pinned by every reader of the directory. */
  Path registerKey();

  /** The database login that migrates. */
  interface Db {
    Login owner();
  }

  interface Login {
    String username();

    String password();
  }

  /** PEM files of the service's certificate, and the broker's address. */
  interface Kafka {
    String bootstrap();

    String keystore();

    String truststore();

    /** Certificate of the principal that may change topics and rules; provider-gateway only. */
    Optional<String> adminKeystore();
  }
}
