"""What the peers' scripts share: the arguments, the data of fovea.bench.Synthetic, the timing of fovea.bench.StepTimer."""

import argparse
import json
import os
import pathlib
import time

import numpy as np

LAMBDA, BETA, RHO = 5e-4, 0.2, 0.5


def arguments(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("n", type=int, nargs="?", default=10240, help="examples, default %(default)s")
    parser.add_argument("network", nargs="?", default="256-64", help="inputs-hidden, default %(default)s")
    parser.add_argument("threads", nargs="?", default="all", help="a number, or all (the default)")
    return parser


def parse(parser):
    """The parsed arguments with d, h and threads as numbers."""
    options = parser.parse_args()
    try:
        options.d, options.h = (int(size) for size in options.network.split("-"))
    except ValueError:
        parser.error(f"network: inputs-hidden is wanted, such as 256-64, not {options.network}")
    options.threads = cores() if options.threads == "all" else int(options.threads)
    return options


def cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def uniform(seed, count, low, high):
    """SplitMix64's outputs as float32 in [low, high), the same bits as Synthetic.uniform gives."""
    values = np.empty(count, np.float32)
    chunk = 1 << 20
    for start in range(0, count, chunk):
        index = np.arange(start, min(start + chunk, count), dtype=np.uint64)
        z = (np.uint64(seed << 40) + index + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        unit = ((z ^ (z >> np.uint64(31))) >> np.uint64(11)).astype(np.float64) * 2.0**-53
        values[start : start + len(index)] = low + unit * (high - low)
    return values


def examples(n, d):
    return uniform(1, n * d, 0.1, 0.9).reshape(n, d)


def theta(d, h):
    """W1 (H×D), b1, W2 (D×H), b2."""
    w0 = (6 / (d + h)) ** 0.5
    flat = uniform(2, 2 * d * h + h + d, -w0, w0)
    w1, b1, w2, b2 = np.split(flat, np.cumsum([d * h, h, d * h]))
    return w1.reshape(h, d), b1, w2.reshape(d, h), b2


def safetensors(path):
    """The float32 tensors of a safetensors file by their names."""
    data = pathlib.Path(path).read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    header.pop("__metadata__", None)
    tensors = {}
    for name, tensor in header.items():
        if tensor["dtype"] != "F32":
            raise ValueError(f"{path}: {name} is {tensor['dtype']}, not F32")
        first, end = tensor["data_offsets"]
        tensors[name] = np.frombuffer(data[start + first:start + end], "<f4").reshape(tensor["shape"])
    return tensors


def report(name, step, threads):
    """Warms up for two seconds, times steps one by one for five; prints one line of JSON."""
    start = time.perf_counter()
    while True:
        cost = step()
        if time.perf_counter() - start > 2:
            break
    times = []
    start = time.perf_counter()
    while not times or time.perf_counter() - start < 5:
        before = time.perf_counter()
        step()
        times.append((time.perf_counter() - before) * 1e3)
    median = sorted(times)[len(times) // 2]
    print(json.dumps({
        "name": name,
        "median_ms": round(median, 4),
        "steps": len(times),
        "threads": threads,
        "cost": float(cost),
    }))
