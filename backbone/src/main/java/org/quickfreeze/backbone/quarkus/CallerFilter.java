package org.quickfreeze.backbone.quarkus;

import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.identity.CallerLookup;
import org.quickfreeze.backbone.identity.CallerLookup.Found;
import org.quickfreeze.backbone.problem.Problem;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.sealing.CallerIds;
import org.quickfreeze.backbone.time.DomainClock;

/**
 * The one door: who calls, whether the register still knows them, and whether the method is theirs.
 */
@Singleton
public final class CallerFilter {
  private static final String DIRECTORY_VERSION = "Directory-Version";
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final CurrentIdentityAssociation identities;
  private final CurrentCaller current;
  private final CallerLookup lookup;
  private final CallerKey callerKey;
  private final DirectoryCopy directory;
  private final DomainClock clock;

  CallerFilter(
      CurrentIdentityAssociation identities,
      CurrentCaller current,
      CallerLookup lookup,
      CallerKey callerKey,
      DirectoryCopy directory,
      DomainClock clock) {
    this.identities = identities;
    this.current = current;
    this.lookup = lookup;
    this.callerKey = callerKey;
    this.directory = directory;
    this.clock = clock;
  }

  @ServerRequestFilter
  public @Nullable Response check(ContainerRequestContext request, ResourceInfo resource) {
    Method method = resource.getResourceMethod();
    if (method == null || method.isAnnotationPresent(PermitAll.class)) {
      return null;
    }
    Problem refusal = refusal(request, method);
    return refusal == null ? null : response(refusal);
  }

  private @Nullable Problem refusal(ContainerRequestContext request, Method method) {
    SecurityIdentity identity = identities.getIdentity();
    if (identity.isAnonymous() || !(identity.getPrincipal() instanceof JsonWebToken token)) {
      return Problems.unauthenticated();
    }
    Problem behind = behind(request.getHeaderString(DIRECTORY_VERSION));
    if (behind != null) {
      return behind;
    }
    String id = CallerIds.callerId(token.getIssuer(), token.getSubject(), callerKey.bytes());
    Object party = token.getClaim("party");
    Found found =
        lookup.find(id, identity.getRoles(), party == null ? null : party.toString(), clock.now());
    return switch (found) {
      case Found.Refused refused -> Problems.forbidden(refused.why());
      case Found.Known known -> entitled(method, known.caller());
    };
  }

  private @Nullable Problem entitled(Method method, Caller caller) {
    ForRoles roles = method.getAnnotation(ForRoles.class);
    if (roles == null) {
      roles = method.getDeclaringClass().getAnnotation(ForRoles.class);
    }
    if (roles == null) {
      return Problems.forbidden("This is closed.");
    }
    if (roles.value().length > 0 && !Arrays.asList(roles.value()).contains(caller.role())) {
      return Problems.forbidden("This is for another role.");
    }
    current.set(caller);
    return null;
  }

  /** Waits for the directory version that the caller has seen elsewhere. */
  private @Nullable Problem behind(@Nullable String wanted) {
    if (wanted == null) {
      return null;
    }
    try {
      if (directory.await(Long.parseLong(wanted), PATIENCE)) {
        return null;
      }
      return Problems.unavailable(
          "This service's copy of the register is behind version " + wanted);
    } catch (NumberFormatException e) {
      return Problems.malformed("Directory-Version is a decimal number.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Problems.unavailable("Interrupted.");
    }
  }

  private static Response response(Problem problem) {
    return ProblemMappers.response(problem);
  }
}
