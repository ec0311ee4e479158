package org.quickfreeze.backbone.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quickfreeze.backbone.sealing.SealingFixtures.flipped;
import static org.quickfreeze.backbone.sealing.SealingFixtures.utf8;

import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class DataKeyTest {
  private static final String PLACE = "6f1f2d1e-6a3b-4f0e-9d57-1d6a0f6f4c11/entry/1";
  private final DataKey key = DataKey.fresh();
  private final byte[] plain = utf8("facts of the case");

  @Test
  void givenATextWhenEncryptedThenOpensAtItsPlace() {
    assertThat(key.decrypt(key.encrypt(plain, PLACE), PLACE)).isEqualTo(plain);
  }

  @Test
  void givenATextWhenEncryptedTwiceThenDiffers() {
    assertThat(key.encrypt(plain, PLACE)).isNotEqualTo(key.encrypt(plain, PLACE));
  }

  /** The bytes that rest in the database: 12 of nonce, ciphertext, 16 of tag. */
  @Test
  void givenACiphertextWhenReadWithPlainAesGcmThenTheSame() throws Exception {
    byte[] sealed = key.encrypt(plain, PLACE);

    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key.bytes(), "AES"),
        new GCMParameterSpec(128, sealed, 0, 12));
    cipher.updateAAD(utf8(PLACE));

    assertThat(cipher.doFinal(sealed, 12, sealed.length - 12)).isEqualTo(plain);
  }

  @Test
  void givenAnotherRequestEntryOrKeyWhenDecryptedThenRefused() {
    byte[] sealed = key.encrypt(plain, PLACE);

    assertThatThrownBy(() -> key.decrypt(sealed, PLACE.replace("6f1f", "6f10")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> key.decrypt(sealed, PLACE.replace("/1", "/2")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> DataKey.fresh().decrypt(sealed, PLACE))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> key.decrypt(new byte[0], PLACE))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void givenAnyBitTurnedOverWhenDecryptedThenRefused() {
    long seed = 8L;
    Random random = new Random(seed);
    byte[] sealed = key.encrypt(plain, PLACE);
    for (int round = 0; round < 500; round++) {
      byte[] altered = flipped(sealed, random.nextInt(sealed.length * 8));
      assertThatThrownBy(() -> key.decrypt(altered, PLACE))
          .as("seed %d round %d", seed, round)
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void givenAChangeWhenCommittedToThenBoundToKeyEventAndChange() {
    byte[] detail = key.detail("event-1", plain);

    assertThat(detail).hasSize(32).isEqualTo(key.detail("event-1", plain));
    assertThat(detail)
        .isNotEqualTo(key.detail("event-2", plain))
        .isNotEqualTo(key.detail("event-1", utf8("other facts")))
        .isNotEqualTo(DataKey.fresh().detail("event-1", plain));
  }

  @Test
  void givenAKeyWhenPrintedThenShowsNothingOfIt() {
    assertThat(key.toString()).isEqualTo("DataKey[redacted]");
    assertThat(key.toString()).doesNotContain(HexFormat.of().formatHex(key.bytes()));
  }
}
