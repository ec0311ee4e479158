package org.quickfreeze.registry.sheet;

import java.util.List;
import org.quickfreeze.contracts.directory.DirectoryEntity;
import org.quickfreeze.registry.sheet.Sheet.Row;
import org.quickfreeze.registry.sheet.Sheet.Section;

/** The compliance programme of a provider (S2 50). */
final class ProviderSheet {
  private ProviderSheet() {}

  static Sheet of(ProviderFacts facts, Words words, long directoryVersion) {
    DirectoryEntity.Provider provider = facts.provider();
    String source = SheetRows.entry("provider", provider.id());
    List<Section> sections =
        List.of(
            words.section("provider", who(provider, words, source)),
            words.section("services", each(provider.services(), source)),
            words.section("languages", each(provider.languages(), source)),
            words.section("delivery", delivery(provider, words, source)),
            words.section("keys", SheetRows.keys(words, facts.keys())));
    return new Sheet(
        "provider",
        provider.id(),
        words.of("provider.page", provider.legalName()),
        words.language(),
        facts.at(),
        directoryVersion,
        sections,
        SheetRows.gaps(words, ComplianceGaps.of(facts)));
  }

  private static List<Row> who(DirectoryEntity.Provider provider, Words words, String source) {
    return List.of(
        new Row(List.of(words.of("provider.name"), provider.legalName()), source),
        new Row(List.of(words.of("provider.id"), provider.id()), source),
        new Row(List.of(words.of("provider.country"), provider.country()), source));
  }

  private static List<Row> each(List<String> values, String source) {
    return values.stream().map(value -> new Row(List.of(value), source)).toList();
  }

  private static List<Row> delivery(DirectoryEntity.Provider provider, Words words, String source) {
    return List.of(
        new Row(
            List.of(
                words.of(provider.kafkaClient() == null ? "delivery.rest" : "delivery.channel")),
            source));
  }
}
