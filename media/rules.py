"""Policy of pictures: limits, sizes, names. Values in, values out."""

import re
from typing import Final, Literal

Format = Literal["ORIGINAL", "WEBP", "AVIF"]

#: Longest side in pixels that anybody may ask for; Saleor's thumbnail sizes.
SIZES: Final = (32, 64, 128, 256, 512, 1024, 2048, 4096)
#: Longest side in pixels of what our own pages choose from, in WebP and AVIF.
PAGE_SIZES: Final = (240, 320, 480, 640, 960, 1280, 1600)
#: What a task makes ahead, for everybody to see (False) and for those whom a view lets in (True). WEBP is
#: what the store's documents ask for, WEBP+ what our pages do.
MADE_AHEAD: Final[dict[bool, dict[str, tuple[int, ...]]]] = {
    False: {"WEBP": (128, 256, 512, 1024), "WEBP+": PAGE_SIZES, "AVIF": PAGE_SIZES},
    True: {"WEBP": (128, 256, 512)},
}
#: A kept original is no larger than this on its longest side.
ORIGINAL_SIDE: Final = 3200
#: Of one file, photograph or paper, however it comes. Our pages make photographs small on the phone first
#: (some hundred KB); a form without JavaScript sends what the camera made, and a scan of a paper is no less.
MAX_BYTES: Final = 20 * 1024 * 1024
#: JPEG is decoded at a fraction of its size where it is huge; the others are not, so they may be less: a
#: picture takes at most 250 MB of memory (tests/media/test_hostile.py).
MAX_PIXELS: Final = {
    "JPEG": 120_000_000,
    "PNG": 16_800_000,
    "WEBP": 12_100_000,
    "HEIF": 25_000_000,
    "AVIF": 13_000_000,
}
#: Moving, or seen through, they are unpacked several times over.
MAX_PIXELS_LAYERED: Final = {"WEBP": 8_000_000, "AVIF": 11_000_000}
EXTENSIONS: Final = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}
CONTENT_TYPES: Final = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
}
#: Encoder quality (0–100). WebP 75 keeps a 512 px photograph near 30 KB: the page's picture budget.
QUALITY: Final = {"JPEG": 82, "WEBP": 75, "AVIF": 55}
ORIGINAL_QUALITY: Final = 92
#: What a form's file field offers (``accept``): what we read, by kind and, where a system knows no kind of
#: HEIC, by ending. Fields that open the camera say ``image/*``.
ACCEPTED_PICTURES: Final = "image/jpeg,image/png,image/webp,image/avif,image/heic,image/heif,.heic,.heif"
ACCEPTED_EVIDENCE: Final = f"{ACCEPTED_PICTURES},application/pdf"
KEY: Final = re.compile(r"[0-9a-f]{64}")


def nearest_size(size: int) -> int:
    """Return the size of SIZES closest to the one asked for; the smaller of two equally close."""
    return min(SIZES, key=lambda candidate: (abs(candidate - size), candidate))


def fitted(width: int, height: int, size: int) -> tuple[int, int]:
    """Return width and height scaled down to fit a square of ``size``; never enlarged, never 0."""
    longest = max(width, height)
    if longest <= size:
        return width, height
    return max(1, round(width * size / longest)), max(1, round(height * size / longest))


def stored_name(key: str, stem: str, image_format: str, *, private: bool = False) -> str:
    """
    Return the name in storage: ``pictures/ab/abcd…/512.webp``; stem is a size or ``original``.

    What is private lies in a folder of its own: a bucket hands ``pictures/`` to anybody.
    """
    folder = "private-pictures" if private else "pictures"
    return f"{folder}/{key[:2]}/{key}/{stem}.{EXTENSIONS[image_format]}"
