package org.quickfreeze.backbone.quarkus;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarkus.smallrye.openapi.OpenApiFilter.RunStage;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.quickfreeze.backbone.problem.Problem;

/**
 * What every operation of every service has in common: the token, the headers that commands need,
 * and the form of a refusal. Runs at build time, so that the stored description is the whole one.
 */
@OpenApiFilter(stages = RunStage.BUILD)
public final class OpenApi implements OASFilter {
  /** Name of the security scheme. */
  public static final String TOKEN = "token";

  private static final String PROBLEM = "Problem";
  private static final Set<String> REQUIRED = Set.of("Idempotency-Key", "If-Match");

  @Override
  public void filterOpenAPI(OpenAPI openApi) {
    Components components = openApi.getComponents();
    if (components == null) {
      components = OASFactory.createComponents();
      openApi.setComponents(components);
    }
    components
        .addSchema(PROBLEM, problem())
        .addResponse(PROBLEM, refused())
        .addSecurityScheme(TOKEN, token());
    if (openApi.getPaths() != null && openApi.getPaths().getPathItems() != null) {
      openApi.getPaths().getPathItems().values().forEach(OpenApi::complete);
    }
  }

  private static void complete(PathItem path) {
    path.getOperations().values().forEach(OpenApi::complete);
  }

  private static void complete(Operation operation) {
    // An operation for everybody says so with an empty list.
    if (operation.getSecurity() == null) {
      operation.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(TOKEN));
    }
    operation.getResponses().addAPIResponse("default", OASFactory.createAPIResponse().ref(PROBLEM));
    if (operation.getParameters() != null) {
      operation.getParameters().forEach(OpenApi::require);
    }
  }

  private static void require(Parameter parameter) {
    if (REQUIRED.contains(String.valueOf(parameter.getName()))) {
      parameter.setRequired(true);
    }
  }

  private static SecurityScheme token() {
    return OASFactory.createSecurityScheme()
        .type(SecurityScheme.Type.HTTP)
        .scheme("bearer")
        .bearerFormat("JWT")
        .description("OIDC access token with the audience quickfreeze");
  }

  private static APIResponse refused() {
    return OASFactory.createAPIResponse()
        .description("Refused; nothing was changed (RFC 9457)")
        .content(
            OASFactory.createContent()
                .addMediaType(
                    "application/problem+json",
                    OASFactory.createMediaType().schema(OASFactory.createSchema().ref(PROBLEM))));
  }

  private static Schema problem() {
    return object()
        .addProperty("type", text("Stable URI under " + Problem.BASE).format("uri"))
        .addProperty("title", text("The same for every problem of the type"))
        .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
        .addProperty("detail", text("What was wrong this time"))
        .addProperty(
            "errors",
            OASFactory.createSchema().addType(Schema.SchemaType.ARRAY).items(fieldError()))
        .addRequired("type")
        .addRequired("title")
        .addRequired("status")
        .addRequired("detail");
  }

  private static Schema fieldError() {
    return object()
        .addProperty("pointer", text("RFC 6901, into the body"))
        .addProperty("rule", text("Id of the rule that is broken"))
        .addProperty("source", text("Article or paragraph that demands it"))
        .addProperty("message", text("What is wrong"));
  }

  private static Schema object() {
    return OASFactory.createSchema().addType(Schema.SchemaType.OBJECT);
  }

  private static Schema text(String description) {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING).description(description);
  }
}
