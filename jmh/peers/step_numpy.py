#!/usr/bin/env python3
"""One cost and gradient of the sparse autoencoder in NumPy, float32, in place where NumPy can.

With --check: holds the gradient against central differences of a float64 cost on a small network, and times nothing.
"""

import os
import sys

import peer_data

parser = peer_data.arguments(__doc__.splitlines()[0])
parser.add_argument("--check", action="store_true", help="check the gradient instead")
options = peer_data.parse(parser)

# The BLAS reads how many threads it may use when it is loaded, and peer_data has loaded it: start again.
wanted = str(options.threads)
if os.environ.get("OPENBLAS_NUM_THREADS") != wanted:
    os.environ.update(OPENBLAS_NUM_THREADS=wanted, MKL_NUM_THREADS=wanted, OMP_NUM_THREADS=wanted)
    os.execv(sys.executable, [sys.executable, *sys.argv])

import numpy as np
from peer_numpy import Step


def check():
    d, h, n, e = 7, 5, 11, 1e-6
    theta = [p.astype(np.float64) for p in peer_data.theta(d, h)]
    step = Step(peer_data.examples(n, d).astype(np.float64), h)
    _, gradient = step(*theta)
    worst = 0.0
    for parameter, slopes in zip(theta, gradient):
        values, slopes = parameter.reshape(-1), slopes.reshape(-1)
        for i, value in enumerate(values):
            values[i] = value + e
            above, _ = step(*theta)
            values[i] = value - e
            below, _ = step(*theta)
            values[i] = value
            worst = max(worst, abs((above - below) / (2 * e) - slopes[i]))
    single = Step(peer_data.examples(n, d), h)(*peer_data.theta(d, h))[1]
    rounding = max(np.abs(s - g).max() for s, g in zip(single, gradient))
    good = worst < 1e-7 and rounding < 1e-6
    print(f"gradient against central differences: {worst:.1e}; float32 against float64: {rounding:.1e}:",
          "good" if good else "WRONG")
    return 0 if good else 1


if options.check:
    sys.exit(check())
step = Step(peer_data.examples(options.n, options.d), options.h)
theta = peer_data.theta(options.d, options.h)
peer_data.report("numpy", lambda: step(*theta)[0], options.threads)
