#!/usr/bin/env python3
"""One contestant of quality.py: minimises the cost with another library's optimiser and prints one line of JSON.

    quality_peer.py NAME FOLDER SECONDS THREADS

FOLDER holds x.npy, the examples; start.safetensors, where to begin; and problem.json, the settings. The clock starts
when the optimiser is called, with the library imported and the data in memory, and stands still while a point is
recorded. What is recorded is every evaluation that has a lower cost than all before it, with the cost that the
contestant itself computes, and whether that is the true one is looked up afterwards in float64.
"""

import os
import sys
import time

BEGAN = time.perf_counter()
name, folder, limit, threads = sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4]
# The BLAS reads it when it is loaded.
os.environ.update(OPENBLAS_NUM_THREADS=threads, MKL_NUM_THREADS=threads, OMP_NUM_THREADS=threads)

import json
import pathlib

import numpy as np
from peer_data import safetensors
from peer_numpy import Step

NO_LIMIT = 10**9


class Enough(Exception):
    """The time is over."""


class Recorder:
    """Where the cost is after so many evaluations and seconds."""

    def __init__(self):
        self.points, self.evaluations, self.best, self.theta = [], 0, np.inf, None
        self.began, self.paused = time.perf_counter(), 0.0

    def __call__(self, cost, theta):
        """Records an evaluation. theta() gives the parameters and is called where the cost is the lowest so far."""
        now = time.perf_counter()
        seconds = now - self.began - self.paused
        self.evaluations += 1
        cost = float(cost() if callable(cost) else cost)
        if cost < self.best:
            self.best = cost
            self.points.append((self.evaluations, seconds, cost))
            self.theta = [np.array(p) for p in theta()]
        if seconds > limit:
            raise Enough
        self.paused += time.perf_counter() - now


def scipy(precision):
    """L-BFGS-B, whose own vectors are float64 always; the cost and gradient are computed in the given precision."""
    from scipy.optimize import minimize

    step = Step(x.astype(precision), h, problem["lambda"], problem["beta"], problem["rho"])
    cuts, shapes = np.cumsum([p.size for p in start])[:-1], [p.shape for p in start]

    def split(vector):
        return [part.reshape(shape) for part, shape in zip(np.split(vector, cuts), shapes)]

    def function(vector):
        theta = split(vector.astype(precision, copy=False))
        cost, gradient = step(*theta)
        record(cost, lambda: theta)
        return float(cost), np.concatenate([g.reshape(-1) for g in gradient]).astype(np.float64, copy=False)

    vector = np.concatenate([p.reshape(-1) for p in start]).astype(np.float64)
    record = yield
    yield minimize(
        function,
        vector,
        jac=True,
        method="L-BFGS-B",
        options={"maxcor": problem["history"], "maxiter": NO_LIMIT, "maxfun": NO_LIMIT, "ftol": 0, "gtol": 0},
    ).message


def torch(optimizer):
    import torch
    from peer_torch import InPlace

    torch.set_num_threads(int(threads))
    step = InPlace(torch.from_numpy(x), h, problem["lambda"], problem["beta"], problem["rho"])
    theta = [torch.nn.Parameter(torch.from_numpy(p.copy())) for p in start]

    def closure():
        with torch.no_grad():
            cost, *gradient = step(*theta)
        for parameter, slope in zip(theta, gradient):
            parameter.grad = slope
        record(cost.item(), lambda: [p.detach().numpy() for p in theta])
        return cost

    if optimizer == "lbfgs":
        method = torch.optim.LBFGS(
            theta,
            history_size=problem["history"],
            line_search_fn="strong_wolfe",
            max_iter=NO_LIMIT,
            max_eval=NO_LIMIT,
            tolerance_grad=0,
            tolerance_change=0,
        )
        record = yield
        method.step(closure)
        yield "no further step"
    method = torch.optim.Adam(theta, lr=0.01)
    record = yield
    while True:
        closure()
        method.step()


def sklearn(corrected):
    """MLPRegressor, whose penalty is alpha/(2n)·‖w‖². The loss it reports is the mean over the outputs, but its
    gradient is that of their sum (scikit-learn's issue 8349), which is our cost. Corrected, it is given the loss that
    its gradient belongs to."""
    import warnings

    from sklearn.neural_network import MLPRegressor

    warnings.simplefilter("ignore")
    w1, b1, w2, b2 = (p.astype(np.float64) for p in start)
    data = x.astype(np.float64)

    class Regressor(MLPRegressor):
        def _init_coef(self, fan_in, fan_out, dtype):
            return (w1.T.copy(), b1.copy()) if fan_out == h else (w2.T.copy(), b2.copy())

        def _loss_grad_lbfgs(self, vector, inputs, targets, weight, activations, *others):
            loss, gradient = super()._loss_grad_lbfgs(vector, inputs, targets, weight, activations, *others)

            def true_cost():
                errors = activations[-1] - data
                return (
                    np.vdot(errors, errors) / len(data) + problem["lambda"] * sum(np.vdot(w, w) for w in self.coefs_)
                ) / 2

            cost = true_cost() if corrected else true_cost
            record(cost, lambda: (self.coefs_[0].T, self.intercepts_[0], self.coefs_[1].T, self.intercepts_[1]))
            return cost if corrected else loss, gradient

    regressor = Regressor(
        hidden_layer_sizes=(h,),
        activation="logistic",
        solver="lbfgs",
        alpha=problem["lambda"] * len(x),
        max_iter=NO_LIMIT,
        max_fun=NO_LIMIT,
        tol=1e-12,
    )
    record = yield
    regressor.fit(data, data)
    yield "L-BFGS-B ended"


CONTESTANTS = {
    "scipy-float64": lambda: scipy(np.float64),
    "scipy-float32": lambda: scipy(np.float32),
    "torch-lbfgs": lambda: torch("lbfgs"),
    "torch-adam": lambda: torch("adam"),
    "mlp": lambda: sklearn(False),
    "mlp-corrected": lambda: sklearn(True),
}

folder = pathlib.Path(folder)
x = np.load(folder / "x.npy")
problem = json.loads((folder / "problem.json").read_text())
tensors = safetensors(folder / "start.safetensors")
start = [tensors[t] for t in ("encoder.weight", "encoder.bias", "decoder.weight", "decoder.bias")]
h = len(start[1])

contestant = CONTESTANTS[name]()
next(contestant)
preparation = time.perf_counter() - BEGAN
record = Recorder()
try:
    ended = contestant.send(record)
except Enough:
    ended = "the time is over"
evaluate = Step(x.astype(np.float64), h, problem["lambda"], problem["beta"], problem["rho"], problem["decoder"])
true, _ = evaluate(*(p.astype(np.float64) for p in record.theta))
print(
    json.dumps(
        {
            "name": name,
            "preparation_seconds": preparation,
            "evaluations": record.evaluations,
            "ended": str(ended),
            "cost_float64": float(true),
            "points": record.points,
        }
    )
)
if abs(true - record.best) > 1e-4 * abs(true):
    sys.exit(f"{name} says that its cost is {record.best}; it is {true}")
