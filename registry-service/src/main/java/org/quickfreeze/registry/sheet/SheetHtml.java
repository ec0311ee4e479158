package org.quickfreeze.registry.sheet;

import java.util.List;
import org.quickfreeze.registry.sheet.Sheet.Gap;
import org.quickfreeze.registry.sheet.Sheet.Row;
import org.quickfreeze.registry.sheet.Sheet.Section;

/**
 * A sheet as a page that needs nothing else: no script, no picture, no font from elsewhere. Every
 * text goes through {@link #text}, which escapes it.
 */
final class SheetHtml {
  /** What a browser may do with the page: show its own style, and nothing else. */
  static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private static final String STYLE =
      """
      @page { size: A4; margin: 16mm 14mm; }
      html { font: 10.5pt/1.4 "Liberation Sans", Arial, Helvetica, sans-serif; color: #000;
        background: #fff; }
      body { max-width: 190mm; margin: 0 auto; padding: 6mm; }
      h1 { font-size: 18pt; margin: 0 0 1mm; line-height: 1.2; }
      h2 { font-size: 12.5pt; margin: 7mm 0 1.5mm; padding-top: 1.5mm; border-top: 1.5pt solid #000;
        break-after: avoid; }
      h2 small { font-weight: normal; font-size: 9pt; color: #333; }
      p { margin: 0 0 2mm; }
      .none { font-style: italic; }
      table { width: 100%; border-collapse: collapse; }
      thead { display: table-header-group; }
      tr { break-inside: avoid; }
      th, td { text-align: left; vertical-align: top; padding: 1mm 2mm 1mm 0;
        border-bottom: 0.5pt solid #777; overflow-wrap: anywhere; white-space: pre-line; }
      th { font-size: 9pt; border-bottom: 1pt solid #000; overflow-wrap: normal; }
      td.source { font-size: 8.5pt; color: #333; width: 32mm; }
      .gaps { border: 1.5pt solid #000; padding: 2mm 4mm 1mm; margin-top: 5mm; }
      .gaps h2 { border: 0; margin: 0 0 1mm; padding: 0; }
      footer { margin-top: 7mm; font-size: 8.5pt; color: #333; }
      @media print { body { max-width: none; padding: 0; } }
      """;

  private final StringBuilder out = new StringBuilder(16_384);
  private final Words words;

  private SheetHtml(Words words) {
    this.words = words;
  }

  static String of(Sheet sheet, Words words) {
    SheetHtml page = new SheetHtml(words);
    page.page(sheet);
    return page.out.toString();
  }

  private void page(Sheet sheet) {
    out.append("<!DOCTYPE html>\n<html lang=\"");
    text(sheet.language()).append("\">\n<head>\n<meta charset=\"utf-8\">\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
    text(sheet.title()).append("</title>\n<style>\n").append(STYLE).append("</style>\n</head>\n");
    out.append("<body>\n<header>\n");
    element("h1", sheet.title());
    element("p", words.of("page.as-of", sheet.at(), sheet.directoryVersion()));
    out.append("</header>\n<main>\n");
    if (!sheet.sheet().equals("data-protection")) {
      gaps(sheet.gaps());
    }
    sheet.sections().forEach(this::section);
    out.append("</main>\n<footer>\n");
    element("p", words.of("page.sources"));
    out.append("</footer>\n</body>\n</html>\n");
  }

  private void gaps(List<Gap> gaps) {
    out.append("<section class=\"gaps\" aria-labelledby=\"gaps\">\n<h2 id=\"gaps\">");
    text(words.of("gaps.title", gaps.size())).append("</h2>\n");
    if (gaps.isEmpty()) {
      element("p", words.of("gaps.none"));
    } else {
      table(
          "gaps",
          List.of(words.of("gaps.columns").split("\\|")),
          gaps.stream()
              .map(gap -> new Row(List.of(gap.message(), gap.about()), gap.source()))
              .toList());
    }
    out.append("</section>\n");
  }

  private void section(Section section) {
    out.append("<section aria-labelledby=\"");
    text(section.id()).append("\">\n<h2 id=\"");
    text(section.id()).append("\">");
    text(section.title()).append(" <small>(");
    text(section.source()).append(")</small></h2>\n");
    if (section.rows().isEmpty()) {
      out.append("<p class=\"none\">");
      text(section.none()).append("</p>\n");
    } else {
      table(section.id(), section.columns(), section.rows());
    }
    out.append("</section>\n");
  }

  private void table(String label, List<String> columns, List<Row> rows) {
    out.append("<table aria-labelledby=\"");
    text(label).append("\">\n<thead><tr>");
    columns.forEach(this::heading);
    heading(words.of("page.source"));
    out.append("</tr></thead>\n<tbody>\n");
    rows.forEach(this::row);
    out.append("</tbody>\n</table>\n");
  }

  private void heading(String column) {
    out.append("<th scope=\"col\">");
    text(column).append("</th>");
  }

  private void row(Row row) {
    out.append("<tr>");
    for (String cell : row.cells()) {
      out.append("<td>");
      text(cell).append("</td>");
    }
    out.append("<td class=\"source\">");
    text(row.source()).append("</td></tr>\n");
  }

  private void element(String name, String content) {
    out.append('<').append(name).append('>');
    text(content).append("</").append(name).append(">\n");
  }

  private StringBuilder text(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out;
  }
}
