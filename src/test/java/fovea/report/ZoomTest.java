package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ZoomTest {
  @Test
  void everyCellBecomesABlockOfItsColour() {
    long seed = 21;
    SplittableRandom random = new SplittableRandom(seed);
    for (int trial = 0; trial < 50; trial++) {
      TileShape tile = new TileShape(random.nextInt(1, 30), random.nextInt(1, 30), 1);
      BufferedImage image =
          TileImage.of(tile, tile.width() * tile.height(), i -> random.nextInt(1 << 24));
      Zoom zoom = Zoom.about(96, tile);
      BufferedImage large = zoom.apply(image);
      assertThat(large.getWidth()).isEqualTo(zoom.pixels(tile.width()));
      assertThat(Math.max(large.getWidth(), large.getHeight()))
          .as("seed %d: %s", seed, tile)
          .isBetween(80, 112);
      for (int y = 0; y < large.getHeight(); y++)
        for (int x = 0; x < large.getWidth(); x++)
          assertThat(large.getRGB(x, y))
              .isEqualTo(image.getRGB(x / zoom.enlarge(), y / zoom.enlarge()));
    }
  }

  @Test
  void aTileIsEitherEnlargedOrShrunk() {
    for (int side = 1; side < 2000; side++) {
      for (int pixels : new int[] {28, 96, 256}) {
        Zoom zoom = Zoom.about(pixels, new TileShape(side, side, 1));
        assertThat(Math.min(zoom.enlarge(), zoom.shrink())).as("side %d", side).isEqualTo(1);
        assertThat(zoom.pixels(side)).as("side %d", side).isBetween(Math.min(side, 64), 384);
      }
    }
  }

  @Test
  void tilesLargerThanTheScreenAreAveraged() {
    TileShape tile = new TileShape(255, 3, 1);
    BufferedImage image = TileImage.of(tile, 255 * 3, i -> i % 255 % 2 == 0 ? 0x204060 : 0x406080);
    BufferedImage small = Zoom.about(96, tile).apply(image);
    assertThat(small.getWidth()).isEqualTo(128);
    assertThat(small.getHeight()).isEqualTo(2);
    assertThat(small.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0x305070);
    assertThat(small.getRGB(127, 1) & 0xFFFFFF).as("a block of one cell").isEqualTo(0x204060);
  }
}
