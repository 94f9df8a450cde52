package fovea.data;

/** What MATLAB's arrays mean: numbers are stored column by column, and of a stack of images each page is one. */
final class MatlabArray {
  private MatlabArray() {}

  /**
   * Makes examples of an array, or cuts patches from it if it is a stack of images.
   *
   * @param dims lengths of the axes as MATLAB shows them; the first is the fastest
   * @throws InputException if the array has another shape, holds nothing, or too much
   */
  static ExampleSink sink(String source, long[] dims, ReadOptions options) {
    if (StackSampler.isStack(dims)) return new StackSampler(source, dims, options);
    return new ExampleFiller(source, ArrayLayout.of(source, dims).fortran());
  }
}
