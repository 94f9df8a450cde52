"""Cost and gradient of the sparse autoencoder in PyTorch, float32, in place where PyTorch can."""

import torch
from peer_data import BETA, LAMBDA, RHO


def sparsity(rho_hat, beta, rho):
    return beta * torch.sum(
        rho * torch.log(rho / rho_hat) + (1 - rho) * torch.log((1 - rho) / (1 - rho_hat)))


def decay(w1, w2, weight_decay):
    return weight_decay / 2 * (w1.square().sum() + w2.square().sum())


class InPlace:
    """Cost and gradient over x, the gradient by hand, with all large arrays made once."""

    def __init__(self, x, h, weight_decay=LAMBDA, beta=BETA, rho=RHO):
        n, d = x.shape
        self.x, self.weight_decay, self.beta, self.rho = x, weight_decay, beta, rho
        self.a, self.delta2, self.slope2 = (torch.empty(n, h) for _ in range(3))
        self.o, self.delta3 = (torch.empty(n, d) for _ in range(2))
        self.g_w1, self.g_w2 = torch.empty(h, d), torch.empty(d, h)

    def __call__(self, w1, b1, w2, b2):
        x, n, weight_decay, beta, rho = self.x, len(self.x), self.weight_decay, self.beta, self.rho
        a, o, delta2, delta3 = self.a, self.o, self.delta2, self.delta3
        torch.addmm(b1, x, w1.T, out=a).sigmoid_()
        torch.addmm(b2, a, w2.T, out=o).sigmoid_()
        rho_hat = a.mean(dim=0)
        torch.sub(o, x, out=delta3)
        # Row by row: the norm of all values at once is 1e-4 of itself too low in float32, which a line search notices.
        errors = torch.linalg.vector_norm(delta3, dim=1).square().sum()
        cost = errors / (2 * n) + decay(w1, w2, weight_decay) + sparsity(rho_hat, beta, rho)
        s = beta * ((1 - rho) / (1 - rho_hat) - rho / rho_hat)
        delta3.mul_(o).mul_(o.neg_().add_(1))
        torch.addmm(s, delta3, w2, out=delta2)
        delta2.mul_(a).mul_(torch.sub(1, a, out=self.slope2))
        torch.addmm(w1, delta2.T, x, beta=weight_decay, alpha=1 / n, out=self.g_w1)
        torch.addmm(w2, delta3.T, a, beta=weight_decay, alpha=1 / n, out=self.g_w2)
        return cost, self.g_w1, delta2.mean(dim=0), self.g_w2, delta3.mean(dim=0)
