#!/usr/bin/env python3
"""Makes the files beside it: needs numpy, scipy, h5py and safetensors. Usage: python3 make-formats.py

Every array holds, at flat C-order index k of its shape as NumPy (or MATLAB) shows it, (k * 7 % 23 - 5) / 32 if it holds floats, else k * 5 % 127.
patches.* are the same 12 RGB patches of 4x4 pixels in several formats. version-7.3.mat is written by h5py in the layout of MATLAB.
"""
import gzip
import struct

import h5py
import numpy as np
import scipy.io
from safetensors.numpy import save_file


def array(*shape, dtype="<f4"):
    kind = np.dtype(dtype).kind
    n = int(np.prod(shape))
    return np.array([(k * 7 % 23 - 5) / 32 if kind == "f" else k * 5 % 127 for k in range(n)]).astype(dtype).reshape(shape)


def packed(name, data):
    with open(name, "wb") as raw, gzip.GzipFile("", "wb", mtime=0, fileobj=raw) as out:
        out.write(data)


def idx(a, code, big):
    return struct.pack(">HBB", 0, code, a.ndim) + struct.pack(f">{a.ndim}I", *a.shape) + a.astype(big).tobytes()


def patches():
    p = np.abs(array(12, 3, 4, 4))
    np.save("patches.npy", p)
    np.savez("patches.npz", data=p, other=p[:2])
    save_file({"data": p, "other": p[:2]}, "patches.safetensors")
    with h5py.File("patches.h5", "w") as f:
        f.create_dataset("data", data=p, chunks=(5, 3, 4, 2), compression="gzip", shuffle=True)
    scipy.io.savemat("patches.mat", {"data": p, "other": p[:2]}, do_compression=True)


def archives():
    np.savez_compressed("only.npz", x=np.asarray(array(6, 5, dtype=">f8"), order="F"))
    np.savez("bytes.npz", x=array(3, 2, 2, dtype="u1"), y=array(4, 3, dtype="i2"))
    types = "f8 f4 f2 u1 i1 u2 i2 u4 i4 u8 i8 ?".split()
    save_file({t: array(4, 3, dtype=t) for t in types}, "types.safetensors")
    bits = (array(4, 3).view("<u4") >> 16).astype("<u2")  # every value has few bits: nothing is lost
    header = b'{"x":{"dtype":"BF16","shape":[4,3],"data_offsets":[0,24]}}'
    open("bfloat16.safetensors", "wb").write(struct.pack("<Q", len(header)) + header + bits.tobytes())


def mnist():
    images = idx(array(5, 6, 6, dtype="u1"), 8, "u1")
    open("images-idx3-ubyte", "wb").write(images)
    packed("images-idx3-ubyte.gz", images)
    open("labels-idx1-ubyte", "wb").write(idx(array(5, dtype="u1"), 8, "u1"))
    open("doubles.idx", "wb").write(idx(array(4, 3, dtype="f8"), 0x0E, ">f8"))


def matlab():
    kinds = "double single int8 uint8 int16 uint16 int32 uint32 int64 uint64".split()
    types = "f8 f4 i1 u1 i2 u2 i4 u4 i8 u8".split()
    many = {kind: array(4, 3, dtype=t) for kind, t in zip(kinds, types)}
    many |= {"truth": array(4, 3, dtype="i4") % 2 == 0, "word": "text", "cell": np.array([1, "a"], dtype=object)}
    many |= {"complex": np.ones((2, 2)) * 1j, "sparse": scipy.sparse.csc_matrix(np.eye(3)), "line": array(1, 5)}
    many |= {"struct": {"a": 1.0}, "patches": array(6, 2, 2), "planes": array(2, 3, 4, 4), "empty": np.zeros((0, 3))}
    scipy.io.savemat("types.mat", many, do_compression=True)
    scipy.io.savemat("plain.mat", {"x": array(5, 3, dtype="f8")}, do_compression=False)
    scipy.io.savemat("stack.mat", {"IMAGES": array(20, 12, 3, dtype="f8")}, do_compression=True)
    scipy.io.savemat("colour-stack.mat", {"X": array(10, 11, 3, 4, dtype="u1")}, do_compression=True)
    big_endian()
    with h5py.File("version-7.3.mat", "w", userblock_size=512) as f:
        for name, a in {"table": array(5, 3, dtype="f8"), "IMAGES": array(20, 12, 3, dtype="f8"), "truth": array(4, 3, dtype="u1") % 2}.items():
            d = f.create_dataset(name, data=a.T, chunks=True, compression="gzip")
            d.attrs["MATLAB_class"] = np.bytes_("logical" if name == "truth" else "double")
    with open("version-7.3.mat", "r+b") as f:
        f.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64, Created on: Mon Jan  1 00:00:00 2024 HDF5 schema 1.00 .".ljust(116))
        f.write(bytes(8) + struct.pack("<H", 0x0200) + b"IM")


def big_endian():
    """scipy writes little-endian files only. Doubles stored as bytes, as MATLAB does where they fit; a short name stands in its tag."""

    def element(kind, data):
        if len(data) <= 4:
            return struct.pack(">HH", len(data), kind) + data.ljust(4, b"\0")
        return struct.pack(">II", kind, len(data)) + data + bytes(-len(data) % 8)

    a = array(4, 3, dtype="u1")
    matrix = element(6, struct.pack(">II", 6, 0)) + element(5, struct.pack(">ii", *a.shape))
    matrix += element(1, b"x") + element(2, a.tobytes(order="F"))
    head = b"MATLAB 5.0 MAT-file, written by hand".ljust(116) + bytes(8) + struct.pack(">H", 0x0100) + b"MI"
    open("big-endian.mat", "wb").write(head + element(14, matrix))


def tables():
    a = array(6, 4, dtype="f8")
    np.savetxt("savetxt.txt", a, header="columns: a b c d")
    with open("semicolons.csv", "w", newline="") as f:
        f.write('\ufeff"first; one";"b";"c ""quoted""";d\r\n')
        f.writelines(";".join(f'"{v}"' if i % 2 else f" {v} " for i, v in enumerate(row)) + "\r\n" for row in a)
    with open("tabs.tsv", "w") as f:
        f.writelines("\t".join(f"{v:.9e}" for v in row) + "\n\n" for row in a)


patches()
archives()
mnist()
matlab()
tables()
