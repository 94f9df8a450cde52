#!/usr/bin/env python3
"""Who tells anomalies best, and how soon? Fovea against the autoencoders and detectors of Python's libraries.

    anomaly.py --json anomaly.json
    anomaly.py --tables wine digits --seeds 3 --contestants fovea pca

Build target/fovea.jar first: mvn -q -DskipTests package. Needs NumPy and scikit-learn; contestants whose library (torch,
pyod) is not installed are skipped.

Tables. Three that scikit-learn holds, and one that is made here, all of numbers:
  breast_cancer  569 x 30, malignant tumours are the anomalies
  wine           178 x 13, the first of the three vineyards is the anomaly
  digits         1,797 x 64, one digit is the anomaly: seed s takes the digit s mod 10
  made           5,000 x 20 from five correlated Gaussian clusters; of the anomalies a third each are global (uniform in
                 the range of the data), local (a cluster of five times the deviation) and of dependence (every column by
                 itself looks ordinary, but they do not belong together), as in ADBench (Han et al., NeurIPS 2022)

Protocol. A seed draws 60 % of the ordinary rows to train on. The test has the other 40 %, and the anomalies, as many of
them as there are ordinary test rows at most. Nobody sees an anomaly or a label before the test, nobody's settings depend
on the table beyond its number of columns, and all get the same rows. Columns are scaled by the mean and the standard
deviation of the training rows (a constant column's is 1): by --scale standard in Fovea, in float64 here for the others.
AUC is the area under the ROC curve of the scores; medians over the seeds, and the lowest and highest.

Seconds. Each contestant is a process of its own, or two for Fovea: `train` and `anomaly`. "whole" is their time from start
to end: Java or Python, imports, reading, training, scoring. "fit" is the training alone, with all loaded, as in a program that trains
more than once: of Fovea by its library, after three seconds of such trainings (AnomalyFit.java); "cold_fit_seconds" in
the JSON are those of metrics.csv, in the command's virtual machine, which has just started and still compiles. All have one thread: the tables are small. The machine's load before each run is in the JSON; a busy machine gives no times worth keeping.
"""

import argparse
import csv
import importlib.metadata
import importlib.util
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# What docs/anomaly.md recommends: --preset table, three hidden units a column.
SETTINGS = {"decoder": "linear", "lambda": 0.01, "beta": 0.1, "rho": 0.02, "iterations": 60}
UNITS_A_COLUMN = 3
TABLES = ["breast_cancer", "wine", "digits", "made"]
# The library that each needs, and what it is.
CONTESTANTS = {
    "fovea": ("", "Fovea, the settings that docs/anomaly.md recommends"),
    "mlp": ("sklearn", "scikit-learn MLPRegressor, half as many hidden units as columns, else its defaults"),
    "mlp-lbfgs": ("sklearn", "the same with solver lbfgs"),
    "mlp-deep": ("sklearn", "MLPRegressor, hidden layers 64, 32, 64, else its defaults"),
    "torch-ae": ("torch", "PyTorch, the network and the settings that PyOD's AutoEncoder has by default"),
    "torch-ae-100": ("torch", "the same for 100 epochs instead of 10"),
    "pyod-ae": ("pyod", "PyOD's AutoEncoder with its defaults"),
    "pca": ("sklearn", "PCA of 90 % of the variance, reconstruction error; no autoencoder"),
    "iforest": ("sklearn", "IsolationForest with its defaults; no autoencoder"),
}
AUTOENCODERS = [name for name in CONTESTANTS if name not in ("pca", "iforest")]


def made(random):
    """Ordinary rows and anomalies, as many of each kind."""
    n, d, clusters = 5000, 20, 5
    means = random.normal(0, 3, (clusters, d))
    factors = random.normal(0, 1, (clusters, d, 4)) / 2
    kind = random.integers(clusters, size=n)

    def draw(kind, spread):
        noise = random.normal(0, 1, (len(kind), d)) * 0.3
        rows = np.einsum("ndf,nf->nd", factors[kind], random.normal(0, 1, (len(kind), 4)))
        return means[kind] + spread * (rows + noise)

    normal = draw(kind, 1)
    some = n // 10
    low, high = normal.min(0), normal.max(0)
    everywhere = low + (high - low) * random.random((some, d))
    near = draw(random.integers(clusters, size=some), 5)
    torn = np.stack([random.choice(normal[:, k], some) for k in range(d)], axis=1)
    return normal, np.concatenate([everywhere, near, torn])


def table(name, seed):
    """Ordinary rows and anomalies."""
    random = np.random.default_rng(seed)
    if name == "made":
        return made(random)
    from sklearn import datasets

    x, y = getattr(datasets, f"load_{name}")(return_X_y=True)
    strange = y == (seed % 10 if name == "digits" else 0)
    return x[~strange], x[strange]


def split(name, seed, folder):
    """Writes train.npy and test.npy, and returns which rows of the test are anomalies."""
    normal, strange = table(name, seed)
    random = np.random.default_rng(1000 + seed)
    normal, strange = random.permutation(normal), random.permutation(strange)
    cut = round(0.6 * len(normal))
    train, rest = normal[:cut], normal[cut:]
    strange = strange[: len(rest)]
    test = np.concatenate([rest, strange])
    np.save(folder / "train.npy", train)
    np.save(folder / "test.npy", test)
    return np.arange(len(test)) >= len(rest)


def scaled(folder):
    train, test = np.load(folder / "train.npy"), np.load(folder / "test.npy")
    mean, deviation = train.mean(0), train.std(0)
    deviation[deviation == 0] = 1
    return (train - mean) / deviation, (test - mean) / deviation


def errors(x, output):
    return ((x - output) ** 2).mean(1)


def mlp(layers, **settings):
    import warnings

    from sklearn.neural_network import MLPRegressor

    warnings.simplefilter("ignore")  # of 200 iterations that were not enough

    def fit(train, test, seed):
        model = MLPRegressor(hidden_layer_sizes=layers(train.shape[1]), random_state=seed, **settings)
        model.fit(train, train)
        return lambda: errors(test, model.predict(test))

    return fit


def torch_ae(epochs):
    import torch
    from torch import nn

    def block(inputs, outputs):
        return [nn.Linear(inputs, outputs), nn.BatchNorm1d(outputs), nn.ReLU(), nn.Dropout(0.2)]

    def fit(train, test, seed):
        torch.manual_seed(seed)
        d = train.shape[1]
        model = nn.Sequential(*block(d, 64), *block(64, 32), *block(32, 64), nn.Linear(64, d))
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-5)
        x = torch.tensor(train, dtype=torch.float32)
        loader = torch.utils.data.DataLoader(x, batch_size=32, shuffle=True, drop_last=True)
        model.train()
        for _ in range(epochs):
            for batch in loader:
                optimizer.zero_grad()
                nn.functional.mse_loss(model(batch), batch).backward()
                optimizer.step()
        model.eval()

        def score():
            with torch.no_grad():
                return errors(test, model(torch.tensor(test, dtype=torch.float32)).numpy())

        return score

    return fit


def pyod_ae():
    from pyod.models.auto_encoder import AutoEncoder

    def fit(train, test, seed):
        model = AutoEncoder(random_state=seed, verbose=0)
        model.fit(train)
        return lambda: model.decision_function(test)

    return fit


def pca():
    from sklearn.decomposition import PCA

    def fit(train, test, seed):
        model = PCA(n_components=0.9, svd_solver="full").fit(train)
        return lambda: errors(test, model.inverse_transform(model.transform(test)))

    return fit


def iforest():
    from sklearn.ensemble import IsolationForest

    def fit(train, test, seed):
        model = IsolationForest(random_state=seed).fit(train)
        return lambda: -model.score_samples(test)

    return fit


PEERS = {
    "mlp": lambda: mlp(lambda d: (half(d),)),
    "mlp-lbfgs": lambda: mlp(lambda d: (half(d),), solver="lbfgs"),
    "mlp-deep": lambda: mlp(lambda d: (64, 32, 64)),
    "torch-ae": lambda: torch_ae(10),
    "torch-ae-100": lambda: torch_ae(100),
    "pyod-ae": pyod_ae,
    "pca": pca,
    "iforest": iforest,
}


def half(d):
    return max(2, d // 2)


def peer(name, folder, seed):
    """A contestant in this process: writes its scores, and prints the seconds of its training."""
    fit = PEERS[name]()
    train, test = scaled(folder)
    start = time.perf_counter()
    score = fit(train, test, seed)
    seconds = time.perf_counter() - start
    np.save(folder / "scores.npy", score())
    print(json.dumps(seconds))


def run(command, **environment):
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, env={**os.environ, **environment}
    )
    if done.returncode:
        sys.exit(f"failed: {' '.join(map(str, command))}\n{done.stderr}")
    return done.stdout


def fovea(options, folder, seed):
    """Trains and scores as commands, on the tables as they are; the seconds of all, and of the training."""
    hidden = UNITS_A_COLUMN * np.load(folder / "train.npy", mmap_mode="r").shape[1]
    settings = {**SETTINGS, "hidden": hidden, "threads": options.threads, "seed": seed}
    train, test = scaled(folder)
    np.save(folder / "scaled.npy", train)
    if options.scaled_by_fovea:
        settings["scale"] = "standard"
    else:
        np.save(folder / "train.npy", train)
        np.save(folder / "test.npy", test)
    command = [options.java, "-jar", options.jar]
    switches = [part for name, value in settings.items() for part in (f"--{name}", value)]
    start = time.perf_counter()
    run([*command, "train", folder / "train.npy", *switches, "--quiet", "--out", folder / "run"])
    scoring = ["--top", 0, "--quiet", "--threads", options.threads, "--out", folder / "scores.npy"]
    run([*command, "anomaly", folder / "run", folder / "test.npy", *scoring])
    whole = time.perf_counter() - start
    with open(folder / "run" / "metrics.csv", newline="") as file:
        cold = float(list(csv.DictReader(file))[-1]["seconds"])
    program = ROOT / "jmh" / "peers" / "AnomalyFit.java"
    values = [settings[name] for name in ("hidden", "lambda", "beta", "rho", "iterations", "seed", "threads")]
    java = [options.java, "--add-modules", "jdk.incubator.vector", "-cp", options.jar]
    warm = float(run([*java, program, folder / "scaled.npy", *values]))
    return whole, cold, warm


def contest(options, name, table_name, seed):
    from sklearn.metrics import roc_auc_score

    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        strange = split(table_name, seed, folder)
        load = os.getloadavg()[0]
        cold = None
        if name == "fovea":
            whole, cold, fit = fovea(options, folder, seed)
        else:
            start = time.perf_counter()
            threads = {f"{library}_NUM_THREADS": options.threads for library in ("OMP", "OPENBLAS", "MKL")}
            fit = json.loads(run([sys.executable, __file__, "--peer", name, folder, seed], **threads))
            whole = time.perf_counter() - start
        auc = roc_auc_score(strange, np.load(folder / "scores.npy").reshape(-1))
    return {
        "table": table_name,
        "seed": seed,
        "name": name,
        "auc": round(float(auc), 5),
        "whole_seconds": round(whole, 3),
        "fit_seconds": round(fit, 4),
        **({} if cold is None else {"cold_fit_seconds": round(cold, 4)}),
        "load": round(load, 2),
    }


def values(results, table_name, name, key):
    return [r[key] for r in results if r["table"] == table_name and r["name"] == name]


def markdown(results):
    """A table a table, and how far Fovea is from the best autoencoder."""
    for table_name in dict.fromkeys(r["table"] for r in results):
        print(f"\n{table_name}\n\n| | AUC | lowest – highest | whole s | fit s |\n|---|---|---|---|---|")
        best = {}
        for name in dict.fromkeys(r["name"] for r in results if r["table"] == table_name):
            auc = values(results, table_name, name, "auc")
            whole, fit = (
                statistics.median(values(results, table_name, name, key)) for key in ("whole_seconds", "fit_seconds")
            )
            best[name] = statistics.median(auc)
            print(
                f"| {name} | {best[name]:.3f} | {min(auc):.3f} – {max(auc):.3f} | {whole:.2f} | {fit:.3f} |"
            )
        others = {name: auc for name, auc in best.items() if name in AUTOENCODERS and name != "fovea"}
        if "fovea" in best and others:
            name = max(others, key=others.get)
            print(f"\nFovea less the best other autoencoder, {name}: {best['fovea'] - others[name]:+.3f}")


def versions():
    found = {"python": platform.python_version()}
    for library in ("numpy", "sklearn", "torch", "pyod"):
        if importlib.util.find_spec(library):
            found[library] = importlib.metadata.version({"sklearn": "scikit-learn"}.get(library, library))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", nargs="+", default=TABLES, choices=TABLES)
    parser.add_argument("--seeds", type=int, default=10, help="seeds 0, 1, …; default %(default)s")
    parser.add_argument("--contestants", nargs="+", default=list(CONTESTANTS), choices=list(CONTESTANTS))
    parser.add_argument("--threads", default="1", help="of every contestant, default %(default)s")
    parser.add_argument("--java", default="java")
    parser.add_argument("--jar", default=ROOT / "target" / "fovea.jar")
    parser.add_argument("--scaled-here", dest="scaled_by_fovea", action="store_false", help="for a Fovea without --scale")
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--peer", nargs=3, metavar=("NAME", "FOLDER", "SEED"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        return peer(options.peer[0], pathlib.Path(options.peer[1]), int(options.peer[2]))
    results = []
    for table_name in options.tables:
        for seed in range(options.seeds):
            for name in options.contestants:
                library = CONTESTANTS[name][0]
                if library and not importlib.util.find_spec(library):
                    continue
                results.append(contest(options, name, table_name, seed))
                print(results[-1], file=sys.stderr)
    markdown(results)
    if options.json:
        text = ",\n".join(json.dumps(r) for r in results)
        facts = {"settings": {**SETTINGS, "hidden": f"{UNITS_A_COLUMN} D"}, "versions": versions(), "contestants": {n: CONTESTANTS[n][1] for n in options.contestants}}
        options.json.write_text(json.dumps(facts, indent=1)[:-2] + ',\n "results": [\n' + text + "\n]}\n")


if __name__ == "__main__":
    main()
