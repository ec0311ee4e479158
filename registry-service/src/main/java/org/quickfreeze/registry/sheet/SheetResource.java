package org.quickfreeze.registry.sheet;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import org.jspecify.annotations.Nullable;

/** A sheet in the form that the caller accepts. */
final class SheetResource {
  private static final String HTML = "text/html;charset=UTF-8";

  private SheetResource() {}

  static Response response(Request request, Sheet sheet, Words words) {
    @Nullable Variant wanted =
        request.selectVariant(
            Variant.mediaTypes(MediaType.APPLICATION_JSON_TYPE, MediaType.TEXT_HTML_TYPE).build());
    boolean page = wanted != null && MediaType.TEXT_HTML_TYPE.isCompatible(wanted.getMediaType());
    Response.ResponseBuilder answer =
        page
            ? Response.ok(SheetHtml.of(sheet, words), HTML)
                .header("Content-Security-Policy", SheetHtml.POLICY)
                .header("Referrer-Policy", "no-referrer")
            : Response.ok(sheet, MediaType.APPLICATION_JSON);
    return answer
        .header("X-Content-Type-Options", "nosniff")
        .header("Cache-Control", "no-store")
        .header("Vary", "Accept")
        .build();
  }
}
