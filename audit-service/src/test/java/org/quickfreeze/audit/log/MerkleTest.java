package org.quickfreeze.audit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MerkleTest {
  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  @ParameterizedTest
  @CsvSource({
    "1, 6e340b9c, a01d",
    "2, fac54203, c125",
    "3, aeb6bcfe, 6e77",
    "4, d37ee418, 14b7",
    "5, 4e3bbb1f, 64d4",
    "6, 76e67dad, 87ef",
    "7, ddb89be4, 4c8c",
    "8, 5dc9da79, 4328"
  })
  void givenTheKnownLeavesThenTheRootOfEachSizeIsTheKnownOne(int size, String first, String last) {
    List<Hash> hashes = new ArrayList<>();
    for (String leaf : LEAVES.subList(0, size)) {
      hashes.add(Merkle.leafHash(HexFormat.of().parseHex(leaf)));
    }

    assertThat(Merkle.root(hashes).hex()).startsWith(first).endsWith(last);
  }

  @Test
  void givenNoLeavesThenTheRootIsTheHashOfNothing() {
    assertThat(Merkle.root(List.of()).base64())
        .isEqualTo("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    assertThat(Merkle.root(List.of())).isNotEqualTo(Merkle.leafHash(new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 8, 100, 255, 256, 257, 511, 512, 513, 1000})
  void givenAnySizeThenTheCompactRangeHasTheRootThatTheRecursionGives(int size) {
    MemoryLog log = MemoryLog.of(size);

    assertThat(log.range.root()).isEqualTo(log.slowRoot(size));
  }

  @Test
  void givenAStoredEdgeWhenItIsTakenUpAgainThenAppendingGoesOnAsIfNothingHadHappened() {
    MemoryLog log = MemoryLog.of(300);
    CompactRange restored = CompactRange.restore(300, log.range.bytes());

    restored.append(MemoryLog.leafHash(300));
    log.append(MemoryLog.leafHash(300));

    assertThat(restored.root()).isEqualTo(log.slowRoot(301));
    assertThat(restored.size()).isEqualTo(301);
  }
}
