"""Policy of pictures: limits, sizes, names. Values in, values out."""

import re
from typing import Final, Literal

Format = Literal["ORIGINAL", "WEBP", "AVIF"]

#: Longest side in pixels that pages may ask for; Saleor's thumbnail sizes.
SIZES: Final = (32, 64, 128, 256, 512, 1024, 2048, 4096)
#: A kept original is no larger than this on its longest side.
ORIGINAL_SIDE: Final = 4096
MAX_BYTES: Final = 20 * 1024 * 1024
#: JPEG is decoded at a fraction of its size where it is huge; the others are not, so they may be less.
MAX_PIXELS: Final = {"JPEG": 120_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}
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


def public_path(key: str, size: int | None, image_format: Format) -> str:
    """Return the immutable address: ``/media/<key>/512.webp``; without an ending in the original's format."""
    stem = "original" if size is None else str(nearest_size(size))
    ending = "" if image_format == "ORIGINAL" else f".{EXTENSIONS[image_format]}"
    return f"/media/{key}/{stem}{ending}"
