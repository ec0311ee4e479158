package org.quickfreeze.registry.provider;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;
import org.quickfreeze.backbone.directory.DirectoryCopy;
import org.quickfreeze.backbone.problem.Problem.FieldError;
import org.quickfreeze.backbone.problem.Problems;
import org.quickfreeze.backbone.quarkus.Bodies;
import org.quickfreeze.backbone.quarkus.ForRoles;
import org.quickfreeze.backbone.quarkus.Moments;
import org.quickfreeze.backbone.quarkus.Page;
import org.quickfreeze.backbone.time.DomainClock;
import org.quickfreeze.contracts.directory.DirectoryEntity;

/** Which provider to ask, for those who enforce the law (Guidelines of 2008, paragraph 50). */
@Path("/directory/providers")
@Produces(MediaType.APPLICATION_JSON)
@ForRoles({"officer", "supervisor", "judicial", "central-authority", "secretariat"})
public class ProviderResource {
  private final FindProviders providers;
  private final Bodies bodies;
  private final DomainClock clock;

  ProviderResource(DirectoryCopy directory, Bodies bodies, DomainClock clock) {
    this.providers = new FindProviders(directory);
    this.bodies = bodies;
    this.clock = clock;
  }

  /** Providers that have what is looked for. */
  @GET
  @Operation(
      summary = "Providers by country, service, data type and identifier format",
      description =
          "Service, data type and identifier format are looked for in one and the same service. A"
              + " provider without a profile is found by its country and the names of its services.")
  public Page<DirectoryEntity.Provider> find(
      @QueryParam("country") @Parameter(description = "where it is established")
          @Nullable String country,
      @QueryParam("service") @Parameter(description = "id of a service") @Nullable String service,
      @QueryParam("dataType")
          @Parameter(schema = @Schema(enumeration = {"SUBSCRIBER", "TRAFFIC", "CONTENT"}))
          @Nullable String dataType,
      @QueryParam("identifierFormat")
          @Parameter(description = "id or standard name, such as EmailAddress")
          @Nullable String identifierFormat,
      @QueryParam("at")
          @Parameter(
              description = "UTC; now when missing",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @Nullable String at,
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit")
          @DefaultValue("200")
          @Parameter(
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      defaultValue = "200",
                      minimum = "1",
                      maximum = "200"))
          String limit) {
    if (dataType != null && !ProviderChecks.CATEGORIES.contains(dataType)) {
      throw Problems.malformed("dataType is SUBSCRIBER, TRAFFIC or CONTENT.").asException();
    }
    int most = Page.limit(limit);
    FindProviders.Wanted wanted =
        new FindProviders.Wanted(country, service, dataType, identifierFormat);
    return Page.of(
        providers.find(wanted, after, most, Moments.of("at", at, clock.now())),
        most,
        DirectoryEntity.Provider::id);
  }

  /** Whether somebody is at a provider's desk, and how it is reached if not. */
  @GET
  @Path("/{id}/open")
  @Operation(
      summary = "Whether a provider's desk is open, when it opens, and whom to call meanwhile")
  public Desk.Open open(
      @PathParam("id") String id,
      @QueryParam("at")
          @Parameter(
              description = "UTC; now when missing",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @Nullable String at) {
    return providers
        .open(id, Moments.of("at", at, clock.now()))
        .orElseThrow(() -> Problems.notFound().asException());
  }

  /** What a provider can be asked, in the form that ETSI has for it. */
  @GET
  @Path("/{id}/csp-config")
  @Operation(
      summary = "A provider's profile as GETCSPCONFIGResponse (ETSI TS 103 120)",
      description = "Identifier formats, what can be asked by each, and where orders are posted.")
  public CspConfig cspConfig(@PathParam("id") String id) {
    return providers
        .cspConfig(id, clock.now())
        .orElseThrow(() -> Problems.notFound().asException());
  }

  /**
   * What a provider has sent of itself.
   *
   * @param config GETCSPCONFIGResponse (ETSI TS 103 120)
   * @param services the service of each format, by FormatName, that none of the profile's has yet
   * @param examples a fictional identifier for each format of its own that is new
   */
  public record NewConfig(
      @Nullable CspConfig config,
      @Nullable Map<String, String> services,
      @Nullable Map<String, String> examples) {}

  /** Reads the ETSI form into the entry that it would make. */
  @POST
  @Path("/{id}/csp-config")
  @Consumes(MediaType.APPLICATION_JSON)
  @ForRoles("secretariat")
  @Operation(
      summary = "The entry that a provider's GETCSPCONFIGResponse would make",
      description =
          "Writes nothing: what it answers is put to /providers/{id}, where it waits for somebody"
              + " else like any change. What has no place in a profile is an error.")
  @RequestBody(content = @Content(schema = @Schema(implementation = NewConfig.class)))
  public DirectoryEntity.Provider read(@PathParam("id") String id, byte[] body) {
    NewConfig sent = bodies.read(body, NewConfig.class);
    CspConfig config = Bodies.required(sent.config(), "/config");
    DirectoryEntity.Provider present =
        providers.provider(id, clock.now()).orElseThrow(() -> Problems.notFound().asException());
    CspImport.Result result =
        CspImport.of(
            present,
            new CspImport.Form(
                config,
                sent.services() == null ? Map.of() : sent.services(),
                sent.examples() == null ? Map.of() : sent.examples()));
    DirectoryEntity.Provider provider = result.provider();
    List<FieldError> errors =
        provider == null || provider.profile() == null
            ? result.errors()
            : ProviderChecks.check("/profile", provider.profile());
    if (provider == null || !errors.isEmpty()) {
      throw Problems.unprocessable(
              "invalid-config", "The form cannot be taken as it is", "See errors.")
          .withErrors(errors)
          .asException();
    }
    return provider;
  }
}
