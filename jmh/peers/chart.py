#!/usr/bin/env python3
"""Draws GFLOP/s against the alternatives, from what the benchmarks wrote. Needs matplotlib.

    chart.py docs/benchmarks/short.json docs/benchmarks/peers.json docs/benchmarks/gflops.png

The first file is of `benchmarks.jar --short --json`, the second of `compare.py --json`.
"""

import json
import statistics
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

PRODUCTS = {"encode": "X·W1ᵀ", "decode": "A·W2ᵀ", "back": "δ3·W2",
            "gradientW1": "∇W1", "gradientW2": "∇W2"}
# Okabe and Ito's palette.
LIBRARIES = {"fovea-cached": ("Fovea, in cache as in a step", "#0072B2"),
             "fovea": ("Fovea, whole batch", "#56B4E9"),
             "openblas": ("OpenBLAS, whole batch", "#E69F00"),
             "netlib": ("netlib VectorBLAS, whole batch", "#009E73"),
             "ejml": ("EJML, whole batch", "#999999")}
STEPS = {"fovea": "Fovea", "torch compile": "PyTorch,\ntorch.compile", "torch hand": "PyTorch,\nby hand",
         "numpy": "NumPy", "torch eager": "PyTorch,\neager"}


def median_ns(result):
    """The median over all forks' iterations."""
    metric = result["primaryMetric"]
    unit = {"ns/op": 1, "us/op": 1e3, "ms/op": 1e6}[metric["scoreUnit"]]
    return unit * statistics.median(v for fork in metric["rawData"] for v in fork)


def bars(axes, places, heights, width, **style):
    for bar in axes.bar(places, heights, width, **style):
        height = bar.get_height()
        axes.annotate(f"{height:.0f}", (bar.get_x() + bar.get_width() / 2, height), xytext=(0, 2),
                      textcoords="offset points", ha="center", fontsize=8)


def peak_line(axes, peak, threads):
    axes.axhline(peak, color="#333333", linewidth=1, linestyle="--")
    axes.annotate(f"fma peak, {threads}: {peak:.0f}", (1, peak), xycoords=("axes fraction", "data"),
                  xytext=(-4, 3), textcoords="offset points", ha="right", fontsize=9)
    axes.set_ylim(0, 1.12 * peak)
    axes.set_ylabel("GFLOP/s")
    axes.spines[["top", "right"]].set_visible(False)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    with open(sys.argv[1]) as file:
        short = json.load(file)
    with open(sys.argv[2]) as file:
        peers = json.load(file)

    peaks = {r["benchmark"].rsplit(".", 1)[-1]: r["secondaryMetrics"]["speed"]["score"]
             for r in short if "PeakBenchmark" in r["benchmark"]}
    one, all_threads = peaks["oneThread"], peaks["allThreads"]

    figure, (left, right) = plt.subplots(
        1, 2, figsize=(13, 4.6), width_ratios=(1.7, 1), layout="constrained")
    d, h = map(int, peers["network"].split("-"))
    products = [r for r in short if "ProductBenchmark" in r["benchmark"]]
    flops = 2 * peers["n"] * d * h
    shown = [i for i in LIBRARIES if any(r["params"]["impl"] == i for r in products)]
    width = 0.86 / len(shown)
    for place, implementation in enumerate(shown):
        rates = {r["params"]["product"]: flops / median_ns(r)
                 for r in products if r["params"]["impl"] == implementation}
        label, colour = LIBRARIES[implementation]
        bars(left, [i + (place - (len(shown) - 1) / 2) * width for i in range(len(PRODUCTS))],
             [rates[p] for p in PRODUCTS], width * 0.94, color=colour, label=label)
    left.set_xticks(range(len(PRODUCTS)), PRODUCTS.values())
    left.set_title(f"The five products of a step, one thread, {peers['n']:,} × {peers['network']}")
    peak_line(left, one, "one thread")
    left.legend(fontsize=8, ncols=3, loc="upper center", bbox_to_anchor=(0.5, -0.08), frameon=False)

    names = [n for n in STEPS if n in peers["results"]]
    rates = [5 * flops / (1e6 * statistics.median(peers["results"][n]["median_ms"])) for n in names]
    bars(right, range(len(names)), rates, 0.7,
         color=["#0072B2" if n == "fovea" else "#999999" for n in names])
    right.set_xticks(range(len(names)), [STEPS[n] for n in names])
    right.set_title(f"The whole step, threads: {peers['threads']}")
    peak_line(right, all_threads, "all threads")
    figure.savefig(sys.argv[3], dpi=110)


if __name__ == "__main__":
    main()
