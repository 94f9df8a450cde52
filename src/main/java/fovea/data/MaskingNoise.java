package fovea.data;

import fovea.kernels.RandomDraws;

/**
 * What a denoising autoencoder gets for input: each value is, with a given probability, replaced by one that says
 * nothing (masking noise; Vincent, Larochelle, Bengio and Manzagol, "Extracting and composing robust features with
 * denoising autoencoders", ICML 2008).
 *
 * <p>One number is drawn for each value in turn. The mask is drawn once and stays: so the cost is one function
 * throughout training, and line searches can rely on it.
 *
 * @param probability in [0, 1)
 * @param neutral the value that says nothing
 */
public record MaskingNoise(double probability, float neutral, long seed) {
  public MaskingNoise {
    requireProbability(probability);
  }

  /**
   * Checks a setting.
   *
   * @throws InputException if the probability is none, or 1
   */
  public static void requireProbability(double probability) {
    if (!(probability >= 0 && probability < 1))
      throw new InputException("--corrupt must be at least 0 and less than 1, not " + probability);
  }

  /**
   * The noise for data that went through this preprocessing: preprocessed patches are mid-grey, 0.5, where masked,
   * scaled columns are in the middle of their scale; other values are 0, which is the mean of whitened ones.
   */
  public static MaskingNoise of(double probability, Preprocessing preprocessing, long seed) {
    float neutral = switch (preprocessing) {
      case PatchPreprocessing patches -> 0.5f;
      case TablePreprocessing table -> (float) table.middle();
      case Whitening whitening -> 0;
      case Preprocessing.None none -> 0;
    };
    return new MaskingNoise(probability, neutral, seed);
  }

  /** A corrupted copy of x; x itself where nothing is masked. */
  public float[] apply(float[] x) {
    if (probability == 0) return x;
    RandomDraws draws = new RandomDraws(seed, RandomDraws.Stream.CORRUPTION);
    float[] corrupted = x.clone();
    for (int i = 0; i < x.length; i++) if (draws.unit() < probability) corrupted[i] = neutral;
    return corrupted;
  }
}
