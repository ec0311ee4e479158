package org.quickfreeze.registry.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.contracts.law.Bases;
import org.quickfreeze.contracts.law.LawBook;
import org.quickfreeze.registry.ping.Pings.Figures;

/** Sheets as pages, and who sees what on them. */
class SheetHtmlTest {
  private static final String EVIL = "<script>alert(\"1\")</script>'&";
  private static final String HARMLESS =
      "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;";
  private static final Words WORDS = Words.english();

  @Test
  void givenScriptInEveryText_whenThePageIsMade_thenItIsTextInEachPlace() {
    Sheet.Section section =
        new Sheet.Section(
            EVIL, EVIL, EVIL, List.of(EVIL), List.of(new Sheet.Row(List.of(EVIL), EVIL)), EVIL);
    Sheet.Section empty = new Sheet.Section(EVIL, EVIL, EVIL, List.of(EVIL), List.of(), EVIL);
    Sheet.Gap gap = new Sheet.Gap(EVIL, EVIL, EVIL, EVIL);
    String page =
        SheetHtml.of(
            new Sheet(
                EVIL, EVIL, EVIL, EVIL, SheetFacts.NOW, 1, List.of(section, empty), List.of(gap)),
            WORDS);
    assertThat(page).doesNotContain("<script").doesNotContain("alert(\"").contains(HARMLESS);
  }

  @Test
  void givenAPage_whenItIsRead_thenItNeedsNothingFromElsewhere() {
    String page = page(Reader.OWN, "Office");
    assertThat(page)
        .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
        .contains("@page { size: A4", "scope=\"col\"", "<h1>", "<h2 id=\"gaps\">")
        .doesNotContainPattern("(?i)(src|href)\\s*=|url\\(|@import|https?://|\\son[a-z]+=");
    assertThat(SheetHtml.POLICY).startsWith("default-src 'none'; style-src 'unsafe-inline'");
  }

  @Test
  void givenAProvider_whenItReadsAnAuthority_thenItSeesWhatItVerifiesWithAndNoMore() {
    assertThat(ids(Reader.PROVIDER))
        .containsExactly(
            "who", "roles", "networks", "points", "channels", "functions", "keys", "law");
    assertThat(page(Reader.PROVIDER, "Office"))
        .contains("+442079460001", "kid-one", "not shown")
        .doesNotContain("duty officer", "qm-prosecutor", "never proved", "0123456789abcdef");
    assertThat(sheet(Reader.OWN, "Office").gaps())
        .extracting(Sheet.Gap::rule)
        .containsExactly("uncovered");
    assertThat(sheet(Reader.PROVIDER, "Office").gaps()).isEmpty();
  }

  @Test
  void givenOthers_whenTheyReadAnAuthority_thenNumbersAndPendingChangesAreForTheRightOnes() {
    assertThat(ids(Reader.LAW_ENFORCEMENT))
        .contains("powers", "cover", "attested", "tests", "functions")
        .doesNotContain("people", "pending");
    assertThat(ids(Reader.SAME_STATE)).contains("people").doesNotContain("functions", "pending");
    assertThat(ids(Reader.OVERSIGHT)).contains("people").doesNotContain("pending");
    assertThat(ids(Reader.OWN)).contains("people", "pending");
  }

  @Test
  void givenAnybody_whenTheyReadASheet_thenNoPersonIsOnIt() {
    for (Reader reader : Reader.values()) {
      assertThat(page(reader, "Office")).doesNotContain("0123456789abcdef", "team-x");
    }
  }

  @Test
  void givenAnAuthorityAndAProviderWithOddNames_whenTheirPagesAreMade_thenNamesStayText() {
    DirectoryEntity.Provider odd =
        new DirectoryEntity.Provider("qm-host", EVIL, "QM", List.of(EVIL), null, List.of(EVIL));
    String provider =
        SheetHtml.of(
            ProviderSheet.of(new ProviderFacts(odd, List.of(), SheetFacts.NOW), WORDS, 1), WORDS);
    assertThat(page(Reader.OWN, EVIL)).doesNotContain("<script").contains(HARMLESS);
    assertThat(provider).doesNotContain("<script").contains(HARMLESS);
  }

  @Test
  void givenTheSheets_whenTheyAreWrittenDown_thenSomebodyCanLookAtThem() throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "sheets"));
    Files.writeString(folder.resolve("authority.html"), page(Reader.OWN, "Office of Anywhere"));
    Files.writeString(
        folder.resolve("provider.html"),
        SheetHtml.of(
            ProviderSheet.of(
                new ProviderFacts(SheetFacts.provider(), SheetFacts.keys(), SheetFacts.NOW),
                WORDS,
                7),
            WORDS));
    assertThat(folder.resolve("authority.html")).isNotEmptyFile();
  }

  private static List<String> ids(Reader reader) {
    return sheet(reader, "Office").sections().stream().map(Sheet.Section::id).toList();
  }

  private static String page(Reader reader, String office) {
    return SheetHtml.of(sheet(reader, office), WORDS);
  }

  private static Sheet sheet(Reader reader, String office) {
    AuthorityFacts facts =
        new AuthorityFacts(
            SheetFacts.authority(office),
            SheetFacts.party(),
            List.of(SheetFacts.weekdaysOnly()),
            List.of(SheetFacts.person(SheetFacts.NOW.plusSeconds(1))),
            SheetFacts.keys(),
            SheetFacts.NOW,
            false);
    Figures figures = new Figures("qm-desk", "telephone", "2026-Q4", 3, 1, 0, 61L);
    return new AuthoritySheet(facts, reader, new Bases(LawBook.load()), WORDS)
        .sheet(new AuthoritySheet.Beside(List.of(figures), 2L), 7);
  }
}
