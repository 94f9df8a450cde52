#!/usr/bin/env python3
"""Makes the files beside it that Java cannot write: needs numpy, h5py and Pillow. Usage: python3 make-fixtures.py

Every array holds, at flat C-order index k, number(k); every image is 16x16 with R = 16 x, G = 16 y, B = 8 (x + y).
"""
import io
import struct
import zipfile

import h5py
import numpy as np
from PIL import Image


def number(k, kind):
    if kind == "b":
        return k % 3 == 0
    if kind == "f":
        return (k * 7 % 23 - 5) / 32
    return k * 5 % 127 - (20 if kind == "i" else 0)


def array(shape, dtype="<f4"):
    kind = np.dtype(dtype).kind
    return np.array([number(k, kind) for k in range(int(np.prod(shape)))]).astype(dtype).reshape(shape)


def npy():
    with zipfile.ZipFile("arrays.zip", "w", zipfile.ZIP_DEFLATED) as z:

        def add(name, a, version=(1, 0)):
            out = io.BytesIO()
            np.lib.format.write_array(out, a, version)
            z.writestr(zipfile.ZipInfo(name + ".npy"), out.getvalue())

        for kind in "f2 f4 f8 u1 u2 u4 i1 i2 i4 i8 b1".split():
            for order in "<>":
                for layout in "CF":
                    a = np.asarray(array((4, 5), order + kind), order=layout)
                    add(f"type-{kind}-{'little' if order == '<' else 'big'}-{layout}-4x5", a)
        for shape in [(4, 5), (2, 3, 3), (2, 3, 4, 4), (2, 1, 2, 2), (2, 4, 4, 3), (2, 4, 4, 1), (5, 1), (2, 3, 3, 3)]:
            for layout in "CF":
                for version in 1, 2, 3:
                    name = f"shape-f4-v{version}-{layout}-{'x'.join(map(str, shape))}"
                    add(name, np.asarray(array(shape), order=layout), (version, 0))


def hdf5():
    with h5py.File("old-chunked.h5", "w") as f:
        options = dict(chunks=(4, 3, 3, 4), compression="gzip", shuffle=True)
        f.create_dataset("data", data=array((10, 3, 4, 4)), **options)
    with h5py.File("new-chunked.h5", "w", libver="latest") as f:
        f.create_dataset("data", data=array((10, 9), "<f8"), chunks=(4, 4), maxshape=(None, 9), compression="gzip")
    with h5py.File("groups.h5", "w", userblock_size=512) as f:
        f["deep/er/big-endian"] = array((3, 2, 2), ">f4")
        f["deep/bytes"] = array((3, 2, 2, 3), "u1")
        f["deep/shorts"] = array((3, 4), "<u2")
        f["deep/signed"] = array((3, 4), "<i8")
        f["deep/half"] = array((3, 4), "<f2")
        f["deep/text"] = np.array([b"one", b"two"])
        f["deep/flags"] = array((3, 4), "?")
        f["deep/loop"] = f["deep"]
        f["soft"] = h5py.SoftLink("/deep/signed")
        f["broken"] = h5py.SoftLink("/nowhere")
        f["none"] = np.zeros((0, 4), "f4")
        f["line"] = array((7,))
        f["scalar"] = np.float32(1)
        f.create_dataset("unwritten", (8, 4), "f4", chunks=(4, 4))
        f.create_dataset("enormous", (2**40, 4), "f4", chunks=(4, 4))


def images():
    y, x = np.mgrid[0:16, 0:16]
    rgb = np.stack([16 * x, 16 * y, 8 * (x + y)], -1).astype(np.uint8)
    alpha = (255 - 17 * x).astype(np.uint8)
    im = Image.fromarray(rgb)
    rgba = Image.fromarray(np.dstack([rgb, alpha]))
    ramp = 4096 * x + y
    at = "images/"
    im.save(at + "lossless.webp", lossless=True)
    im.save(at + "lossy.webp", quality=95)
    rgba.save(at + "alpha.webp", lossless=True, exact=True)
    im.save(at + "animated.webp", save_all=True, append_images=[im.rotate(90)], lossless=True)
    im.save(at + "animated.gif", save_all=True, append_images=[im.rotate(90)])
    im.save(at + "progressive.jpg", quality=98, subsampling=0, progressive=True)
    im.save(at + "bad-profile.jpg", quality=98, subsampling=0, icc_profile=b"not a colour profile at all")
    im.convert("CMYK").save(at + "cmyk.jpg", quality=98)
    im.convert("CMYK").save(at + "cmyk.tif")
    im.save(at + "lzw.tif", compression="tiff_lzw")
    im.save(at + "jpeg.tif", compression="jpeg", quality=98)
    fax_tiff(at + "fax.tif", Image.fromarray((x + y) % 3 == 0))
    Image.fromarray(ramp.astype(np.uint16)).save(at + "grey16.tif")
    Image.fromarray(ramp.astype(np.int32)).save(at + "grey32.tif")
    Image.fromarray((ramp / 65536).astype(np.float32)).save(at + "float.tif")
    Image.fromarray(np.where(ramp == 20485, np.nan, 0.5).astype(np.float32)).save(at + "float-nan.tif")
    big_tiff(at + "big.tif", rgb)
    premultiplied_tiff(at + "premultiplied.tif", rgb, alpha)


def big_tiff(name, rgb):
    """One strip, big-endian BigTIFF."""
    tags = [(256, 3, 16), (257, 3, 16), (259, 3, 1), (262, 3, 2), (273, 16, None), (277, 3, 3), (278, 3, 16), (279, 16, 768)]
    bits = [(258, 3, 3)]
    entries = sorted(tags + bits)
    start = 16 + 8 + 20 * len(entries) + 8
    out = b"MM\0+" + struct.pack(">HHQ", 8, 0, 16) + struct.pack(">Q", len(entries))
    for tag, kind, value in entries:
        if tag == 258:
            out += struct.pack(">HHQHHHH", tag, kind, 3, 8, 8, 8, 0)
        elif kind == 3:
            out += struct.pack(">HHQHHHH", tag, kind, 1, value, 0, 0, 0)
        else:
            out += struct.pack(">HHQQ", tag, kind, 1, start if value is None else value)
    open(name, "wb").write(out + struct.pack(">Q", 0) + rgb.tobytes())


def tiff(name, width, height, bits, photometric, compression, strip, extra=()):
    """Little-endian TIFF of one strip, the directory before it."""
    tags = [(256, 3, width), (257, 3, height), (258, 3, 8), (259, 3, compression), (262, 3, photometric), (273, 4, None),
            (277, 3, len(bits)), (278, 3, height), (279, 4, len(strip)), *extra]
    if len(bits) == 1:
        tags[2] = (258, 3, bits[0])
    after = 8 + 2 + 12 * len(tags) + 4
    start = after + 2 * len(bits)
    out = b"II*\0" + struct.pack("<IH", 8, len(tags))
    for tag, kind, value in tags:
        if tag == 258 and len(bits) > 1:
            out += struct.pack("<HHII", tag, kind, len(bits), after)
        elif kind == 3:
            out += struct.pack("<HHIHH", tag, kind, 1, value, 0)
        else:
            out += struct.pack("<HHII", tag, kind, 1, start if value is None else value)
    out += struct.pack("<I", 0) + struct.pack(f"<{len(bits)}H", *bits)
    open(name, "wb").write(out + strip)


def premultiplied_tiff(name, rgb, alpha):
    """Associated alpha: colours are stored multiplied by it."""
    pixels = np.dstack([np.round(rgb * (alpha[..., None] / 255)), alpha]).astype(np.uint8)
    tiff(name, 16, 16, (8, 8, 8, 8), 2, 1, pixels.tobytes(), [(338, 3, 1)])


def fax_tiff(name, image):
    out = io.BytesIO()
    image.save(out, "TIFF", compression="group4")
    tags = Image.open(out).tag_v2
    (start,), (length,) = tags[273], tags[279]
    tiff(name, 16, 16, (1,), tags[262], 4, out.getvalue()[start : start + length])


npy()
hdf5()
images()
