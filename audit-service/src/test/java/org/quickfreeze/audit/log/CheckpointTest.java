package org.quickfreeze.audit.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  private static final String ORIGIN = "log.example.org";
  private static final LogSigner LOG = Signers.named(ORIGIN);
  private static final String ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

  @Test
  void givenACheckpointThenItsTextIsThreeLinesAndReadBack() {
    Checkpoint checkpoint = Checkpoint.of(ORIGIN, 0, Merkle.EMPTY_ROOT);

    assertThat(checkpoint.text()).isEqualTo("log.example.org\n0\n" + ROOT + "\n");
    assertThat(Checkpoint.parse(checkpoint.text())).contains(checkpoint);
  }

  @Test
  void givenExtensionLinesThenTheyAreKept() {
    String text = "log.example.org\n7\n" + ROOT + "\nmore\n";

    assertThat(Checkpoint.parse(text).orElseThrow().extensions()).containsExactly("more");
    assertThat(Checkpoint.parse(text).orElseThrow().text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "o\n7\n",
        "o\n7\n" + ROOT,
        "o\n07\n" + ROOT + "\n",
        "o\n-7\n" + ROOT + "\n",
        "o\n7 \n" + ROOT + "\n",
        "o\n9999999999999999999\n" + ROOT + "\n",
        "\n7\n" + ROOT + "\n",
        "o\n7\n47DEQpj8HBSa\n",
        "o\n7\n" + ROOT + "\n\n",
      })
  void givenAnythingElseThenItIsNoCheckpoint(String text) {
    assertThat(Checkpoint.parse(text)).isEmpty();
  }

  @Test
  void givenAProofFileThenItIsReadBackAndProvesItsLeafAlone() {
    MemoryLog log = MemoryLog.of(13);
    TlogProof proof = proof(log, 5);

    TlogProof read = TlogProof.parse(proof.bytes()).orElseThrow();

    assertThat(read).isEqualTo(proof);
    assertThat(new String(proof.bytes(), UTF_8)).startsWith("c2sp.org/tlog-proof@v1\nindex 5\n");
    assertThat(read.proves(MemoryLog.leafHash(5), ORIGIN, List.of(LOG.key()))).isTrue();
    assertThat(read.proves(MemoryLog.leafHash(6), ORIGIN, List.of(LOG.key()))).isFalse();
    assertThat(read.proves(MemoryLog.leafHash(5), "else.example.org", List.of(LOG.key())))
        .isFalse();
    assertThat(read.proves(MemoryLog.leafHash(5), ORIGIN, List.of(Signers.named(ORIGIN).key())))
        .isFalse();
  }

  @Test
  void givenATreeOfOneLeafThenItsProofHasNoHashes() {
    TlogProof proof = proof(MemoryLog.of(1), 0);

    assertThat(new String(proof.bytes(), UTF_8))
        .startsWith("c2sp.org/tlog-proof@v1\nindex 0\n\nlog.example.org\n1\n");
    assertThat(TlogProof.parse(proof.bytes())).contains(proof);
  }

  @Test
  void givenAnExtraLineThenItIsPassedOverAndAnotherHeaderIsRefused() {
    String file = new String(proof(MemoryLog.of(3), 1).bytes(), UTF_8);

    assertThat(TlogProof.parse(file.replace("index", "extra QUJD\nindex").getBytes(UTF_8)))
        .isPresent();
    assertThat(TlogProof.parse(file.replace("@v1", "@v2").getBytes(UTF_8))).isEmpty();
    assertThat(TlogProof.parse(file.replace("index 1", "index 01").getBytes(UTF_8))).isEmpty();
    assertThat(TlogProof.parse(file.replace("index 1", "index -1").getBytes(UTF_8))).isEmpty();
  }

  private static TlogProof proof(MemoryLog log, long index) {
    Checkpoint checkpoint = Checkpoint.of(ORIGIN, log.size(), log.range.root());
    List<Hash> path = log.reader().inclusion(index, log.size()).path();
    return new TlogProof(index, path, SignedNote.sign(checkpoint.text(), LOG));
  }
}
