package org.quickfreeze.stack;

import java.util.regex.Pattern;
import org.apache.kafka.common.security.auth.AuthenticationContext;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.KafkaPrincipalBuilder;
import org.apache.kafka.common.security.auth.KafkaPrincipalSerde;
import org.apache.kafka.common.security.auth.SaslAuthenticationContext;
import org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder;

/**
 * Runs inside the broker, on the listener for outsiders: whose client id is not a provider id is
 * nobody. Without it, whoever may register clients at the identity provider could call one {@code
 * svc.admin} and be a super user.
 */
public final class OutsidePrincipals implements KafkaPrincipalBuilder, KafkaPrincipalSerde {
  private static final Pattern PROVIDER = Pattern.compile("[a-z0-9-]{3,40}");

  private final DefaultKafkaPrincipalBuilder plain = new DefaultKafkaPrincipalBuilder(null, null);

  @Override
  public KafkaPrincipal build(AuthenticationContext context) {
    return context instanceof SaslAuthenticationContext sasl
        ? principal(sasl.server().getAuthorizationID())
        : KafkaPrincipal.ANONYMOUS;
  }

  /** The principal of a client id; anonymous, who has no rights, unless it is a provider id. */
  static KafkaPrincipal principal(String client) {
    return PROVIDER.matcher(client).matches()
        ? new KafkaPrincipal(KafkaPrincipal.USER_TYPE, client)
        : KafkaPrincipal.ANONYMOUS;
  }

  @Override
  public byte[] serialize(KafkaPrincipal principal) {
    return plain.serialize(principal);
  }

  @Override
  public KafkaPrincipal deserialize(byte[] bytes) {
    return plain.deserialize(bytes);
  }
}
