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
from peer_data import BETA, LAMBDA, RHO


class Step:
    """Cost and gradient over x, with all arrays made once."""

    def __init__(self, x, h):
        n, d = x.shape
        self.x = x
        self.a, self.delta2 = np.empty((2, n, h), x.dtype)
        self.o, self.delta3, self.slope3 = np.empty((3, n, d), x.dtype)
        self.slope2 = np.empty((n, h), x.dtype)

    def __call__(self, w1, b1, w2, b2):
        x, a, o, delta2, delta3 = self.x, self.a, self.o, self.delta2, self.delta3
        n = len(x)
        sigmoid(np.matmul(x, w1.T, out=a), b1)
        sigmoid(np.matmul(a, w2.T, out=o), b2)
        rho_hat = a.mean(axis=0)
        np.subtract(o, x, out=delta3)
        cost = (
            np.vdot(delta3, delta3) / (2 * n)
            + LAMBDA / 2 * (np.vdot(w1, w1) + np.vdot(w2, w2))
            + BETA * np.sum(RHO * np.log(RHO / rho_hat) + (1 - RHO) * np.log((1 - RHO) / (1 - rho_hat)))
        )
        s = BETA * ((1 - RHO) / (1 - rho_hat) - RHO / rho_hat)
        delta3 *= slope(o, self.slope3)
        np.matmul(delta3, w2, out=delta2)
        delta2 += s
        delta2 *= slope(a, self.slope2)
        g_w1 = delta2.T @ x
        g_w1 /= n
        g_w1 += LAMBDA * w1
        g_w2 = delta3.T @ a
        g_w2 /= n
        g_w2 += LAMBDA * w2
        return cost, (g_w1, delta2.mean(axis=0), g_w2, delta3.mean(axis=0))


def sigmoid(z, bias):
    """z ← 1/(1 + e^−(z + bias))"""
    z += bias
    np.negative(z, out=z)
    np.exp(z, out=z)
    z += 1
    np.reciprocal(z, out=z)


def slope(a, out):
    """out ← a(1 − a)"""
    np.subtract(1, a, out=out)
    out *= a
    return out


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
