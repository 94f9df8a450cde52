package fovea;

import fovea.optimize.Adam;
import fovea.optimize.ConjugateGradient;
import fovea.optimize.GradientDescent;
import fovea.optimize.Lbfgs;
import fovea.optimize.Limits;
import fovea.optimize.Optimizer;

/**
 * What suits an optimiser, if a program says nothing else.
 *
 * @param patience more for those whose cost goes up and down
 */
record UsualLimits(Limits limits, int patience) {
  static UsualLimits of(Optimizer optimizer) {
    return switch (optimizer) {
      case Lbfgs lbfgs -> new UsualLimits(new Limits(300, 1e-5), 20);
      case ConjugateGradient gradients -> new UsualLimits(new Limits(500, 1e-5), 20);
      case Adam adam -> new UsualLimits(new Limits(1000, 1e-5), 200);
      case GradientDescent descent -> new UsualLimits(new Limits(1000, 1e-5), 200);
    };
  }
}
