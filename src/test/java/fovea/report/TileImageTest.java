package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class TileImageTest {
  @Test
  void channelsArePlanesOneAfterTheOther() {
    float[] values = {9, 0, 1, 0, 1, 1, 0, 9};
    BufferedImage image = TileImage.of(new TileShape(2, 1, 3), values, 1, 6, GreyScale.UNIT);
    assertThat(image.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0x0000FF);
    assertThat(image.getRGB(1, 0) & 0xFFFFFF).isEqualTo(0xFFFF00);
  }

  @Test
  void greyValuesFillRowByRowAndTheRestIsEmpty() {
    float[] values = {0, 0.2f, 0.4f, 0.6f, 0.8f};
    TileShape tile = TileShape.of(5);
    BufferedImage image = TileImage.of(tile, values, 0, 5, GreyScale.UNIT);
    for (int i = 0; i < 5; i++)
      assertThat(image.getRGB(i % 3, i / 3) & 0xFFFFFF).isEqualTo(i * 0x333333);
    assertThat(image.getRGB(2, 1) & 0xFFFFFF).isEqualTo(TileImage.EMPTY);
    assertThat(TileImage.emptyCells(tile, 5)).contains("no value");
    assertThat(TileImage.emptyCells(new TileShape(16, 16, 3), 768)).isEmpty();
  }
}
