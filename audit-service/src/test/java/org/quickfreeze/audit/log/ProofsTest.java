package org.quickfreeze.audit.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProofsTest {
  @Test
  void givenEveryTreeUpToFortyThenEveryInclusionIsProvedAndNothingElseIs() {
    MemoryLog log = MemoryLog.of(40);
    for (long size = 1; size <= 40; size++) {
      Hash root = log.slowRoot(size);
      for (long index = 0; index < size; index++) {
        InclusionProof proof = log.reader().inclusion(index, size);
        assertThat(proof.proves(MemoryLog.leafHash(index), root)).isTrue();
        assertThat(proof.proves(MemoryLog.leafHash(index + 1), root)).isFalse();
        assertThat(proof.proves(MemoryLog.leafHash(index), log.slowRoot(size - 1))).isFalse();
        long other = index ^ 1;
        InclusionProof moved = new InclusionProof(other, size, proof.path());
        assertThat(moved.proves(MemoryLog.leafHash(index), root)).isEqualTo(size == 1 && other < 1);
      }
    }
  }

  @Test
  void givenEveryPairOfTreesUpToFortyThenConsistencyIsProvedAndAForkIsNot() {
    MemoryLog log = MemoryLog.of(40);
    Hash fork = MemoryLog.leafHash(99);
    for (long older = 0; older <= 40; older++) {
      for (long newer = older; newer <= 40; newer++) {
        ConsistencyProof proof = log.reader().consistency(older, newer);
        assertThat(proof.proves(log.slowRoot(older), log.slowRoot(newer))).isTrue();
        assertThat(proof.proves(fork, log.slowRoot(newer))).isFalse();
        if (older > 0) {
          assertThat(proof.proves(log.slowRoot(older), fork)).isFalse();
        }
      }
    }
  }

  @Test
  void givenAProofThatIsTooShortOrTooLongThenItProvesNothing() {
    MemoryLog log = MemoryLog.of(13);
    Hash leaf = MemoryLog.leafHash(5);
    List<Hash> path = log.reader().inclusion(5, 13).path();
    List<Hash> longer = new ArrayList<>(path);
    longer.add(leaf);

    assertThat(new InclusionProof(5, 13, longer).proves(leaf, log.slowRoot(13))).isFalse();
    assertThat(
            new InclusionProof(5, 13, path.subList(0, path.size() - 1))
                .proves(leaf, log.slowRoot(13)))
        .isFalse();
    assertThat(new InclusionProof(13, 13, path).proves(leaf, log.slowRoot(13))).isFalse();
    assertThat(new ConsistencyProof(5, 13, List.of()).proves(log.slowRoot(5), log.slowRoot(13)))
        .isFalse();
    assertThat(new ConsistencyProof(13, 5, List.of()).proves(log.slowRoot(13), log.slowRoot(5)))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {255, 256, 257, 512, 513, 65_535, 65_536, 65_537, 65_792, 65_793})
  void givenSizesAroundFullTilesThenTilesAreAsWideAsTheTreeAllowsAndProofsHold(long size) {
    MemoryLog log = MemoryLog.of(size);

    for (int level = 0; level < 3; level++) {
      assertThat(log.nodes(level)).hasSize((int) Tiles.nodes(size, level));
    }
    long last = (size - 1) / 256;
    assertThat(Tiles.width(size, 0, last)).isEqualTo(size % 256 == 0 ? 256 : (int) (size % 256));
    assertThat(Tiles.width(size, 0, last + 1)).isZero();
    if (size >= 256) {
      assertThat(log.nodes(1).getFirst()).isEqualTo(Merkle.root(log.nodes(0).subList(0, 256)));
    }
    assertThat(
            log.reader()
                .inclusion(size - 1, size)
                .proves(MemoryLog.leafHash(size - 1), log.slowRoot(size)))
        .isTrue();
    assertThat(log.reader().root(size)).isEqualTo(log.slowRoot(size));
  }

  @Test
  void givenTheWorkedExamplesOfTheSpecificationThenTheWidthsAreThose() {
    assertThat(Tiles.width(256, 0, 0)).isEqualTo(256);
    assertThat(Tiles.width(256, 1, 0)).isEqualTo(1);
    assertThat(Tiles.width(70_000, 0, 272)).isEqualTo(256);
    assertThat(Tiles.width(70_000, 0, 273)).isEqualTo(112);
    assertThat(Tiles.width(70_000, 1, 0)).isEqualTo(256);
    assertThat(Tiles.width(70_000, 1, 1)).isEqualTo(17);
    assertThat(Tiles.width(70_000, 2, 0)).isEqualTo(1);
    assertThat(Tiles.width(70_000, 3, 0)).isZero();
  }

  /** Appends batches of random size and checks every promise of the log after each step. */
  @ParameterizedTest
  @ValueSource(longs = {1, 20_260_101, 0x5eed})
  void givenRandomBatchesThenEveryOlderTreeStaysProvable(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    MemoryLog log = new MemoryLog();
    List<Long> published = new ArrayList<>();
    for (int step = 0; step < 60; step++) {
      int batch = 1 + random.nextInt(random.nextInt(10) == 0 ? 400 : 12);
      for (int i = 0; i < batch; i++) {
        log.append(MemoryLog.leafHash(log.size()));
      }
      long size = log.size();
      Hash root = log.slowRoot(size);
      published.add(size);
      String where = "seed " + seed + " step " + step + " size " + size;
      long older = published.get(random.nextInt(published.size()));
      long index = random.nextLong(size);

      assertThat(log.range.root()).as(where).isEqualTo(root);
      assertThat(log.reader().consistency(older, size).proves(log.slowRoot(older), root))
          .as(where + " from " + older)
          .isTrue();
      assertThat(log.reader().inclusion(index, size).proves(MemoryLog.leafHash(index), root))
          .as(where + " index " + index)
          .isTrue();
    }
  }
}
