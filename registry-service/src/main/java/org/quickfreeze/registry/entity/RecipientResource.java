package org.quickfreeze.registry.entity;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.directory.DirectoryKeys;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.directory.DirectoryVersion;

/** To whom evidence is encrypted, as the signed directory has it. */
@Path("/{kind: authorities|providers}/{id}/recipients")
@ForRoles
@Produces(MediaType.APPLICATION_JSON)
public class RecipientResource {
  private final DirectoryCopy directory;
  private final DirectoryKeys keys;
  private final DomainClock clock;

  RecipientResource(DirectoryCopy directory, DirectoryKeys keys, DomainClock clock) {
    this.directory = directory;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Recipients of age files.
   *
   * @param complete whether there is one for each purpose
   * @param missing purposes without one, such as {@code recovery}
   */
  public record RecipientSet(
      List<RecipientView> recipients, boolean complete, List<String> missing) {}

  /**
   * A recipient in force.
   *
   * @param recipient {@code age1…}, as {@code age -r} takes it
   * @param purpose {@code duty} or {@code recovery}
   * @param newest whether it is the one of its purpose to encrypt to; another is in its overlap
   * @param until planned end; missing where there is none
   */
  public record RecipientView(
      String kid,
      String recipient,
      String purpose,
      boolean newest,
      Instant since,
      @Nullable Instant until) {}

  /** The recipients in force. */
  @GET
  @Operation(
      summary = "The age recipients of an authority or a provider, and whether the set is complete",
      description =
          "Evidence is encrypted to the newest of each purpose at once: duty, and recovery, which is"
              + " kept offline. While one is missing, the loss of the other loses the evidence.")
  public RecipientSet recipients(@PathParam("kind") String kind, @PathParam("id") String id) {
    Instant now = clock.now();
    String owner = (kind.equals("authorities") ? "authority/" : "provider/") + id;
    if (directory.find(owner, DirectoryEntity.class, now).isEmpty()) {
      throw Problems.notFound().asException();
    }
    List<DirectoryEntity.Key> inForce =
        keys.inForce(owner, now).stream().filter(Recipients::isOne).toList();
    List<String> missing = Recipients.missing(inForce);
    return new RecipientSet(
        inForce.stream().map(key -> view(key, inForce, now)).toList(), missing.isEmpty(), missing);
  }

  private RecipientView view(
      DirectoryEntity.Key key, List<DirectoryEntity.Key> inForce, Instant now) {
    String purpose = String.valueOf(key.purpose());
    boolean newest =
        inForce.stream()
            .filter(one -> purpose.equals(one.purpose()))
            .findFirst()
            .filter(key::equals)
            .isPresent();
    Instant until =
        directory.version("key/" + key.kid(), now).map(DirectoryVersion::validTo).orElse(null);
    return new RecipientView(
        key.kid(), KeyProof.recipient(key).text(), purpose, newest, keys.entered(key), until);
  }
}
