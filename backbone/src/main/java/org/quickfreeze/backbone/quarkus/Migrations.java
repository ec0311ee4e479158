package org.quickfreeze.backbone.quarkus;

import java.util.Map;
import org.flywaydb.core.Flyway;

/**
 * Brings both schemas of a service's database up to date, each with a history of its own, under the
 * owner's login: the login that serves requests cannot change a table.
 */
public final class Migrations {
  private Migrations() {}

  /**
   * @param database short name of the service; becomes the placeholders {@code ${api}}, {@code
   *     ${system}} and {@code ${app}}
   */
  public static void run(String url, String owner, String password, String database) {
    migrate(url, owner, password, database, "backbone", "classpath:db/backbone");
    migrate(url, owner, password, database, database, "classpath:db/migration");
  }

  private static void migrate(
      String url, String owner, String password, String database, String schema, String location) {
    Flyway.configure()
        .dataSource(url, owner, password)
        .connectRetries(60)
        .connectRetriesInterval(1)
        .schemas(schema)
        .defaultSchema(schema)
        .createSchemas(true)
        .locations(location)
        .failOnMissingLocations(false)
        .cleanDisabled(true)
        .placeholders(
            Map.of(
                "api", database + "_api",
                "system", database + "_system",
                "app", database + "_app"))
        .load()
        .migrate();
  }
}
