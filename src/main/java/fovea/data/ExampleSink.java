package fovea.data;

/** Makes examples of the numbers of an array. */
interface ExampleSink extends NumberSink {
  /**
   * The examples, once all numbers have been put.
   *
   * @throws InputException if a value is not finite
   */
  Examples finish();
}
