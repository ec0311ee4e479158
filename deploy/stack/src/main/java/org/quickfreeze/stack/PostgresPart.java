package org.quickfreeze.stack;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** A PostgreSQL server with one database for each service and one for Keycloak; fsync is on. */
public final class PostgresPart implements Part {
  private final Home home;
  private final int port;
  private final Child child;

  PostgresPart(Home home, int port) {
    this.home = home;
    this.port = port;
    this.child = new Child(home, "postgresql");
  }

  @Override
  public Child child() {
    return child;
  }

  @Override
  public int port() {
    return port;
  }

  /** JDBC URL of a database. */
  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** The password of a role; made once for each data folder. */
  public String password(String role) {
    return home.secret("pg-" + role, 18).replaceAll("[^A-Za-z0-9]", "x");
  }

  @Override
  public void start() {
    Path binaries = unpacked();
    Path data = home.data("postgresql");
    if (!Files.exists(data.resolve("PG_VERSION"))) {
      initdb(binaries, data);
    }
    List<String> command = new ArrayList<>(asOrdinaryUser());
    command.addAll(
        List.of(
            binaries.resolve("bin/postgres").toString(),
            "-D",
            data.toString(),
            "-p",
            Integer.toString(port),
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "max_connections=250",
            "-c",
            "shared_buffers=256MB",
            "-c",
            "max_wal_size=2GB",
            // A table that has just begun to fill is planned as what it was a minute ago.
            "-c",
            "autovacuum_naptime=10s",
            "-c",
            "log_min_messages=warning",
            "-c",
            "log_statement=none",
            "-c",
            "log_min_error_statement=panic",
            "-c",
            "log_error_verbosity=terse"));
    child.start(command, Map.of(), data);
    child.awaitReady(this::answers, Duration.ofSeconds(60));
    provision();
  }

  @Override
  public void stop() {
    child.stop("INT");
  }

  @Override
  public boolean answers() {
    try (Connection connection = superuser("postgres")) {
      return connection.isValid(2);
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection superuser(String database) throws SQLException {
    return DriverManager.getConnection(
        url(database) + "?connectTimeout=2&loginTimeout=2", "postgres", password("postgres"));
  }

  /** Databases and roles as docs/architecture.md describes them; harmless when they are there. */
  private void provision() {
    for (String service : List.of("registry", "request", "gateway", "audit")) {
      role(service + "_owner", "login password '" + password(service + "_owner") + "'");
      role(service + "_api", "nologin");
      role(service + "_system", "nologin");
      role(service + "_app", "login noinherit password '" + password(service + "_app") + "'");
      execute(
          "postgres",
          "grant "
              + service
              + "_api, "
              + service
              + "_system to "
              + service
              + "_app"
              + " with inherit false, set true");
      database(service, service + "_owner", service + "_app");
    }
    execute("postgres", "revoke all on database postgres, template1 from public");
    role("keycloak", "login password '" + password("keycloak") + "'");
    database("keycloak", "keycloak", "keycloak");
  }

  private void role(String name, String options) {
    execute(
        "postgres",
        "do $$ begin if not exists (select from pg_roles where rolname = '"
            + name
            + "') then "
            + "create role "
            + name
            + " "
            + options
            + "; end if; end $$");
  }

  private void database(String name, String owner, String login) {
    try (Connection connection = superuser("postgres");
        Statement statement = connection.createStatement()) {
      var exists =
          statement.executeQuery("select 1 from pg_database where datname = '" + name + "'");
      if (!exists.next()) {
        statement.execute("create database " + name + " owner " + owner);
      }
      statement.execute("revoke all on database " + name + " from public");
      statement.execute("grant connect on database " + name + " to " + owner + ", " + login);
    } catch (SQLException e) {
      throw new StackFailure("the database " + name + " cannot be made: " + e.getMessage(), e);
    }
  }

  private void execute(String database, String sql) {
    try (Connection connection = superuser(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new StackFailure("PostgreSQL cannot be provisioned: " + e.getMessage(), e);
    }
  }

  private void initdb(Path binaries, Path data) {
    try {
      Path passwordFile = home.data("secret").resolve("initdb");
      Home.write(passwordFile, password("postgres"));
      List<String> command = new ArrayList<>(asOrdinaryUser());
      command.addAll(
          List.of(
              binaries.resolve("bin/initdb").toString(),
              "-D",
              data.toString(),
              "-U",
              "postgres",
              "-E",
              "UTF8",
              "--locale=C.UTF-8",
              "--auth=scram-sha-256",
              "--pwfile=" + passwordFile));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(home.data("log").resolve("initdb.log").toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new StackFailure("initdb failed: see " + home.data("log").resolve("initdb.log"));
      }
      Files.delete(passwordFile);
    } catch (IOException e) {
      throw new StackFailure("initdb cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted", e);
    }
  }

  /** PostgreSQL refuses root; a user namespace of its own gives it another number. */
  private static List<String> asOrdinaryUser() {
    return System.getProperty("user.name").equals("root") ? List.of("unshare", "-U") : List.of();
  }

  /** Unpacks the archive that the build has brought, once for each version. */
  private Path unpacked() {
    Path archive = home.part("postgres/postgres-linux-x86_64.txz");
    Path folder = archive.resolveSibling("unpacked");
    if (Files.exists(folder.resolve("done"))) {
      return folder;
    }
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(file))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, folder);
      }
      Files.writeString(folder.resolve("done"), "");
      return folder;
    } catch (IOException e) {
      throw new StackFailure("PostgreSQL cannot be unpacked: " + e.getMessage(), e);
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    Path target = folder.resolve(entry.getName()).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("an entry leaves the folder");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    Files.deleteIfExists(target);
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, target);
    if ((entry.getMode() & 0100) != 0) {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }
}
