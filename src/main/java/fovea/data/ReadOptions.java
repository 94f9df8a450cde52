package fovea.data;

/**
 * How data are read: the {@link #defaults}, changed by name, as in
 * {@code ReadOptions.defaults().withPatches(2000).withPatchSize(8).withSeed(1)}. Readers ignore what does not concern
 * them.
 *
 * @param dataset name or path of the array inside a file that may hold several; "data" also stands for the only one
 *     there is
 * @param patches number of patches cut from images, at least 1
 * @param patchSize side of a patch in pixels, at least 1
 * @param seed decides which patches are cut
 * @param table what the lines and columns of a table are
 * @param columns the names that a table's columns must have, whatever their order, and the order they are put into
 *     ({@link ColumnNames#arrange}): those of a model; {@link ColumnNames#NONE} if they may be any
 */
public record ReadOptions(
    String dataset, int patches, int patchSize, long seed, TableLayout table, ColumnNames columns) {
  public static final String USUAL_DATASET = "data";
  public static final int USUAL_PATCHES = 10_240;
  public static final int USUAL_PATCH_SIZE = 16;
  public static final long USUAL_SEED = 1;

  /**
   * Checks what a user may give.
   *
   * @throws InputException if there is no dataset name, no patch or no pixel in a patch
   */
  public ReadOptions {
    if (dataset.isBlank())
      throw new InputException("the dataset name is empty: give the name of an array in the file");
    if (patches < 1)
      throw new InputException("the number of patches is " + patches + ": give 1 or more");
    if (patchSize < 1)
      throw new InputException("the patch size is " + patchSize + " pixels: give 1 or more");
  }

  /** The same with tables as usual. */
  public ReadOptions(String dataset, int patches, int patchSize, long seed) {
    this(dataset, patches, patchSize, seed, TableLayout.usual(), ColumnNames.NONE);
  }

  /** The dataset "data"; 10,240 patches of 16×16 pixels from seed 1. */
  public static ReadOptions defaults() {
    return new ReadOptions(USUAL_DATASET, USUAL_PATCHES, USUAL_PATCH_SIZE, USUAL_SEED);
  }

  /** The same with another array of a file that holds several. */
  public ReadOptions withDataset(String name) {
    return new ReadOptions(name, patches, patchSize, seed, table, columns);
  }

  /** The same with another number of patches, at least 1. */
  public ReadOptions withPatches(int count) {
    return new ReadOptions(dataset, count, patchSize, seed, table, columns);
  }

  /** The same with patches of another side, in pixels, at least 1. */
  public ReadOptions withPatchSize(int side) {
    return new ReadOptions(dataset, patches, side, seed, table, columns);
  }

  /** The same with another draw of patches. */
  public ReadOptions withSeed(long number) {
    return new ReadOptions(dataset, patches, patchSize, number, table, columns);
  }

  /** The same with tables of another layout. */
  public ReadOptions withTable(TableLayout layout) {
    return new ReadOptions(dataset, patches, patchSize, seed, layout, columns);
  }

  /** The same with a table's columns in this order, by their names. */
  public ReadOptions withColumns(ColumnNames names) {
    return new ReadOptions(dataset, patches, patchSize, seed, table, names);
  }
}
