#!/usr/bin/env python3
"""Who tells anomalies best, and how soon? Fovea against the autoencoders and detectors of Python's libraries.

    anomaly.py --json anomaly.json
    anomaly.py --tables breast_cancer-1 wine-1 wine-2 digits-one iris-2 --json anomaly-others.json
    anomaly.py --tables wine digits --seeds 3 --contestants fovea pca

Build target/fovea.jar first: mvn -q -DskipTests package. Needs NumPy and scikit-learn; contestants whose library
(torch, pyod) is not installed are skipped.

Tables. Three that scikit-learn holds, and one that is made here, all of numbers:
  breast_cancer  569 x 30, malignant tumours are the anomalies
  wine           178 x 13, the first of the three vineyards is the anomaly
  digits         1,797 x 64, one digit is the anomaly: seed s takes the digit s mod 10
  made           5,000 x 20 from five correlated Gaussian clusters; of the anomalies a third each are global (uniform
                 in the range of the data), local (a cluster of five times the deviation) and of dependence (every
                 column by itself looks ordinary, but they do not belong together), as in ADBench (Han et al.,
                 NeurIPS 2022)

Others take the same tables with other anomalies: benign tumours, the second or the third vineyard, all digits but one,
and of the irises the third kind.

Protocol. A seed draws 60 % of the ordinary rows to train on. The test has the other 40 %, and the anomalies, as many
of them as there are ordinary test rows at most. Nobody sees an anomaly or a label before the test, nobody's settings
depend on the table beyond its numbers of rows and columns, and all get the same rows. Columns are scaled by the mean
and the standard deviation of the training rows (a constant column's is 1), here, in float64, for all. AUC is the area under the ROC curve of the scores; medians over the seeds, and the lowest and
highest.

Seconds. "fit" is the training alone, with everything loaded and in a program that has trained before: all seeds of a
table in one process, Fovea by its library (AnomalyFit.java). "whole" is what one table takes from the command to the
scores, in processes of its own, for the first seeds of each table (--timed): Python or Java, imports, reading,
training, scoring; of Fovea the two commands `train`, which writes its report too, and `anomaly`. "cold_fit_seconds"
in the JSON are what the metrics.csv of `train` tells, of a virtual machine that has just started and still compiles.
The scores of the commands and of the library must be the same. All have one thread: the tables are small. The
machine's load before each run is in the JSON; a busy machine gives no times worth keeping.
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
# What docs/anomaly.md recommends, for N rows of D columns.
SETTINGS = {"decoder": "linear", "rho": 0.05}
BY_SIZE = {"hidden": "4 D", "lambda": "4 / N", "beta": "0.0003 N"}
# With their seeds: the small ones tell little in one split.
TABLES = {"breast_cancer": 40, "wine": 40, "digits": 10, "made": 5}
# The same tables, and irises, with other rows for anomalies: they had a smaller part in the choice of settings.
OTHERS = {"breast_cancer-1": 20, "wine-1": 40, "wine-2": 40, "digits-one": 10, "iris-2": 40}
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

    name, _, kind = name.partition("-")
    x, y = getattr(datasets, f"load_{name}")(return_X_y=True)
    if kind == "one":
        strange = y != seed % 10
    else:
        strange = y == (int(kind or 0) if name != "digits" else seed % 10)
    return x[~strange], x[strange]


def split(name, seed, folder):
    """Writes train.npy and test.npy, scaled; which rows of the test are anomalies."""
    normal, strange = table(name, seed)
    random = np.random.default_rng(1000 + seed)
    normal, strange = random.permutation(normal), random.permutation(strange)
    cut = round(0.6 * len(normal))
    train, rest = normal[:cut], normal[cut:]
    strange = strange[: len(rest)]
    test = np.concatenate([rest, strange])
    mean, deviation = train.mean(0), train.std(0)
    deviation[deviation == 0] = 1
    folder.mkdir()
    for file, x in (("train", train), ("test", test)):
        np.save(folder / f"{file}.npy", (x - mean) / deviation)
    return np.arange(len(test)) >= len(rest)


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


def peer(name, tables):
    """A contestant in this process: writes its scores of each table, and prints the seconds of each training."""
    seconds = []
    for seed, folder in zip(tables[::2], tables[1::2]):
        train, test = (np.load(f"{folder}/{file}.npy") for file in ("train", "test"))
        fit = PEERS[name]()
        start = time.perf_counter()
        score = fit(train, test, int(seed))
        seconds.append(time.perf_counter() - start)
        np.savetxt(f"{folder}/scores.txt", score())
    print(json.dumps(seconds))


def run(command, **environment):
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, env={**os.environ, **environment}
    )
    if done.returncode:
        sys.exit(f"failed: {' '.join(map(str, command))}\n{done.stderr}")
    return done.stdout


def settings(options, folder):
    n, d = np.load(folder / "train.npy", mmap_mode="r").shape
    return {**SETTINGS, "hidden": 4 * d, "lambda": 4 / n, "beta": 0.0003 * n, "threads": options.threads}


def all_seeds(options, name, folders):
    """One process for all: the seconds of each training."""
    if name != "fovea":
        tables = [part for seed, folder in enumerate(folders) for part in (seed, folder)]
        return json.loads(run([sys.executable, __file__, "--peer", name, *tables], **threads(options)))
    ours = [settings(options, folder) for folder in folders]
    values = [ours[0][key] for key in ("hidden", "rho", "threads")]
    tables = [
        part
        for seed, folder in enumerate(folders)
        for part in (seed, ours[seed]["lambda"], ours[seed]["beta"], folder)
    ]
    java = [options.java, "--add-modules", "jdk.incubator.vector", "-cp", options.jar]
    return json.loads(run([*java, ROOT / "jmh" / "peers" / "AnomalyFit.java", *values, *tables]))


def threads(options):
    return {f"{library}_NUM_THREADS": options.threads for library in ("OMP", "OPENBLAS", "MKL")}


def alone(options, name, seed, folder):
    """One table from the command to the scores: the seconds, and those of Fovea's metrics.csv."""
    if name != "fovea":
        start = time.perf_counter()
        run([sys.executable, __file__, "--peer", name, seed, folder], **threads(options))
        return time.perf_counter() - start, None
    ours = {**settings(options, folder), "seed": seed}
    command = [options.java, "-jar", options.jar]
    switches = [part for key, value in ours.items() for part in (f"--{key}", value)]
    scores = folder / "scores.npy"
    scoring = ["--top", 0, "--quiet", "--threads", options.threads, "--out", scores]
    start = time.perf_counter()
    run([*command, "train", folder / "train.npy", *switches, "--quiet", "--out", folder / "run"])
    run([*command, "anomaly", folder / "run", folder / "test.npy", *scoring])
    whole = time.perf_counter() - start
    by_library = np.loadtxt(folder / "scores.txt")
    if not np.allclose(np.load(scores).reshape(-1), by_library, rtol=1e-5, atol=1e-5):
        sys.exit(f"{folder}: the command and the library tell other scores")
    with open(folder / "run" / "metrics.csv", newline="") as file:
        return whole, float(list(csv.DictReader(file))[-1]["seconds"])


def contest(options, name, table_name, strange, folders):
    from sklearn.metrics import roc_auc_score

    load = os.getloadavg()[0]
    fits = all_seeds(options, name, folders)
    for seed, folder in enumerate(folders):
        result = {
            "table": table_name,
            "seed": seed,
            "name": name,
            "auc": round(float(roc_auc_score(strange[seed], np.loadtxt(folder / "scores.txt"))), 5),
            "fit_seconds": round(fits[seed], 5),
            "load": round(load, 2),
        }
        if seed < options.timed:
            load = os.getloadavg()[0]
            whole, cold = alone(options, name, seed, folder)
            result.update({"whole_seconds": round(whole, 3), "load": round(load, 2)})
            if cold is not None:
                result["cold_fit_seconds"] = round(cold, 4)
        yield result


def values(results, table_name, name, key):
    return [r[key] for r in results if r["table"] == table_name and r["name"] == name and key in r]


def markdown(results):
    """A table a table, and how far Fovea is from the best autoencoder."""
    for table_name in dict.fromkeys(r["table"] for r in results):
        print(f"\n{table_name}\n\n| | AUC | lowest – highest | fit s | whole s |\n|---|---|---|---|---|")
        best = {}
        for name in dict.fromkeys(r["name"] for r in results if r["table"] == table_name):
            auc = values(results, table_name, name, "auc")
            fit = statistics.median(values(results, table_name, name, "fit_seconds"))
            whole = values(results, table_name, name, "whole_seconds")
            best[name] = statistics.median(auc)
            end = f"{statistics.median(whole):.2f}" if whole else ""
            print(f"| {name} | {best[name]:.3f} | {min(auc):.3f} – {max(auc):.3f} | {fit:.3f} | {end} |")
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
    parser.add_argument("--tables", nargs="+", default=list(TABLES), choices=[*TABLES, *OTHERS])
    parser.add_argument("--seeds", type=int, help=f"seeds 0, 1, … of every table; default {TABLES}")
    parser.add_argument("--timed", type=int, default=5, help="seeds that are timed alone, default %(default)s")
    parser.add_argument("--contestants", nargs="+", default=list(CONTESTANTS), choices=list(CONTESTANTS))
    parser.add_argument("--threads", default="1", help="of every contestant, default %(default)s")
    parser.add_argument("--java", default="java")
    parser.add_argument("--jar", default=ROOT / "target" / "fovea.jar")
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--peer", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        return peer(options.peer[0], options.peer[1:])
    results = []
    for table_name in options.tables:
        with tempfile.TemporaryDirectory() as temporary:
            seeds = options.seeds or {**TABLES, **OTHERS}[table_name]
            folders = [pathlib.Path(temporary) / str(seed) for seed in range(seeds)]
            strange = [split(table_name, seed, folder) for seed, folder in enumerate(folders)]
            for name in options.contestants:
                library = CONTESTANTS[name][0]
                if library and not importlib.util.find_spec(library):
                    continue
                for result in contest(options, name, table_name, strange, folders):
                    results.append(result)
                    print(result, file=sys.stderr)
    markdown(results)
    if options.json:
        text = ",\n".join(json.dumps(r) for r in results)
        facts = {
            "settings": {**SETTINGS, **BY_SIZE},
            "versions": versions(),
            "contestants": {name: CONTESTANTS[name][1] for name in options.contestants},
        }
        options.json.write_text(json.dumps(facts, indent=1)[:-2] + ',\n "results": [\n' + text + "\n]}\n")


if __name__ == "__main__":
    main()
