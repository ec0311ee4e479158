package org.quickfreeze.audit.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedNoteTest {
  private static final LogSigner LOG = Signers.named("log.example.org");
  private static final LogSigner OTHER = Signers.named("other.example.org");

  @Test
  void givenASignedTextWhenItIsReadThenItIsTheSameAndVerifies() {
    SignedNote note = SignedNote.sign("one\n\ntwo\n", LOG);

    SignedNote read = SignedNote.parse(note.bytes()).orElseThrow();

    assertThat(read).isEqualTo(note);
    assertThat(read.text()).isEqualTo("one\n\ntwo\n");
    assertThat(read.verifies(List.of(LOG.key()))).isTrue();
    assertThat(new String(note.bytes(), UTF_8).lines().toList().getLast())
        .matches("\u2014 log\\.example\\.org [A-Za-z0-9+/]{91}=");
  }

  @Test
  void givenAForeignOrMissingSignatureThenTheNoteDoesNotVerify() {
    SignedNote note = SignedNote.sign("text\n", OTHER);

    assertThat(note.verifies(List.of(LOG.key()))).isFalse();
    assertThat(note.verifies(List.of())).isFalse();
    assertThat(note.verifies(List.of(OTHER.key(), LOG.key()))).isTrue();
  }

  @Test
  void givenAnUnknownSignerBesideAKnownOneThenItIsPassedOver() {
    List<SignedNote.NoteSignature> both = new ArrayList<>();
    both.addAll(SignedNote.sign("text\n", OTHER).signatures());
    both.addAll(SignedNote.sign("text\n", LOG).signatures());

    assertThat(new SignedNote("text\n", both).verifies(List.of(LOG.key()))).isTrue();
  }

  @Test
  void givenAKnownKeyMisquotedBesideAGoodSignatureThenTheWholeNoteIsRefused() {
    List<SignedNote.NoteSignature> both = new ArrayList<>();
    both.addAll(SignedNote.sign("text\n", LOG).signatures());
    both.addAll(SignedNote.sign("another text\n", OTHER).signatures());

    assertThat(new SignedNote("text\n", both).verifies(List.of(LOG.key(), OTHER.key()))).isFalse();
  }

  @Test
  void givenAChangedTextThenItDoesNotVerify() {
    SignedNote note = SignedNote.sign("text\n", LOG);

    assertThat(new SignedNote("texT\n", note.signatures()).verifies(List.of(LOG.key()))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text\n",
        "text\n\n",
        "text\n\n\u2014 name AAAAAAA=",
        "text\n\n- name AAAAAAA=\n",
        "text\n\n\u2014 name AAAAAA==\n",
        "text\n\n\u2014 na+me AAAAAAA=\n",
        "text\n\n\u2014  AAAAAAA=\n",
        "text\n\n\u2014 name AAAAAAB=\n",
        "text\n\n\u2014 name AAAA AAA=\n",
        "te\txt\n\n\u2014 name AAAAAAA=\n",
        "te\rxt\n\n\u2014 name AAAAAAA=\n"
      })
  void givenAMalformedNoteThenItIsNotRead(String note) {
    assertThat(SignedNote.parse(note.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void givenBytesThatAreNotUtf8ThenTheNoteIsNotRead() {
    byte[] note = SignedNote.sign("text\n", LOG).bytes();
    note[0] = (byte) 0xff;

    assertThat(SignedNote.parse(note)).isEmpty();
  }

  @Test
  void givenAKeyThenItsTextFormIsReadBackAndAnAlteredOneIsNot() {
    String vkey = LOG.key().vkey();

    assertThat(VerifierKey.parse(vkey).orElseThrow().vkey()).isEqualTo(vkey);
    assertThat(VerifierKey.parse(vkey.replace("log.", "lag."))).isEmpty();
    assertThat(VerifierKey.parse(vkey + "A")).isEmpty();
    assertThat(VerifierKey.parse("name+00000000+AAAA")).isEmpty();
    assertThatThrownBy(() -> VerifierKey.ed25519("a+b", new byte[32]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The example key of the Go checksum database, sum.golang.org. */
  @Test
  void givenAKeyThatIsInUseElsewhereThenItIsRead() {
    String vkey = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

    assertThat(VerifierKey.parse(vkey).orElseThrow().vkey()).isEqualTo(vkey);
  }

  @Test
  void givenTwoHalvesThatDoNotBelongTogetherThenThereIsNoSigner() {
    assertThatThrownBy(() -> Signers.mismatched(LOG.key()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
