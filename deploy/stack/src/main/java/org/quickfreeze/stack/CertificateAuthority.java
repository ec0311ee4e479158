package org.quickfreeze.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A certificate authority of this data folder alone. Its own key stays in {@code authority.p12};
 * what others read are PEM files: {@code ca.pem}, and for each name a private key followed by its
 * chain.
 */
final class CertificateAuthority {
  /** Everybody who speaks mutual TLS with the broker, and the broker. */
  static final List<String> NAMES =
      List.of(
          "broker",
          "admin",
          "topic-admin",
          "registry-service",
          "request-service",
          "provider-gateway",
          "audit-service");

  private final Path folder;
  private final String password;

  CertificateAuthority(Home home) {
    this.folder = home.data("tls");
    this.password = home.secret("tls-store", 24).replaceAll("[^A-Za-z0-9]", "x");
  }

  Path authority() {
    return folder.resolve("ca.pem");
  }

  Path keystore(String name) {
    return folder.resolve(name + ".pem");
  }

  /** Makes the certificates of {@link #NAMES} that are not there yet. */
  void issue() {
    NAMES.forEach(this::issue);
  }

  /**
   * Makes key and certificate of one name, unless they are there.
   *
   * @param name lower case letters, digits and hyphens; becomes {@code CN=name,O=quickfreeze}
   */
  void issue(String name) {
    if (Files.exists(keystore(name))) {
      return;
    }
    Path store = folder.resolve("authority.p12");
    if (!Files.exists(store)) {
      keytool(store, "ca", List.of("-ext", "bc:c", "-ext", "ku:c=keyCertSign"));
    }
    keytool(
        store,
        name,
        List.of("-signer", "ca", "-ext", "san=dns:localhost,ip:127.0.0.1", "-ext", "eku=sa,ca"));
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, password.toCharArray());
      Home.write(authority(), pem("CERTIFICATE", keys.getCertificate("ca").getEncoded()));
      Home.write(keystore(name), pem(keys, name));
    } catch (IOException | GeneralSecurityException e) {
      throw new StackFailure("the certificates cannot be written", e);
    }
  }

  /** kafka-clients' settings for a name. */
  Map<String, Object> clientSettings(String name) {
    return Map.of(
        "security.protocol", "SSL",
        "ssl.keystore.type", "PEM",
        "ssl.keystore.location", keystore(name).toString(),
        "ssl.truststore.type", "PEM",
        "ssl.truststore.location", authority().toString());
  }

  private void keytool(Path store, String name, List<String> more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "825",
                "-dname",
                "CN=" + name + ",O=quickfreeze",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                password));
    command.addAll(more);
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("keytool.log").toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new StackFailure("keytool failed: see " + folder.resolve("keytool.log"));
      }
    } catch (IOException e) {
      throw new StackFailure("keytool cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("interrupted", e);
    }
  }

  private String pem(KeyStore keys, String name) throws GeneralSecurityException {
    StringBuilder text = new StringBuilder(pem("PRIVATE KEY", key(keys, name).getEncoded()));
    for (Certificate certificate : keys.getCertificateChain(name)) {
      text.append(pem("CERTIFICATE", certificate.getEncoded()));
    }
    return text.toString();
  }

  private Key key(KeyStore keys, String name) throws GeneralSecurityException {
    Key key = keys.getKey(name, password.toCharArray());
    if (key == null) {
      throw new GeneralSecurityException("no key " + name);
    }
    return key;
  }

  private static String pem(String kind, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n";
  }
}
