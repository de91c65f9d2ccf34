"""Three hundred files that nobody should send: each with a name, made here, the same every time"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

HEIC = (Path(__file__).parent / "files" / "phone.heic").read_bytes()
SCRIPT = b"<script>alert(document.cookie)</script>"


def noise(size: tuple[int, int] = (96, 64), seed: int = 7) -> Image.Image:
    small = Image.frombytes("L", (16, 16), random.Random(seed).randbytes(256))
    return small.resize(size, Image.Resampling.BICUBIC)


def photo(
    mode: str = "RGB", image_format: str = "JPEG", size: tuple[int, int] = (96, 64), **options: object
) -> bytes:
    out = io.BytesIO()
    noise(size).convert(mode).save(out, image_format, **options)
    return out.getvalue()


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(
    width: int, height: int, rows: bytes, *, depth: int = 8, colour: int = 2, more: bytes = b""
) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            png_chunk(b"IHDR", header),
            more,
            png_chunk(b"IDAT", rows),
            png_chunk(b"IEND", b""),
        )
    )


def _bombs() -> Iterator[tuple[str, bytes]]:
    zeros = zlib.compress(bytes(20_000_000), 9)
    for width, height in (
        (60_000, 60_000),
        (5_000, 4_000),
        (2**31 - 1, 1),
        (1, 2**31 - 1),
        (30_000, 700),
        (0, 5),
    ):
        yield f"png bomb {width}×{height}", png_of(width, height, zeros)
    yield (
        "png with a text bomb",
        png_of(
            16,
            16,
            zlib.compress(bytes(16 * 49)),
            more=png_chunk(b"zTXt", b"note\0\0" + zlib.compress(bytes(90_000_000), 9)),
        ),
    )
    yield (
        "png with a profile bomb",
        png_of(
            16,
            16,
            zlib.compress(bytes(16 * 49)),
            more=png_chunk(b"iCCP", b"icc\0\0" + zlib.compress(bytes(90_000_000), 9)),
        ),
    )
    plain = bytearray(photo())
    at = plain.index(b"\xff\xc0")
    for width, height in ((65_500, 65_500), (20_000, 20_000), (11_000, 10_900)):
        struct.pack_into(">HH", plain, at + 5, height, width)
        yield f"jpeg that says {width}×{height}", bytes(plain)
    progressive = bytearray(photo(progressive=True))
    at = progressive.index(b"\xff\xc2")
    struct.pack_into(">HH", progressive, at + 5, 9_000, 9_000)
    yield "progressive jpeg that says 81 million pixels", bytes(progressive)
    scan = progressive[progressive.index(b"\xff\xda") : -2]
    struct.pack_into(">HH", progressive, at + 5, 4_000, 4_000)
    yield "jpeg of two thousand scans", bytes(progressive[:-2]) + bytes(scan) * 2_000 + b"\xff\xd9"
    webp = bytearray(photo(image_format="WEBP", lossless=True))
    struct.pack_into("<I", webp, 21, 0x0FFF_FFFF)
    yield "webp that says 16384×16384", bytes(webp)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("photo.jpg", bytes(5_000_000))
    yield "zip bomb", out.getvalue()


def _wolves() -> Iterator[tuple[str, bytes]]:
    """Other kinds of file, bare and with a picture's beginning."""
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
    xxe = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'
    html = b"<!doctype html><html><body onload=alert(1)>" + SCRIPT
    others = {
        "svg": svg, "svg with an entity": xxe, "html": html, "html after spaces": b"\n\n   " + html, "script": SCRIPT,
        "php": b"<?php system($_GET['c']); ?>", "pdf": b"%PDF-1.7\n1 0 obj<<>>endobj", "elf": b"\x7fELF" + bytes(300),
        "windows program": b"MZ" + bytes(300), "shell": b"#!/bin/sh\nrm -rf /\n", "film": b"\0\0\0\x18ftypmp42" + bytes(300),
        "webm": b"\x1a\x45\xdf\xa3" + bytes(300), "gif": photo("P", "GIF"), "tiff": photo(image_format="TIFF"),
        "bmp": photo(image_format="BMP"), "psd": b"8BPS\0\1" + bytes(300), "ico": b"\0\0\1\0" + bytes(300),
        "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n(%pipe%id) (r) file", "imagemagick": b"push graphic-context\nfill 'url(|id)'\n",
        "empty": b"", "one byte": b"\xff", "spaces": b" " * 5000, "zeros": bytes(5000), "jxl": b"\xff\x0a" + bytes(300),
        "mpeg": b"ID3\x04" + bytes(300), "mail": b"From: a@b.c\nSubject: hi\n\n" + photo(), "json": b'{"a":' * 4000,
        "gzip": b"\x1f\x8b\x08" + bytes(300), "jpeg 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(300),
    }  # fmt: skip
    heads = {"jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0", "png": b"\x89PNG\r\n\x1a\n", "webp": b"RIFF\xff\0\0\0WEBPVP8 ",
             "heic": b"\0\0\0\x18ftypheic\0\0\0\0heicmif1", "avif": b"\0\0\0\x18ftypavif\0\0\0\0avifmif1"}  # fmt: skip
    yield from others.items()
    for name, data in list(others.items())[:9]:
        for head, start in heads.items():
            yield f"{name} behind the first bytes of a {head}", start + data


def _wounded() -> Iterator[tuple[str, bytes]]:
    """Real pictures, cut short and with bytes changed: what a bad network and a fuzzer make of them."""
    whole = {
        "jpeg": photo(quality=90), "progressive": photo(progressive=True), "png": photo(image_format="PNG"),
        "webp": photo(image_format="WEBP"), "avif": photo(image_format="AVIF", speed=10), "heic": HEIC,
    }  # fmt: skip
    for name, data in whole.items():
        for part in (0.02, 0.2, 0.5, 0.8, 0.97):
            yield f"{name}, {part:.0%} of it", data[: int(len(data) * part)]
        for seed in range(24):
            dice = random.Random(f"{name} {seed}")
            wounded = bytearray(data)
            for _wound in range(dice.choice((1, 4, 40))):
                wounded[dice.randrange(len(wounded))] = dice.randrange(256)
            yield f"{name}, wounded {seed}", bytes(wounded)


def _odd() -> Iterator[tuple[str, bytes]]:
    """Pictures that are odd and good: kept, and clean."""
    for mode in ("L", "CMYK"):
        yield f"{mode} jpeg", photo(mode)
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        out = io.BytesIO()
        base = noise()
        (
            base.convert("I").point(lambda v: v * 257).convert("I;16")
            if mode == "I;16"
            else base.convert(mode)
        ).save(out, "PNG")
        yield f"{mode} png", out.getvalue()
    yield "rgb png of 16 bits", png_of(40, 40, zlib.compress((b"\0" + bytes(range(240))) * 40), depth=16)
    frames = [noise(seed=n).convert("RGB") for n in range(5)]
    for image_format in ("WEBP", "PNG"):
        out = io.BytesIO()
        frames[0].save(out, image_format, save_all=True, append_images=frames[1:], duration=80)
        yield f"animated {image_format.lower()}", out.getvalue()
    for turn in range(9):
        exif = Image.Exif()
        exif[0x0112] = turn
        exif[0x010F] = "Phone of Zeba"
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (34.0, 5.0, 1.0)
        yield f"jpeg turned {turn}", photo(exif=exif)
    for name, tail in {
        "script": SCRIPT,
        "zip": b"PK\x03\x04" + bytes(99),
        "page": b"<html>" + SCRIPT,
        "php": b"<?php id(); ?>",
    }.items():
        yield f"jpeg with a {name} behind it", photo() + tail
        yield f"jpeg with a {name} in its comment", photo(comment=tail)
        yield (
            f"png with a {name} in a note",
            png_of(16, 16, zlib.compress(bytes(16 * 49)), more=png_chunk(b"tEXt", b"Comment\0" + tail)),
        )
    yield "jpeg with a profile that is none", photo(icc_profile=b"not a profile" * 40)
    yield "heic", HEIC
    yield "heic, sideways", (Path(__file__).parent / "files" / "sideways.heic").read_bytes()
    yield "a line", photo(size=(4000, 9))
    yield "a line too thin", photo(size=(4000, 1))
    yield "one pixel", photo(size=(1, 1))


def hostile() -> list[tuple[str, bytes]]:
    """Return name and bytes of each, the first three hundred and more."""
    return [*_odd(), *_wolves(), *_bombs(), *_wounded()]
