package org.quickfreeze.registry.ranges;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.Bodies;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.contracts.holder.Holders;
import org.quickfreeze.contracts.holder.Holders.Candidate;
import org.quickfreeze.contracts.holder.Lookup;

/** Who holds what an identifier points to; a POST, since identifiers of people stand in no URL. */
@Path("/holders")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class HolderResource {
  private final PublishedRanges ranges;
  private final Bodies bodies;
  private final DomainClock clock;

  HolderResource(PublishedRanges ranges, Bodies bodies, DomainClock clock) {
    this.ranges = ranges;
    this.bodies = bodies;
    this.clock = clock;
  }

  /**
   * An identifier as it was seen.
   *
   * @param type {@code ip-address}, {@code email}, {@code telephone}, {@code domain}, {@code url}
   *     or {@code account}
   * @param accountId URL of the account, for a search by its service
   * @param at when it was seen, RFC 3339; now if absent
   */
  public record Identifier(
      @Nullable String type,
      @Nullable String value,
      @Nullable String accountId,
      @Nullable Instant at) {}

  /**
   * Who may have held it.
   *
   * @param observed day (UTC) for which this is the answer
   * @param candidates the most likely first; empty when no list knows of one
   */
  public record Answer(LocalDate observed, List<Candidate> candidates) {}

  @POST
  @ForRoles({"officer", "supervisor", "judicial", "central-authority"})
  @Operation(
      summary = "Who held an identifier on the day on which it was seen",
      description =
          "Every candidate with how far it is to be believed and why not more: a delegation is not"
              + " holding. Nothing of the question is kept.")
  @RequestBody(content = @Content(schema = @Schema(implementation = Identifier.class)))
  public Answer find(byte[] body) {
    Identifier identifier = bodies.read(body, Identifier.class);
    Lookup lookup =
        Lookup.of(
                Bodies.required(identifier.type(), "/type"),
                Bodies.required(identifier.value(), "/value"),
                identifier.accountId())
            .orElseThrow(HolderResource::unusable);
    Instant at = identifier.at() == null ? clock.now() : identifier.at();
    LocalDate observed = LocalDate.ofInstant(at, ZoneOffset.UTC);
    return new Answer(observed, Holders.weigh(lookup, ranges.index().around(lookup), observed));
  }

  private static RuntimeException unusable() {
    return Problems.unprocessable(
            "no-lookup", "This identifier leads to no range", "Nothing about it can be looked up.")
        .withErrors(
            List.of(
                new FieldError(
                    "/value",
                    "identifier",
                    "S2 27",
                    "must be an address, a mailbox, a number in E.164 form, a domain, a URL, or an"
                        + " account whose accountId is a URL")))
        .asException();
  }
}
