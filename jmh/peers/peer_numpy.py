"""Cost and gradient of the sparse autoencoder in NumPy, in place where NumPy can."""

import numpy as np
from peer_data import BETA, LAMBDA, RHO


class Step:
    """Cost and gradient over x, with all arrays made once, in the precision of x. The decoder: sigmoid or linear."""

    def __init__(self, x, h, weight_decay=LAMBDA, beta=BETA, rho=RHO, decoder="sigmoid"):
        self.weight_decay, self.beta, self.rho, self.linear = weight_decay, beta, rho, decoder == "linear"
        n, d = x.shape
        self.x = x
        self.a, self.delta2 = np.empty((2, n, h), x.dtype)
        self.o, self.delta3, self.slope3 = np.empty((3, n, d), x.dtype)
        self.slope2 = np.empty((n, h), x.dtype)

    def __call__(self, w1, b1, w2, b2):
        x, a, o, delta2, delta3 = self.x, self.a, self.o, self.delta2, self.delta3
        weight_decay, beta, rho = self.weight_decay, self.beta, self.rho
        n = len(x)
        sigmoid(np.matmul(x, w1.T, out=a), b1)
        np.matmul(a, w2.T, out=o)
        if self.linear:
            o += b2
        else:
            sigmoid(o, b2)
        rho_hat = a.mean(axis=0)
        np.subtract(o, x, out=delta3)
        cost = (
            np.einsum("ij,ij->i", delta3, delta3).sum() / (2 * n)  # float32 row by row: one sum over all loses digits
            + weight_decay / 2 * (np.vdot(w1, w1) + np.vdot(w2, w2))
            + beta * np.sum(rho * np.log(rho / rho_hat) + (1 - rho) * np.log((1 - rho) / (1 - rho_hat)))
        )
        s = beta * ((1 - rho) / (1 - rho_hat) - rho / rho_hat)
        if not self.linear:
            delta3 *= slope(o, self.slope3)
        np.matmul(delta3, w2, out=delta2)
        delta2 += s
        delta2 *= slope(a, self.slope2)
        g_w1 = delta2.T @ x
        g_w1 /= n
        g_w1 += weight_decay * w1
        g_w2 = delta3.T @ a
        g_w2 /= n
        g_w2 += weight_decay * w2
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
