#!/usr/bin/env python3
"""How long until the cost is as low as this? Fovea against the optimisers of SciPy and PyTorch, in turn, round by
round.

    quality.py measure --rounds 5 --json quality.json
    quality.py measure --rho 0.05 --beta 0.5 --json quality-sparse.json
    quality.py measure --mlp --json quality-mlp.json
    quality.py chart quality.json quality.png

Build target/fovea.jar first: mvn -q -DskipTests package. Needs NumPy; contestants whose library (scipy, torch,
scikit-learn) is not installed are skipped; the chart needs matplotlib.

All minimise the same cost of the same network, 256-64-256, over the same file of patches from the same parameters:
`fovea patches` cuts the patches out of the photographs, they are preprocessed here as `fovea train` does it, and
`fovea train --iterations 0` writes the start. Before anything is timed the cost and the gradient's norm there, by
NumPy in float64, are held against Fovea's.

What the seconds are. Fovea runs as a command, and its seconds are counted from the start of that command: starting
Java, reading the file, compiling and training are in them. They are those of metrics.csv, which count from the
beginning of training, plus the largest difference between them and the time at which the line of the same iteration
arrived here on stderr. What the command does after training, figures and report, comes later than any of its points
and is no part of them. The others' seconds count from the call of the optimiser, with the library imported and the
data in memory: what they needed before is printed, but not counted. Points are recorded outside of their time.

Fovea's points are its iterations, the others' all evaluations of cost and gradient, also those that a line search
gives up.

fovea-kronecker and fovea-none: `--preconditioner`. fovea-archive: the first of them, started by the archive that brings
its own Java (--archive). scipy-float64, scipy-float32: L-BFGS-B, whose vectors are float64
always, on a function in NumPy of that precision. torch-lbfgs, torch-adam: float32, the gradient by hand and in place;
strong Wolfe, and learning rate 0.01. Fovea's L-BFGS remembers as many
steps as it does by default, the others' --history; nobody stops at a tolerance but Fovea, at its own.

Threads that wait for each other suffer more than others where other programs run, and most peers' do: the load before
each run is in the JSON, and a busy machine gives no result worth keeping.

With --mlp: the decoder is linear and beta 0, which scikit-learn's MLPRegressor(solver="lbfgs") can do, and it is the
contestant; mlp-corrected is the same with the loss that its gradient belongs to (scikit-learn's issue 8349).
"""

import argparse
import csv
import importlib.metadata
import importlib.util
import json
import math
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
from compare import java, run
from peer_data import BETA, LAMBDA, RHO, cores, safetensors

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SIDE, HIDDEN = 16, 64
TARGETS = [0.9156, 0.8417, 0.8308, 0.825]
# Above the lowest cost that anyone reached in the first round, for problems without targets of their own.
PARTS = [0.05, 0.02, 0.01, 0.005]
OURS = {"fovea-kronecker": "kronecker", "fovea-none": "none", "fovea-archive": "kronecker"}
PEERS = {"scipy-float64": "scipy", "scipy-float32": "scipy", "torch-lbfgs": "torch", "torch-adam": "torch"}
MLP = {"mlp": "sklearn", "mlp-corrected": "sklearn"}
# Okabe and Ito's palette.
COLOURS = {
    "fovea-kronecker": "#0072B2",
    "fovea-none": "#56B4E9",
    "fovea-archive": "#000000",
    "scipy-float64": "#D55E00",
    "scipy-float32": "#E69F00",
    "torch-lbfgs": "#009E73",
    "torch-adam": "#CC79A7",
    "mlp": "#D55E00",
    "mlp-corrected": "#E69F00",
}
LABELS = {
    "fovea-kronecker": "Fovea",
    "fovea-none": "Fovea, --preconditioner none",
    "fovea-archive": "Fovea, the archive with its own Java",
    "scipy-float64": "SciPy L-BFGS-B, float64",
    "scipy-float32": "SciPy L-BFGS-B, float32",
    "torch-lbfgs": "PyTorch LBFGS, strong Wolfe",
    "torch-adam": "PyTorch Adam",
    "mlp": "scikit-learn MLPRegressor",
    "mlp-corrected": "scikit-learn MLPRegressor, its loss corrected",
}


def fovea(options, *arguments):
    command = [options.java, "-jar", options.jar, *arguments]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"failed: {' '.join(map(str, command))}\n{done.stderr}")


def preprocessed(raw):
    """Luminance, less each patch's mean, clipped at three standard deviations of all, mapped to [0.1, 0.9]."""
    rgb = raw / np.float64(255)
    y = (0.2126 * rgb[:, 0] + 0.7152 * rgb[:, 1] + 0.0722 * rgb[:, 2]).reshape(len(raw), -1)
    y -= y.mean(axis=1, keepdims=True)
    limit = 3 * math.sqrt(np.mean(y * y))
    return (0.5 + 0.4 * (np.clip(y, -limit, limit) / limit)).astype(np.float32)


def train(options, folder, name, *more):
    """The command that trains on the file, without how long."""
    problem = problem_of(options)
    return [
        *([options.archive] if name == "fovea-archive" else [options.java, "-jar", options.jar]),
        "train",
        folder / "x.npy",
        "--preprocess",
        "none",
        "--hidden",
        HIDDEN,
        "--decoder",
        problem["decoder"],
        "--lambda",
        problem["lambda"],
        "--beta",
        problem["beta"],
        "--rho",
        problem["rho"],
        "--threads",
        options.threads,
        "--out",
        folder / name,
        "--overwrite",
        *more,
    ]


def problem_of(options):
    return {
        "lambda": options.weight_decay,
        "beta": 0.0 if options.mlp else options.beta,
        "rho": options.rho,
        "decoder": "linear" if options.mlp else "sigmoid",
        "history": options.history,
    }


def metrics(folder):
    with open(folder / "metrics.csv", newline="") as file:
        return list(csv.DictReader(file))


def prepare(options, folder):
    """Writes what all train on, and where they start."""
    fovea(
        options,
        "patches",
        ROOT / "data" / "photos" / "train",
        "--patches",
        options.n,
        "--patch-size",
        SIDE,
        "--out",
        folder / "raw.npy",
        "--quiet",
    )
    x = preprocessed(np.load(folder / "raw.npy"))
    np.save(folder / "x.npy", x)
    (folder / "problem.json").write_text(json.dumps(problem_of(options)))
    fovea(options, *train(options, folder, "start", "--iterations", 0, "--quiet")[3:])
    shutil.copy(folder / "start" / "model.safetensors", folder / "start.safetensors")
    check_start(options, folder, x)


def check_start(options, folder, x):
    """Cost and gradient where all begin, by the peers' function in float64, are Fovea's."""
    from peer_numpy import Step

    problem = problem_of(options)
    tensors = safetensors(folder / "start.safetensors")
    theta = [
        tensors[t].astype(np.float64) for t in ("encoder.weight", "encoder.bias", "decoder.weight", "decoder.bias")
    ]
    step = Step(x.astype(np.float64), HIDDEN, problem["lambda"], problem["beta"], problem["rho"], problem["decoder"])
    cost, gradient = step(*theta)
    norm = math.sqrt(sum(np.vdot(g, g) for g in gradient))
    row = metrics(folder / "start")[0]
    for what, ours, theirs in (
        ("cost", float(row["cost"]), cost),
        ("gradient's norm", float(row["gradient_norm"]), norm),
    ):
        if abs(ours - theirs) > 1e-5 * abs(theirs):
            sys.exit(
                f"the {what} at the start is {ours} for Fovea and {theirs} by NumPy in float64: not the same problem"
            )
    print(
        f"start: cost {cost:.7f}, by Fovea {float(row['cost']):.7f}; gradient {norm:.6f}, by Fovea "
        f"{float(row['gradient_norm']):.6f}",
        file=sys.stderr,
    )


def run_fovea(options, folder, name):
    """Trains as a command; its seconds are those since the command was started."""
    command = train(
        options,
        folder,
        name,
        "--preconditioner",
        OURS[name],
        "--iterations",
        100_000,
        "--max-seconds",
        options.seconds,
    )
    arrived, words = {}, []
    start = time.perf_counter()
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        found = re.match(r"iteration (\d+)/", line)
        if found:
            arrived.setdefault(int(found[1]), time.perf_counter() - start)
        else:
            words.append(line)
    if process.wait():
        sys.exit(f"our own training failed: is --java, or JAVA_HOME, a JDK 25?\n{''.join(words)}")
    whole = time.perf_counter() - start
    rows = metrics(folder / name)
    before = max(seconds - float(rows[i]["seconds"]) for i, seconds in arrived.items())
    points, lowest = [], math.inf
    for row in rows:
        if float(row["cost"]) < lowest:
            lowest = float(row["cost"])
            points.append((int(row["evaluations"]), before + float(row["seconds"]), lowest))
    config = json.loads((folder / name / "config.json").read_text())
    return {
        "name": name,
        "preparation_seconds": before,
        "command_seconds": whole,
        "evaluations": int(rows[-1]["evaluations"]),
        "ended": config["result"]["outcome"],
        "points": points,
    }


def reached(points, target):
    """(evaluations, seconds) of the first point that is as low as the target, or None."""
    return next(((e, s) for e, s, cost in points if cost <= target), None)


def thinned(points, targets):
    """The first, the last, those that reach a target, and in between those that are a thousandth lower."""
    kept, targets = [], sorted(targets, reverse=True)
    for i, (e, s, cost) in enumerate(points):
        passed = bool(targets) and cost <= targets[0]
        while targets and cost <= targets[0]:
            targets.pop(0)
        if not kept or passed or i == len(points) - 1 or cost <= kept[-1][2] * (1 - 1e-3):
            kept.append((e, round(s, 4), round(cost, 7)))
    return kept


def version(package):
    try:
        return importlib.metadata.version({"sklearn": "scikit-learn"}.get(package, package))
    except importlib.metadata.PackageNotFoundError:
        return None


def machine(options):
    cpu = (
        re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
        if os.path.exists("/proc/cpuinfo")
        else None
    )
    said = subprocess.run([options.java, "-version"], capture_output=True, text=True).stderr.splitlines()
    return {
        "processor": cpu[1] if cpu else platform.processor(),
        "cores": cores(),
        "threads": options.threads,
        "system": platform.platform(),
        "java": said[1] if len(said) > 1 else None,
        "python": platform.python_version(),
        "packages": {p: version(p) for p in ("numpy", "scipy", "torch", "sklearn") if version(p)},
    }


def measure(options):
    if not options.jar.exists():
        sys.exit(f"{options.jar} is missing; build it with: mvn -q -DskipTests package")
    field = [name for name in OURS if options.archive or name != "fovea-archive"]
    for name, package in (MLP if options.mlp else PEERS).items():
        if importlib.util.find_spec(package):
            field.append(name)
        else:
            print(f"skipped, {package} is not installed: {name}", file=sys.stderr)
    if options.only:
        field = [name for name in field if name == "fovea-kronecker" or name in options.only]

    if os.getloadavg()[0] > cores() / 4:
        print(f"the machine is busy, its load is {os.getloadavg()[0]:.1f}: the times will say little", file=sys.stderr)
    results, targets, loads = {}, options.targets, []
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        prepare(options, folder)
        for round_number in range(1, options.rounds + 1):
            for name in list(field):
                loads.append(os.getloadavg()[0])
                result = (
                    run_fovea(options, folder, name)
                    if name in OURS
                    else run(
                        [
                            sys.executable,
                            str(HERE / "quality_peer.py"),
                            name,
                            str(folder),
                            str(options.seconds),
                            str(options.threads),
                        ]
                    )
                )
                if result is None:
                    field.remove(name)
                    results.pop(name, None)
                    continue
                results.setdefault(name, []).append(result)
                _, seconds, cost = result["points"][-1]
                print(
                    f"round {round_number}: {name} {cost:.5f} after {seconds:.2f} s, "
                    f"{result['evaluations']} evaluations, "
                    f"{result['ended']}",
                    file=sys.stderr,
                )
        fovea_config = json.loads((folder / "fovea-kronecker" / "config.json").read_text())

    if not targets:
        usual = not options.mlp and (options.n, options.weight_decay, options.beta, options.rho) == (
            10240,
            LAMBDA,
            BETA,
            RHO,
        )
        lowest = min(runs[0]["points"][-1][2] for runs in results.values())
        targets = TARGETS if usual else [math.ceil(lowest * (1 + part) * 1e4) / 1e4 for part in PARTS]
    targets = sorted(targets, reverse=True)
    tables = {str(target): table(results, target, options.seconds) for target in targets}
    print_tables(options, results, tables)
    if options.json:
        write(
            options,
            {
                "problem": {"n": options.n, "network": f"{SIDE * SIDE}-{HIDDEN}", **problem_of(options)},
                "seconds": options.seconds,
                "rounds": options.rounds,
                "machine": machine(options),
                "fovea": {"version": fovea_config["version"], "machine": fovea_config["machine"]},
                "load": [round(load, 2) for load in loads],
                "targets": targets,
                "reached": tables,
                "results": {
                    name: [r | {"points": thinned(r["points"], targets)} for r in runs]
                    for name, runs in results.items()
                },
            },
        )


def table(results, target, limit):
    """For each contestant and round: evaluations and seconds to the target, and the seconds as a multiple of
    fovea-kronecker's of that round. A contestant that did not get there needs longer than it had: the limit, and
    before it, for ours, the start of the command. It has no evaluations."""
    out = {}
    ours = [reached(r["points"], target) for r in results["fovea-kronecker"]]
    for name, runs in results.items():
        found = [reached(r["points"], target) for r in runs]
        seconds = [
            f[1] if f else limit + (r["preparation_seconds"] if name in OURS else 0) for f, r in zip(found, runs)
        ]
        out[name] = {
            "evaluations": [f and f[0] for f in found],
            "seconds": [round(s, 4) for s in seconds],
            "reached": [f is not None for f in found],
            "times_ours": [s / o[1] if o else None for s, o in zip(seconds, ours)],
        }
    return out


def print_tables(options, results, tables):
    problem = problem_of(options)
    print(
        f"{options.n} x {SIDE * SIDE}-{HIDDEN}, "
        + ", ".join(f"{k} {v}" for k, v in problem.items())
        + f", threads: {options.threads}, rounds: {options.rounds}, at most {options.seconds:g} s each"
    )
    for target, rows in tables.items():
        print(f"\n| to {target} | evaluations | seconds, median (min – max) | times ours, median (min – max) |")
        print("|---|---|---|---|")
        for name, row in rows.items():
            print(f"| {name} | {evaluations_text(row)} | {seconds_text(row)} | {ratio_text(row)} |")
    print(
        "\nBefore the first evaluation, median seconds: "
        + ", ".join(
            f"{name} {statistics.median(r['preparation_seconds'] for r in runs):.2f}"
            + (" (counted)" if name in OURS else " (not counted)")
            for name, runs in results.items()
        )
    )
    print(
        "Lowest cost, median: "
        + ", ".join(
            f"{name} {statistics.median(r['points'][-1][2] for r in runs):.5f}" for name, runs in results.items()
        )
    )


def evaluations_text(row):
    there = [e for e in row["evaluations"] if e is not None]
    return f"{statistics.median(there):g}" if 2 * len(there) > len(row["evaluations"]) else "–"


def seconds_text(row):
    missing = row["reached"].count(False)
    return spread(row["seconds"], missing) + (
        f", not reached in {missing} of {len(row['reached'])}" if missing else ""
    )


def ratio_text(row):
    return "–" if None in row["times_ours"] else spread(row["times_ours"], not all(row["reached"]))


def spread(values, more):
    return f"{'> ' if more else ''}{statistics.median(values):.2f} ({min(values):.2f} – {max(values):.2f})"


def write(options, results):
    """JSON with each list of numbers in one line."""
    text = re.sub(
        r"\[[^][{}\"]*\]",
        lambda found: re.sub(r"\s+", " ", found[0]).replace("[ ", "[").replace(" ]", "]"),
        json.dumps(results, indent=1),
    )
    options.json.write_text(text + "\n")


def chart(options):
    """Cost against evaluations and against seconds; of each contestant the round of median time to the second target."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    from matplotlib import ticker

    measured = json.loads(options.json.read_text())
    targets, results = measured["targets"], measured["results"]
    figure, axes = plt.subplots(1, 2, figsize=(13, 5), sharey=True, layout="constrained")
    shown, ends = {}, []
    for name, runs in results.items():
        times = measured["reached"][str(targets[min(1, len(targets) - 1)])][name]["seconds"]
        order = sorted(range(len(runs)), key=lambda i: times[i])
        shown[name] = runs[order[(len(runs) - 1) // 2]]["points"]
        ends.append(shown[name][-1][2])
    for axis, column in ((axes[0], 0), (axes[1], 1)):
        for name, points in shown.items():
            axis.plot(
                [max(p[column], 1e-3) for p in points],
                [p[2] for p in points],
                color=COLOURS[name],
                label=LABELS[name],
                linewidth=2.6 if name == "fovea-kronecker" else 1.5,
                zorder=3 if name in OURS else 2,
            )
        for target in targets:
            axis.axhline(target, color="#bbbbbb", linewidth=0.6, zorder=1)
        axis.set_xscale("log")
        axis.spines[["top", "right"]].set_visible(False)
        axis.xaxis.set_major_locator(ticker.LogLocator(subs=(1, 2, 5)))
        axis.xaxis.set_major_formatter(lambda value, _: f"{value:,g}")
        axis.xaxis.set_minor_formatter(lambda value, _: "")
    lowest = min(ends)
    axes[0].set_ylim(lowest - 0.02 * lowest, 1.6 * lowest)
    axes[0].set_ylabel("cost, the lowest so far")
    axes[0].set_xlabel("evaluations of cost and gradient")
    axes[1].set_xlabel("seconds; Fovea: since the command was started, others: since the optimiser was called")
    axes[0].set_xlim(left=1)
    axes[1].set_xlim(left=0.8 * min(p[1] for points in shown.values() for p in points if p[2] < 1.6 * lowest))
    handles, labels = axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4, fontsize=9, frameon=False)
    problem = measured["problem"]
    figure.suptitle(
        f"{problem['n']:,} × {problem['network']}, λ {problem['lambda']:g}, β {problem['beta']:g}, ρ {problem['rho']:g}"
        f", {problem['decoder']} decoder; threads: {measured['machine']['threads']}"
    )
    figure.savefig(options.png, dpi=110)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    command = commands.add_parser("measure", help="run all contestants in turn and print tables")
    command.set_defaults(action=measure)
    command.add_argument("--n", type=int, default=10240, help="patches, default %(default)s")
    command.add_argument("--lambda", type=float, default=LAMBDA, dest="weight_decay", help="default %(default)s")
    command.add_argument("--beta", type=float, default=BETA, help="default %(default)s")
    command.add_argument("--rho", type=float, default=RHO, help="default %(default)s")
    command.add_argument("--history", type=int, default=10, help="steps the peers' L-BFGS remember, default %(default)s")
    command.add_argument("--mlp", action="store_true", help="a linear decoder and beta 0, against scikit-learn")
    command.add_argument("--seconds", type=float, default=60, help="each contestant's limit, default %(default)s")
    command.add_argument("--rounds", type=int, default=3, help="default %(default)s")
    command.add_argument("--threads", type=int, default=cores(), help="default: all cores")
    command.add_argument(
        "--targets",
        type=float,
        nargs="+",
        metavar="COST",
        help=f"default {' '.join(map(str, TARGETS))}; for another "
        "problem 5, 2, 1 and 0.5 %% above the lowest cost of the first round",
    )
    command.add_argument("--only", nargs="+", metavar="NAME", help="these, and fovea-kronecker")
    command.add_argument("--json", type=pathlib.Path, help="also write all of it to this file")
    command.add_argument(
        "--jar", type=pathlib.Path, default=ROOT / "target" / "fovea.jar", help="default target/fovea.jar"
    )
    command.add_argument("--archive", type=pathlib.Path, help="bin/fovea of the archive that brings its own Java")
    command.add_argument("--java", default=java(), help="java of a JDK 25, default %(default)s")
    command = commands.add_parser("chart", help="draw what measure --json wrote")
    command.set_defaults(action=chart)
    command.add_argument("json", type=pathlib.Path)
    command.add_argument("png", type=pathlib.Path)
    options = parser.parse_args()
    options.action(options)


if __name__ == "__main__":
    main()
