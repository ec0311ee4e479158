package org.quickfreeze.registry.duty;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.identity.Caller;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.CurrentCaller;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.quarkus.Items;
import org.quickfreeze.backbone.quarkus.Moments;
import org.quickfreeze.backbone.time.DomainClock;

/** Whom to call in a State, right now or at any time, and when nobody would answer. */
@Path("/directory/{party: [A-Z]{2}}")
@Produces(MediaType.APPLICATION_JSON)
public class DutyResource {
  private static final int MOST_DAYS = 92;
  private static final int DAYS = 14;

  private final Duties duties;
  private final Competences competences;
  private final CurrentCaller current;
  private final DomainClock clock;

  DutyResource(Duties duties, Competences competences, CurrentCaller current, DomainClock clock) {
    this.duties = duties;
    this.competences = competences;
    this.current = current;
    this.clock = clock;
  }

  /** Who is on duty in a State. */
  @GET
  @Path("/on-duty")
  @ForRoles
  @Operation(summary = "Who is on duty at a State's contact points, with the escalation chain")
  public Duties.OnDuty onDuty(
      @PathParam("party") String party,
      @QueryParam("authority")
          @Parameter(description = "whose points are wanted; all of the State when missing")
          @Nullable String authority,
      @QueryParam("at")
          @Parameter(
              description = "UTC; now when missing",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @Nullable String at) {
    Instant moment = Moments.of("at", at, clock.now());
    return duties
        .onDuty(party, authority, moment)
        .orElseThrow(() -> Problems.notFound().asException());
  }

  /** Whom to address, by role, stage of proceedings and network. */
  @GET
  @Path("/authorities")
  @ForRoles
  @Operation(
      summary = "Which authorities of a State are the ones for something",
      description =
          "An authority whose roles are not known is found by its kinds, for any stage; stages tells"
              + " which it is.")
  public Items<Competences.Competent> authorities(
      @PathParam("party") String party,
      @QueryParam("kind") @Parameter(description = "such as central-authority")
          @Nullable String kind,
      @QueryParam("stage") @Parameter(description = "pre-trial, trial or enforcement")
          @Nullable String stage,
      @QueryParam("network") @Parameter(description = "budapest-24-7, g7-24-7, un-24-7 or interpol")
          @Nullable String network,
      @QueryParam("at")
          @Parameter(
              description = "UTC; now when missing",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @Nullable String at) {
    Instant moment = Moments.of("at", at, clock.now());
    return new Items<>(
        competences
            .of(party, new Competences.Wanted(kind, stage, network), moment)
            .orElseThrow(() -> Problems.notFound().asException()));
  }

  /** The hours in which nobody is on duty; for the State itself and the secretariat. */
  @GET
  @Path("/uncovered")
  @ForRoles
  @Operation(
      summary = "Hours ahead in which nobody is on duty, for the State itself and the secretariat")
  public Duties.Uncovered uncovered(
      @PathParam("party") String party,
      @QueryParam("from")
          @Parameter(
              description = "UTC; now when missing",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @Nullable String from,
      @QueryParam("days")
          @Parameter(
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      defaultValue = "14",
                      minimum = "1",
                      maximum = "92"))
          @Nullable String days) {
    own(party, "A State's gaps are for itself and the secretariat.");
    Instant start = Moments.of("from", from, clock.now());
    return duties
        .uncovered(party, start, start.plus(Duration.ofDays(days(days))))
        .orElseThrow(() -> Problems.notFound().asException());
  }

  /** Contact points whose own people have to confirm them soon, or should have. */
  @GET
  @Path("/attestations-due")
  @ForRoles
  @Operation(
      summary = "A State's contact points that its people have to confirm, soonest first",
      description = "For the State itself and the secretariat; stale ones stand first.")
  public List<Duties.Due> attestationsDue(
      @PathParam("party") String party,
      @QueryParam("days")
          @Parameter(
              description = "how far ahead",
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      defaultValue = "14",
                      minimum = "1",
                      maximum = "92"))
          @Nullable String days) {
    own(party, "What a State has to confirm is for itself and the secretariat.");
    Instant now = clock.now();
    return duties
        .attestationsDue(party, now, now.plus(Duration.ofDays(days(days))))
        .orElseThrow(() -> Problems.notFound().asException());
  }

  private void own(String party, String words) {
    Caller caller = current.get();
    if (!party.equals(caller.party()) && !caller.role().equals("secretariat")) {
      throw Problems.forbidden(words).asException();
    }
  }

  private static int days(@Nullable String value) {
    if (value == null) {
      return DAYS;
    }
    if (value.matches("[0-9]{1,2}")) {
      int days = Integer.parseInt(value);
      if (days >= 1 && days <= MOST_DAYS) {
        return days;
      }
    }
    throw Problems.malformed("days is a whole number from 1 to " + MOST_DAYS + ".").asException();
  }
}
