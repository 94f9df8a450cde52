#!/usr/bin/env python3
"""One cost and gradient of the sparse autoencoder in PyTorch on the CPU, float32: --how eager, hand or compile."""

import peer_data
from peer_data import BETA, LAMBDA, RHO

parser = peer_data.arguments(__doc__)
parser.add_argument(
    "--how",
    choices=["eager", "hand", "compile"],
    default="eager",
    help="autograd; the gradient by hand, in place; or the same by hand through torch.compile",
)
options = peer_data.parse(parser)

import torch
from peer_torch import InPlace, decay, sparsity

torch.set_num_threads(options.threads)
x = torch.from_numpy(peer_data.examples(options.n, options.d))
theta = [torch.from_numpy(p.copy()) for p in peer_data.theta(options.d, options.h)]
n = options.n


def autograd():
    for parameter in theta:
        parameter.grad = None
    w1, b1, w2, b2 = theta
    a = torch.sigmoid(torch.nn.functional.linear(x, w1, b1))
    o = torch.sigmoid(torch.nn.functional.linear(a, w2, b2))
    cost = (o - x).square().sum() / (2 * n) + decay(w1, w2, LAMBDA) + sparsity(a.mean(dim=0), BETA, RHO)
    cost.backward()
    return cost.detach()


def by_hand(w1, b1, w2, b2):
    """Plain operations, which torch.compile fuses."""
    a = torch.sigmoid(torch.addmm(b1, x, w1.T))
    o = torch.sigmoid(torch.addmm(b2, a, w2.T))
    rho_hat = a.mean(dim=0)
    e = o - x
    cost = e.square().sum() / (2 * n) + decay(w1, w2, LAMBDA) + sparsity(rho_hat, BETA, RHO)
    s = BETA * ((1 - RHO) / (1 - rho_hat) - RHO / rho_hat)
    delta3 = e * o * (1 - o)
    delta2 = torch.addmm(s, delta3, w2) * a * (1 - a)
    return (
        cost,
        torch.addmm(w1, delta2.T, x, beta=LAMBDA, alpha=1 / n),
        delta2.mean(dim=0),
        torch.addmm(w2, delta3.T, a, beta=LAMBDA, alpha=1 / n),
        delta3.mean(dim=0),
    )


def agree(step):
    """The gradient by hand is autograd's."""
    for parameter in theta:
        parameter.requires_grad_(True)
    autograd()
    wanted = [parameter.grad.clone() for parameter in theta]
    for parameter in theta:
        parameter.requires_grad_(False)
    for name, found, expected in zip(["W1", "b1", "W2", "b2"], step(*theta)[1:], wanted):
        worst = (found - expected).abs().max().item()
        if not worst <= 1e-4 * expected.abs().max().item():
            raise SystemExit(f"torch {options.how}: the gradient of {name} is {worst:.1e} off autograd's")


if options.how == "eager":
    for parameter in theta:
        parameter.requires_grad_(True)
    run = autograd
else:
    step = InPlace(x, options.h) if options.how == "hand" else torch.compile(by_hand)
    agree(step)

    def run():
        with torch.inference_mode():
            return step(*theta)[0]


peer_data.report(f"torch {options.how}", run, options.threads)
