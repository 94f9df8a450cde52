package fovea.diagnose;

import fovea.kernels.Team;
import fovea.model.Hyperparameters;
import fovea.model.NetworkShape;
import fovea.model.Parameters;
import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import fovea.train.BatchObjective;
import fovea.train.ScalarObjective;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Whether this machine computes what it should.
 *
 * @param publishedCosts how many of the six costs that mlpack publishes (docs/design.md §2) come out
 * @param sameBits whether the fast kernels give the bits of the plain loops, on sizes that fit no vector or tile
 *     exactly
 * @param goldenBits whether a small training ends with the bits that it has on every other machine (docs/numerics.md)
 */
public record DiagnosisAnswers(int publishedCosts, boolean sameBits, boolean goldenBits) {
  /** Costs that there are to check. */
  public static final int PUBLISHED = 6;

  /** A float has 24 bits: costs near 1 come out to about 1e-7. */
  private static final double TOLERANCE = 1e-6;

  private static final int EXAMPLES = 5;
  private static final NetworkShape TINY = new NetworkShape(5, 3);
  private static final Hyperparameters NO_PENALTY = new Hyperparameters(0, 0, 0.5);

  private static final int ODD_EXAMPLES = 61;
  private static final NetworkShape ODD = new NetworkShape(37, 19);

  private static final int GOLDEN_EXAMPLES = 2000;
  private static final int ITERATIONS = 30;
  private static final String GOLDEN =
      "0cedab9bd20ff60cd6280e7532b47c61cefa005bf2e6bd41ca05ea95b7e15db1";

  /** Whether everything is right. */
  public boolean right() {
    return publishedCosts == PUBLISHED && sameBits && goldenBits;
  }

  /** Checks with all threads of the team. */
  static DiagnosisAnswers check(Team team) {
    float[] byExample = new float[EXAMPLES * TINY.inputs()];
    float[] byInput = new float[EXAMPLES * TINY.inputs()];
    for (int i = 0; i < EXAMPLES; i++)
      for (int k = 0; k < TINY.inputs(); k++) {
        byExample[i * TINY.inputs() + k] = (i + 1) / 10f;
        byInput[i * TINY.inputs() + k] = (k + 1) / 10f;
      }
    int right = 0;
    if (costIs(1.190472606540, byExample, 1, team)) right++;
    if (costIs(1.197585812647, byInput, 1, team)) right++;
    if (costIs(0.15, byExample, 0, team)) right++;
    if (costIs(0.15, byInput, 0, team)) right++;
    if (costIs(0.048800332266, byExample, -1, team)) right++;
    if (costIs(0.063466617408, byInput, -1, team)) right++;
    return new DiagnosisAnswers(right, sameBits(team), golden(team).equals(GOLDEN));
  }

  /** SHA-256 of the parameters, as little-endian float32, after a training of {@value #ITERATIONS} iterations. */
  static String golden(Team team) {
    float[] theta = Parameters.random(ODD, 1);
    float[] x = DiagnosisSpeed.examples(GOLDEN_EXAMPLES, ODD);
    Lbfgs.DEFAULT.minimize(
        new BatchObjective(ODD, Hyperparameters.DEFAULT, x, GOLDEN_EXAMPLES, team),
        theta,
        new Limits(ITERATIONS, 0),
        (step, at) -> true);
    ByteBuffer bytes =
        ByteBuffer.allocate(theta.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(theta);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static boolean costIs(double expected, float[] x, float parameter, Team team) {
    float[] theta = new float[Parameters.count(TINY)];
    Arrays.fill(theta, parameter);
    double cost = new BatchObjective(TINY, NO_PENALTY, x, EXAMPLES, team)
        .valueAndGradient(theta, new float[theta.length]);
    return Math.abs(cost - expected) <= TOLERANCE;
  }

  private static boolean sameBits(Team team) {
    float[] x = DiagnosisSpeed.examples(ODD_EXAMPLES, ODD);
    float[] theta = Parameters.random(ODD, 1);
    float[] expected = new float[theta.length];
    float[] gradient = new float[theta.length];
    double reference = new ScalarObjective(ODD, Hyperparameters.DEFAULT, x, ODD_EXAMPLES)
        .valueAndGradient(theta, expected);
    double cost = new BatchObjective(ODD, Hyperparameters.DEFAULT, x, ODD_EXAMPLES, team)
        .valueAndGradient(theta, gradient);
    return cost == reference && Arrays.equals(gradient, expected);
  }
}
