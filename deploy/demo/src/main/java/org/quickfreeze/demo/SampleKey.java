package org.quickfreeze.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import org.erdtman.jcs.JsonCanonicalizer;
import org.quickfreeze.contracts.Wire;

/**
 * A key pair that its owner holds, in a file of its own. Signs with a library of its own, not with
 * the services' code.
 */
public final class SampleKey {
  private final ECKey key;

  private SampleKey(ECKey key) {
    this.key = key;
  }

  /** A key that lies nowhere. */
  public static SampleKey fresh() {
    try {
      return new SampleKey(new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The key of a name, made at the first call. */
  public static SampleKey of(Path folder, String name) {
    Path file = folder.resolve(name + ".jwk");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(folder);
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, fresh().key.toJSONString());
      }
      return new SampleKey(ECKey.parse(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParseException e) {
      throw new IllegalStateException("no JWK in " + file, e);
    }
  }

  public String kid() {
    return key.getKeyID();
  }

  ECKey pair() {
    return key;
  }

  /** Public members, as the register wants them. */
  public Map<String, String> members() {
    return Map.of(
        "kty", "EC", "crv", "P-256", "x", key.getX().toString(), "y", key.getY().toString());
  }

  /** Signs the canonical form of a value as a compact JWS. */
  public String sign(String typ, JsonNode value) {
    try {
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.ES256)
              .type(new JOSEObjectType(typ))
              .keyID(kid())
              .build();
      byte[] canonical = new JsonCanonicalizer(Wire.bytes(value)).getEncodedUTF8();
      JWSObject jws = new JWSObject(header, new Payload(canonical));
      jws.sign(new ECDSASigner(key));
      return jws.serialize();
    } catch (JOSEException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a compact JWE to this key holds. */
  public String open(String compact) {
    try {
      JWEObject jwe = JWEObject.parse(compact);
      jwe.decrypt(new ECDHDecrypter(key));
      return jwe.getPayload().toString();
    } catch (ParseException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The hash by which others refer to a signed document. */
  public static String hash(String compact) {
    try {
      String input = compact.substring(0, compact.lastIndexOf('.'));
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(input.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
