package org.quickfreeze.backbone.quarkus;

import com.nimbusds.jose.jwk.ECKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPublicKey;
import org.quickfreeze.backbone.directory.RegisterKey;
import org.quickfreeze.backbone.sealing.Jwk;
import org.quickfreeze.backbone.sealing.Jws;

/** The register's key, from a file that came by another way than the entries it signs. */
final class PinnedRegisterKey {
  private PinnedRegisterKey() {}

  static RegisterKey read(Path file) {
    try {
      ECKey jwk = Jwk.fromJson(Files.readString(file));
      String kid = Jwk.thumbprintOrEmpty(Jwk.members(jwk));
      ECPublicKey key = Jwk.publicKey(Jwk.members(jwk));
      return (typ, compact) ->
          Jws.verify(compact, typ, named -> named.equals(kid) ? key : null)
                  instanceof Jws.Verified verified
              ? verified.payload()
              : null;
    } catch (IOException e) {
      throw new UncheckedIOException("the register's public key cannot be read", e);
    } catch (Jwk.InvalidJwk e) {
      throw new IllegalStateException("the register's public key is not usable", e);
    }
  }
}
