package org.quickfreeze.audit.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 256, tile/0/000",
    "0, 255, 256, tile/0/255",
    "0, 999, 256, tile/0/999",
    "0, 1000, 256, tile/0/x001/000",
    "1, 1234067, 256, tile/1/x001/x234/067",
    "63, 123456789, 41, tile/63/x123/x456/789.p/41",
    "-1, 273, 112, tile/entries/273.p/112",
    "-1, 0, 1, tile/entries/000.p/1",
    "10, 5, 255, tile/10/005.p/255"
  })
  void givenATileThenItsPathIsWrittenAndReadAlike(int level, long index, int width, String path) {
    TilePath tile = new TilePath(level, index, width);

    assertThat(tile.path()).isEqualTo(path);
    assertThat(TilePath.parse(path)).contains(tile);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tile/0/x001",
        "tile/0/x001/x234/",
        "tile/0/x001/x234",
        "tile/0/000.p/",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/0/000.p/256",
        "tile/0/000.p/999",
        "tile/0/000.p/-1",
        "tile/0/000.p",
        "tile/64/000",
        "tile/99/000",
        "tile/00/000",
        "tile/01/000",
        "tile/-1/000",
        "tile/0/-01",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x0001/000",
        "tile/0/001/067",
        "tile/0/x000/067",
        "tile/0/x001/X234/067",
        "tile/0/x999/x999/x999/x999/x999/999",
        "tile/data/000",
        "tile/Entries/000",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/000 ",
        "tile/0/000.p/4\n",
        "tile//000",
        "tile/0/../000",
        "tile/0/٠٠٠",
        ""
      })
  void givenAnythingElseThenItIsNoPath(String path) {
    assertThat(TilePath.parse(path)).isEmpty();
  }
}
