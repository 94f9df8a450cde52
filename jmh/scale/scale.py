#!/usr/bin/env python3
"""Times an evaluation of cost and gradient over the number of examples: in memory, from the disk, and on Spark.

    scale.py machine docs/benchmarks/scale.json          in memory and from the disk, in turn
    scale.py spark docs/benchmarks/scale-spark.json      on Spark, against one process, in turn
    scale.py chart docs/benchmarks docs/scale.png        draws both
    scale.py examples x.npy 1000000 uint8                writes what is trained on

Build the jars first: mvn -q -DskipTests package, or mvn -Pspark verify -DskipTests -DskipITs for both. Needs NumPy; the chart needs
matplotlib. A time is the median over the second half of a run's evaluations, from metrics.csv; a resident size is the peak of the
whole run, reading included.
"""

import argparse
import csv
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

TARGET = pathlib.Path(__file__).resolve().parent.parent.parent / "target"
D = 256
HIDDEN = 64
PIECE = 100_000


def java():
    """The java of JAVA_HOME, or the one on the path."""
    home = os.environ.get("JAVA_HOME")
    return os.path.join(home, "bin", "java") if home else shutil.which("java") or "java"


def examples(folder, n, kind):
    """A .npy file of n examples with something to learn, by another process: the resident size of this one would be passed on to those it starts."""
    path = folder / f"{n}-{kind}.npy"
    if not path.exists():
        subprocess.run([sys.executable, __file__, "examples", path, str(n), kind], check=True)
    return path


def write_examples(path, n, kind):
    import numpy

    random = numpy.random.default_rng(n)
    mixed = random.standard_normal((32, D)).astype(numpy.float32) / 6
    table = numpy.lib.format.open_memmap(path, "w+", kind, (n, D))
    for start in range(0, n, PIECE):
        rows = min(PIECE, n - start)
        values = 0.5 + 0.15 * random.standard_normal((rows, 32)).astype(numpy.float32) @ mixed
        values = numpy.clip(values, 0.1, 0.9)
        table[start:start + rows] = values if kind == "float32" else (255 * values).astype(kind)
    table.flush()


def seconds(run):
    """Seconds of an evaluation, the median over the second half of a run."""
    with open(run / "metrics.csv", newline="") as file:
        rows = [(float(r["seconds"]), int(r["evaluations"])) for r in csv.DictReader(file)]
    each = [(b[0] - a[0]) / (b[1] - a[1]) for a, b in zip(rows, rows[1:])]
    return statistics.median(each[len(each) // 2:])


def timed(command, run, environment):
    """Runs a training and reads its time, and the peak resident size in MB of the largest of its processes."""
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            list(map(str, command)), stdout=output, stderr=output, env=os.environ | environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            sys.exit(f"failed: {' '.join(map(str, command))}\n{output.read()}")
    return {"seconds": seconds(run), "resident_mb": round(usage.ru_maxrss / 1024)}


def train(options, data, iterations, folder, *more, heap=None):
    run = folder / "run"
    shutil.rmtree(run, ignore_errors=True)
    command = [options.java, "-jar", TARGET / "fovea.jar", "train", data, "--preprocess", "none",
               "--hidden", HIDDEN, "--iterations", iterations, "--tolerance", 0, "--checkpoint-every", 0, "--quiet",
               "--out", run, *more]
    return timed(command, run, {"FOVEA_OPTS": f"-Xmx{heap}"} if heap else {})


def spark(options, data, iterations, folder, master, *conf):
    run = folder / "run"
    shutil.rmtree(run, ignore_errors=True)
    command = [options.java, *SPARK_MODULES, "-Xmx6g", "-cp", f"{TARGET}/spark-home/jars/*", "org.apache.spark.deploy.SparkSubmit",
               "--master", master, "--conf", "spark.ui.enabled=false", "--conf", "spark.driver.host=127.0.0.1", *conf,
               "--class", "fovea.spark.Train", TARGET / "fovea-spark.jar", "--input", data, "--hidden", HIDDEN,
               "--iterations", iterations, "--tolerance", 0, "--checkpoint-every", 0, "--quiet", "--out", run]
    return timed(command, run, {"SPARK_HOME": str(TARGET / "spark-home"), "SPARK_SCALA_VERSION": "2.13",
                                "SPARK_LOCAL_IP": "127.0.0.1"})


# What spark-submit adds (org.apache.spark.launcher.JavaModuleOptions).
SPARK_MODULES = [
    "--add-modules", "jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED",
    *(word for package in ("lang", "lang.invoke", "lang.reflect", "io", "net", "nio", "util", "util.concurrent",
                           "util.concurrent.atomic")
      for word in ("--add-opens", f"java.base/java.{package}=ALL-UNNAMED")),
    *(word for package in ("jdk.internal.ref", "sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar")
      for word in ("--add-opens", f"java.base/{package}=ALL-UNNAMED")),
    "-Djdk.reflect.useDirectMethodHandle=false", "-Dio.netty.tryReflectionSetAccessible=true"]


def iterations(n):
    """So many that compiling is long over in the second half, and a run of ten million ends."""
    return max(6, min(200, 3_000_000 // n))


def report(row, path, rows):
    """A row is printed and saved as soon as it is there."""
    rows.append(row)
    print("  ".join(f"{value:,.4f}" if isinstance(value, float) else str(value) for value in row.values()), flush=True)
    path.write_text(json.dumps(rows, indent=1) + "\n")


def machine(options, folder):
    rows = []
    threads = sorted({1, os.cpu_count()})
    for n in options.examples or (10_000, 100_000, 1_000_000, 10_000_000):
        # What is longer would not fit the memory of most machines.
        kinds = ["float32", "uint8"] if n < 10_000_000 else ["uint8"]
        for kind in kinds:
            data = examples(folder, n, kind)
            for round_ in range(options.rounds if n < 10_000_000 else 1):
                for t in threads if n < 1_000_000 else threads[-1:]:
                    ways = [("memory", [], options.memory), ("disk", ["--stream"], options.heap)]
                    # In memory bytes are the same floats as the others'.
                    for way, more, heap in ways if kind == "float32" else ways[1:]:
                        found = train(options, data, iterations(n), folder, "--threads", t, *more, heap=heap)
                        report({"way": way, "type": kind, "n": n, "threads": t, "round": round_, "heap": heap, **found}, options.json, rows)
            data.unlink()


def on_spark(options, folder):
    rows = []
    memory = ("--conf", "spark.executor.memory=4g")
    for n in options.examples or (10_000, 100_000, 1_000_000):
        data = examples(folder, n, "float32")
        for round_ in range(options.rounds if n < 1_000_000 else 1):
            for t in sorted({1, os.cpu_count()}):
                found = train(options, data, iterations(n), folder, "--threads", t)
                report({"way": "memory", "n": n, "cores": t, "round": round_, **found}, options.json, rows)
                for master in f"local[{t}]", f"local-cluster[{t},1,4096]":
                    found = spark(options, data, iterations(n), folder, master, *(memory if "cluster" in master else ()))
                    report({"way": master, "n": n, "cores": t, "round": round_, **found}, options.json, rows)
        data.unlink()


def chart(options):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(13, 4.6), layout="constrained")
    # Okabe and Ito's palette.
    lines = {("memory", "float32"): ("in memory", "#0072B2"), ("disk", "float32"): ("from the disk, float32", "#E69F00"),
             ("disk", "uint8"): ("from the disk, uint8", "#009E73")}
    rows = json.loads((options.folder / "scale.json").read_text())
    threads = max(r["threads"] for r in rows)
    for t, style in (1, "--"), (threads, "-"):
        for (way, kind), (name, colour) in lines.items():
            draw(left, [r for r in rows if (r["way"], r["type"], r["threads"]) == (way, kind, t)],
                 f"{name}, {t} thread{'s' * (t > 1)}", color=colour, linestyle=style)
    left.set_title("One process")
    left.set_ylabel("microseconds an evaluation, for each example")
    rows = json.loads((options.folder / "scale-spark.json").read_text())
    cores = max(r["cores"] for r in rows)
    for t, style in (1, "--"), (cores, "-"):
        for way, name, colour in (("memory", "one process", "#0072B2"), (f"local[{t}]", "Spark, threads", "#CC79A7"),
                                  (f"local-cluster[{t},1,4096]", "Spark, executors of one core", "#D55E00")):
            draw(right, [r for r in rows if (r["way"], r["cores"]) == (way, t)],
                 f"{name}, {t} core{'s' * (t > 1)}", color=colour, linestyle=style)
    right.set_title("Spark against one process, examples in memory")
    left.set_ylim(0)
    right.set_yscale("log")
    right.set_yticks((1, 2, 5, 10), ("1", "2", "5", "10"))
    right.minorticks_off()
    for axes in left, right:
        axes.set_xscale("log")
        axes.set_xlabel("examples")
        axes.grid(color="#dddddd", linewidth=0.5)
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(fontsize=8, frameon=False, loc="lower left" if axes is left else "upper right")
    figure.savefig(options.png, dpi=110)


def draw(axes, rows, name, **style):
    sizes = sorted({r["n"] for r in rows})
    axes.plot(sizes, [1e6 / n * statistics.median(r["seconds"] for r in rows if r["n"] == n) for n in sizes],
              marker="o", markersize=4, label=name, **style)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--java", default=java(), help="java of a JDK 25, default %(default)s")
    what = parser.add_subparsers(dest="what", required=True)
    for name, run in ("machine", machine), ("spark", on_spark):
        one = what.add_parser(name)
        one.add_argument("json", type=pathlib.Path)
        one.add_argument("--examples", type=int, nargs="+", help="numbers of examples")
        one.add_argument("--rounds", type=int, default=3, help="of each below a million examples, default %(default)s")
        one.add_argument("--folder", type=pathlib.Path, help="for the data, 4 GB at most; default a temporary one")
        one.add_argument("--memory", default="16g", help="-Xmx in memory, default %(default)s")
        one.add_argument("--heap", default="600m", help="-Xmx from the disk, default %(default)s")
        one.set_defaults(run=run)
    one = what.add_parser("chart")
    one.add_argument("folder", type=pathlib.Path)
    one.add_argument("png", type=pathlib.Path)
    one = what.add_parser("examples")
    one.add_argument("path", type=pathlib.Path)
    one.add_argument("n", type=int)
    one.add_argument("kind")
    options = parser.parse_args()
    if options.what == "chart":
        chart(options)
        return
    if options.what == "examples":
        write_examples(options.path, options.n, options.kind)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or pathlib.Path(temporary)
        folder.mkdir(exist_ok=True)
        options.run(options, folder)


if __name__ == "__main__":
    main()
