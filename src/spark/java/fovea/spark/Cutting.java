package fovea.spark;

import fovea.train.ShardGroups;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Cuts the rows of a partition where groups of shards end, and leaves out those that are not chosen. */
final class Cutting implements Iterator<Piece> {
  private final Iterator<RowBlock> blocks;
  private final int columns;
  private final Choice choice;
  private final ShardGroups layout;
  private final ArrayDeque<Piece> ready = new ArrayDeque<>();
  private int row;
  private int number;

  /**
   * Begins with a partition.
   *
   * @param row the number of its first row
   * @param number how many rows before it are chosen
   */
  Cutting(
      Iterator<RowBlock> blocks,
      int columns,
      Choice choice,
      ShardGroups layout,
      int row,
      int number) {
    this.blocks = blocks;
    this.columns = columns;
    this.choice = choice;
    this.layout = layout;
    this.row = row;
    this.number = number;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && blocks.hasNext()) cut(blocks.next());
    return !ready.isEmpty();
  }

  @Override
  public Piece next() {
    if (!hasNext()) throw new NoSuchElementException();
    return ready.remove();
  }

  private void cut(RowBlock block) {
    float[] chosen = block.chosen(choice, row);
    row += block.rows();
    int group = layout.shards().size() << layout.levels();
    int count = chosen.length / columns;
    for (int done = 0; done < count; ) {
      int at = number % group;
      int rows = Math.min(count - done, group - at);
      ready.add(new Piece(
          number / group, at, Arrays.copyOfRange(chosen, done * columns, (done + rows) * columns)));
      done += rows;
      number += rows;
    }
  }
}
