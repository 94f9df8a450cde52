#!/usr/bin/env python3
"""Makes kinds.h5, kinds-new.h5 and hdf5-2.h5: needs numpy and h5py with HDF5 2.0. Usage: python3 make-hdf5.py

Arrays are 20x6 and hold (k * 7 % 23 - 5) / 32 at flat C-order index k, those of integers k * 5 % 127. Of the arrays called
fill-… only rows 10 to 14 were written; the rest is the fill value that the name tells.
"""
import h5py
import numpy as np

K = np.arange(120).reshape(20, 6)
X = (K * 7 % 23 - 5) / 32


def filled(f, name, dtype, value, **options):
    d = f.create_dataset(name, (20, 6), dtype, chunks=(5, 4), fillvalue=value, **options)
    d[10:15] = (X if np.dtype(dtype).kind == "f" else K * 5 % 127)[10:15]


def fills(f):
    for kind, value in [(">f4", 0.25), ("f8", -0.5), ("i4", -7), ("u1", 51), ("u2", 52428), ("u8", 9)]:
        filled(f, "fill-" + np.dtype(kind).name, kind, value)
    filled(f, "fill-nan", "f4", np.nan)
    filled(f, "fill-packed", "f4", 0.25, compression="gzip", shuffle=True)
    filled(f, "fill-one-unlimited", "f4", 0.25, maxshape=(None, 6), compression="gzip")
    filled(f, "fill-two-unlimited", "f4", 0.25, maxshape=(None, None))
    filled(f, "fill-none", "f4", None)


def compact(f):
    kind = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
    kind.set_layout(h5py.h5d.COMPACT)
    d = h5py.h5d.create(f.id, b"compact", h5py.h5t.NATIVE_DOUBLE, h5py.h5s.create_simple((20, 6)), kind)
    d.write(h5py.h5s.ALL, h5py.h5s.ALL, X)


with h5py.File("kinds.h5", "w") as f:
    fills(f)
    compact(f)
    f["large"] = (K * 5 % 127).astype("u8") + np.uint64(2**63)
    f.create_dataset("sparse", (3_000_000, 1), "f4", chunks=(1, 1))[7] = 1
    f["elsewhere"] = h5py.ExternalLink("other.h5", "/deep/x")
    for packed in "szip", "scaleoffset":
        options = dict(compression="szip") if packed == "szip" else dict(scaleoffset=0)
        f.create_dataset(packed, data=(K * 5 % 127).astype("i4"), chunks=(5, 6), **options)
    f.create_dataset("outside", data=X, external=[("raw.bin", 0, h5py.h5f.UNLIMITED)])

with h5py.File("kinds-new.h5", "w", libver=("v110", "v110")) as f:
    fills(f)
    compact(f)
    virtual = h5py.VirtualLayout((20, 6), "f8")
    virtual[:] = h5py.VirtualSource("other.h5", "x", (20, 6))
    f.create_virtual_dataset("virtual", virtual)

with h5py.File("hdf5-2.h5", "w", libver="latest") as f:
    f.create_dataset("data", data=X, chunks=(5, 6), compression="gzip")
    f["deep/plain"] = X
