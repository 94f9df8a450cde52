package fovea.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fovea.data.ExampleShape;
import org.junit.jupiter.api.Test;

class TileShapeTest {
  @Test
  void aPatchIsItsOwnPicture() {
    assertThat(TileShape.of(new ExampleShape.Patch(3, 16))).isEqualTo(new TileShape(16, 16, 3));
    assertThat(TileShape.of(new ExampleShape.Patch(1, 7))).isEqualTo(new TileShape(7, 7, 1));
  }

  @Test
  void aRowBecomesTheSmallestNearSquareGrid() {
    assertThat(TileShape.of(new ExampleShape.Row(256))).isEqualTo(new TileShape(16, 16, 1));
    assertThat(TileShape.of(5)).isEqualTo(new TileShape(3, 2, 1));
    for (int values = 1; values <= 3000; values++) {
      TileShape tile = TileShape.of(values);
      assertThat(tile.cells(values)).isEqualTo(values);
      assertThat(tile.width() - tile.height()).as("%d values", values).isBetween(0, 1);
      assertThat(tile.width() * tile.height() - values).isLessThan(tile.width());
    }
  }

  @Test
  void refusesValuesThatDoNotFillIt() {
    TileShape colour = new TileShape(4, 4, 3);
    assertThat(colour.cells(48)).isEqualTo(16);
    for (int values : new int[] {0, 16, 47, 49})
      assertThatThrownBy(() -> colour.cells(values)).isInstanceOf(IllegalArgumentException.class);
    TileShape grey = new TileShape(4, 4, 1);
    for (int values : new int[] {0, 12, 17})
      assertThatThrownBy(() -> grey.cells(values)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TileShape.of(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TileShape(4, 4, 2)).isInstanceOf(IllegalArgumentException.class);
  }
}
