"""Times two jars or programs of Fovea in turn, from the command to the prompt.

    python3 jmh/peers/start.py --rounds 5 --json start.json before.jar target/fovea.jar train
    python3 jmh/peers/start.py --rounds 11 --json archive.json target/fovea.jar fovea-0.1.0/bin/fovea --version

The default java starts jars. What the runs print is dropped. Of train the seconds of the loop are those of metrics.csv.
"""

import argparse
import csv
import json
import statistics
import subprocess
import tempfile
import time
from pathlib import Path


def run(program, arguments):
    start = ["java", "-jar", program] if program.endswith(".jar") else [program]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run"
        where = ["--out", str(out)] if arguments[0] == "train" else []
        began = time.perf_counter()
        subprocess.run(
            [*start, *arguments, *where],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        seconds = time.perf_counter() - began
        if not where:
            return {"seconds": seconds}
        rows = list(csv.DictReader((out / "metrics.csv").open()))
        return {"seconds": seconds, "loop": float(rows[-1]["seconds"])}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("before")
    parser.add_argument("now")
    parser.add_argument("arguments", nargs="*")
    given, more = parser.parse_known_args()
    arguments = given.arguments + more
    for program in (given.before, given.now):
        run(program, arguments)  # the first leaves an archive of classes
    rounds = []
    for i in range(given.rounds):
        order = ("before", "now") if i % 2 == 0 else ("now", "before")
        rounds.append({which: run(getattr(given, which), arguments) for which in order})
    given.json.write_text(json.dumps({"arguments": arguments, "rounds": rounds}, indent=1) + "\n")
    for which in ("before", "now"):
        seconds = [pair[which]["seconds"] for pair in rounds]
        print(f"{which:7} {statistics.median(seconds):6.2f} s")
    ratios = sorted(pair["now"]["seconds"] / pair["before"]["seconds"] for pair in rounds)
    print(f"ratio   {statistics.median(ratios):6.2f}   ({ratios[0]:.2f} to {ratios[-1]:.2f})")


main()
