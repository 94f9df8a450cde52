#!/usr/bin/env python3
"""Times our step and the peers' in turn, round by round, and prints how many times longer each of them takes.

Build target/benchmarks.jar first: mvn -q -Pbenchmarks -DskipTests package. What is not installed is skipped. The ratio is taken
in each round, of runs that stand next to each other, so that a machine that slows down does not favour anyone.
"""

import argparse
import importlib.util
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
JAR = HERE.parent.parent / "target" / "benchmarks.jar"
JVM_OPTIONS = ["--add-modules", "jdk.incubator.vector"]


def java():
    """The java of JAVA_HOME, or the one on the path."""
    home = os.environ.get("JAVA_HOME")
    return os.path.join(home, "bin", "java") if home else shutil.which("java") or "java"


def contenders(options):
    """(command, the Python package it needs)"""
    sizes = [str(options.n), options.network, options.threads]
    yield [options.java, *JVM_OPTIONS, "-cp", str(JAR), "fovea.bench.StepTimer", *sizes], None
    yield [sys.executable, str(HERE / "step_numpy.py"), *sizes], "numpy"
    for how in "eager", "hand", "compile":
        yield [sys.executable, str(HERE / "step_torch.py"), *sizes, "--how", how], "torch"


def run(command):
    """What a contender reports; None, and its last words on stderr, where it fails."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode == 0:
        return json.loads(done.stdout.splitlines()[-1])
    words = done.stderr.strip().splitlines() or ["no message"]
    print(f"failed: {' '.join(command)}: {words[-1]}", file=sys.stderr)
    return None


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("n", type=int, nargs="?", default=10240, help="examples, default %(default)s")
    parser.add_argument("network", nargs="?", default="256-64", help="inputs-hidden, default %(default)s")
    parser.add_argument("threads", nargs="?", default="all", help="a number, or all (the default)")
    parser.add_argument("--rounds", type=int, default=3, help="default %(default)s")
    parser.add_argument("--json", type=pathlib.Path, help="also write the results to this file")
    parser.add_argument("--java", default=java(), help="java of a JDK 25, default %(default)s")
    options = parser.parse_args()
    if not JAR.exists():
        parser.error(f"{JAR} is missing; build it with: mvn -q -Pbenchmarks -DskipTests package")

    field = []
    for command, package in contenders(options):
        if package is None or importlib.util.find_spec(package):
            field.append(command)
        else:
            print(f"skipped, {package} is not installed: {' '.join(command[1:])}", file=sys.stderr)

    times, ratios, costs = {}, {}, {}
    for round_number in range(1, options.rounds + 1):
        ours = None
        for command in list(field):
            result = run(command)
            if result is None:
                if command is field[0]:
                    sys.exit("our own step failed: is --java, or JAVA_HOME, a JDK 25?")
                field.remove(command)
                continue
            name, median = result["name"], result["median_ms"]
            ours = ours or median
            print(f"round {round_number}: {name} {median:.2f} ms", file=sys.stderr)
            times.setdefault(name, []).append(median)
            ratios.setdefault(name, []).append(median / ours)
            costs[name] = result["cost"]

    ours_cost = costs["fovea"]
    print(f"{options.n} x {options.network}, threads: {options.threads}, rounds: {options.rounds}")
    print("| | median ms | times ours, median (min – max) | cost |")
    print("|---|---|---|---|")
    for name, values in times.items():
        r = ratios[name]
        print(f"| {name} | {statistics.median(values):.2f} "
              f"| {statistics.median(r):.2f} ({min(r):.2f} – {max(r):.2f}) | {costs[name]:.6f} |")
    if options.json:
        results = {
            name: {"median_ms": values, "times_ours": ratios[name], "cost": costs[name]}
            for name, values in times.items()}
        options.json.write_text(json.dumps(
            {"n": options.n, "network": options.network, "threads": options.threads,
             "results": results}, indent=1) + "\n")
    for name, cost in costs.items():
        if abs(cost - ours_cost) > 1e-4 * abs(ours_cost):
            sys.exit(f"{name} computes another cost than ours: {cost} instead of {ours_cost}")


if __name__ == "__main__":
    main()
