"""Reading and writing pixels: the only module that touches Pillow. Without Django."""

import io
import math
import re
import warnings
from typing import Any, Final

from PIL import Image, ImageCms, ImageFilter, ImageOps, ImageStat, UnidentifiedImageError

from media.rules import (
    MAX_BYTES,
    MAX_PIXELS,
    MAX_PIXELS_LAYERED,
    ORIGINAL_QUALITY,
    ORIGINAL_SIDE,
    QUALITY,
    fitted,
)
from media.workshop.refusal import (
    BROKEN,
    NOT_READABLE,
    TOO_MANY_BYTES,
    TOO_MANY_PIXELS,
    TOO_SMALL,
    Refusal,
)

#: What may be kept; the rest is written anew as JPEG, or as PNG where one can see through it.
_KEPT: Final = ("JPEG", "PNG", "WEBP")
#: A progressive JPEG is held whole while it is decoded, however small it is wanted.
_PROGRESSIVE_BYTES: Final = 180_000_000
_SMALLEST: Final = 8
#: A marker of a JPEG that has a length, or its end; within a scan, FF 00 is a value and FF D0–D7 are pauses.
_MARKER: Final = re.compile(rb"\xff[^\x00\x01\xd0-\xd8\xff]")
_END, _SCAN = 0xD9, 0xDA
#: A progressive JPEG comes in about ten scans; each of two thousand is a walk over all pixels.
_MOST_SCANS: Final = 100
_LAPLACE: Final = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)
#: Below this spread of brightness a picture is one flat colour, and looks like every other.
_FLAT: Final = 4.0


def cleaned(data: bytes) -> tuple[dict[str, Any], bytes]:
    """
    Return what is known of an uploaded picture, and the picture written anew without any metadata.

    Raises:
        Refusal: see ``opened``.
    """
    # Only what phones send is HEIC, and only the workshop's child opens that: 3 MB that no web worker needs.
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False, decode_threads=1)
    image, image_format = opened(data)
    if image_format not in _KEPT:
        image_format = "PNG" if image.mode == "RGBA" else "JPEG"
    made = encoded(image, image_format, original=True)
    facts = {"format": image_format, "width": image.width, "height": image.height}
    return facts | seen(image), made


def opened(data: bytes, *, side: int = ORIGINAL_SIDE) -> tuple[Image.Image, str]:
    """
    Return the decoded, upright sRGB picture, at most ``side`` long, and its format.

    The header is judged before any pixel is decoded. Of an animation the first frame is taken.

    Raises:
        Refusal: too large a file or picture, none that we read, broken.
    """
    if len(data) > MAX_BYTES:
        raise Refusal(TOO_MANY_BYTES, limit=MAX_BYTES // 2**20)
    known = [each for each in MAX_PIXELS if each != "HEIF" or each in Image.OPEN]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image: Image.Image = Image.open(io.BytesIO(data), formats=known)
    except Image.DecompressionBombError as error:
        raise Refusal(TOO_MANY_PIXELS, limit=120) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, MemoryError, RuntimeError) as error:
        raise Refusal(NOT_READABLE, kind=kind_of(data)) from error
    image_format = "JPEG" if image.format == "MPO" else str(image.format)
    _judge_size(image, image_format)
    try:
        if image_format == "JPEG":
            if _scans(data) > _MOST_SCANS:
                raise Refusal(BROKEN)
            _scale_down(image, side)
        image.load()
        # One step after the other, so that each one's source is let go before the next.
        image = _smaller(image, side)
        image = _in_srgb(image)
        image = _upright(image)
    except Refusal:
        raise
    except Exception as error:
        # Each decoder fails in its own words; to whoever sent the file they all mean the same.
        raise Refusal(BROKEN) from error
    return image, image_format


def _scans(data: bytes) -> int:
    """Count the scans of a JPEG up to its end: behind it a phone may keep a film."""
    at, count = 2, 0
    while (found := _MARKER.search(data, at)) is not None:
        kind = found[0][1]
        if kind == _END:
            break
        count += kind == _SCAN
        length = int.from_bytes(data[found.end() : found.end() + 2], "big")
        at = found.end() + max(length, 2)
    return count


def _judge_size(image: Image.Image, image_format: str) -> None:
    limit = MAX_PIXELS[image_format]
    if getattr(image, "is_animated", False) or (image_format == "AVIF" and image.mode == "RGBA"):
        limit = MAX_PIXELS_LAYERED.get(image_format, limit)
    if image.width * image.height > limit:
        raise Refusal(TOO_MANY_PIXELS, limit=limit // 1_000_000)
    if min(image.size) < _SMALLEST:
        raise Refusal(TOO_SMALL, limit=_SMALLEST)


def _scale_down(image: Image.Image, side: int) -> None:
    """Have a huge JPEG decoded at a half, a quarter or an eighth: no less than three quarters of ``side``."""
    width, height = image.size
    image.draft("RGB", (side * 3 // 4, side * 3 // 4))
    if not image.info.get("progressive"):
        return
    layers = [(across, down) for _id, across, down, _table in getattr(image, "layer", ())]
    most = max((across * down for across, down in layers), default=1)
    shares = sum(across * down / most for across, down in layers)
    if width * height * 2 * shares + image.width * image.height * 4 > _PROGRESSIVE_BYTES:
        raise Refusal(TOO_MANY_PIXELS, limit=17)


def _smaller(image: Image.Image, side: int) -> Image.Image:
    """Return the picture within ``side``: first of all, because everything after it makes copies."""
    size = fitted(image.width, image.height, side)
    info = image.info
    if image.mode in ("I;16", "I;16B", "I;16L", "I", "F"):
        image = image.point(lambda value: value * (1 / 257)).convert("L")
    elif image.mode in ("P", "PA", "1") and size != image.size:
        image = image.convert("RGBA" if "transparency" in info or image.mode == "PA" else "RGB")
    if size != image.size:
        image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    image.info.update({name: info[name] for name in ("icc_profile", "transparency", "exif") if name in info})
    return image


def _upright(image: Image.Image) -> Image.Image:
    """Return the picture as the phone meant it; a note about it that cannot be read is none."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:
        return image


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return RGB or RGBA in sRGB; a colour profile that cannot be read is left out."""
    transparent = image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info
    profile, exif = image.info.get("icc_profile"), image.info.get("exif")
    found: Image.Image | None = None
    if profile and (transparent or image.mode == "P"):
        image = image.convert("RGBA" if transparent else "RGB")
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            colours = image.convert("RGB") if image.mode == "RGBA" else image
            found = ImageCms.profileToProfile(
                colours, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            if found is not None and image.mode == "RGBA":
                found.putalpha(image.getchannel("A"))
        except (ImageCms.PyCMSError, OSError, ValueError):
            found = None
    if found is None:
        found = image.convert("RGBA" if transparent else "RGB")
    found.info = {"exif": exif} if exif else {}
    return found


def encoded(image: Image.Image, image_format: str, *, original: bool = False) -> bytes:
    """Return the picture in the format, without any metadata. JPEG has no transparency: white shows."""
    bare = image if type(image) is Image.Image else image.copy()
    bare.info = {}
    bare._exif = None
    if image_format == "JPEG" and bare.mode == "RGBA":
        ground = Image.new("RGB", bare.size, "white")
        ground.paste(bare, mask=bare.getchannel("A"))
        bare = ground
    out = io.BytesIO()
    quality = ORIGINAL_QUALITY if original else QUALITY.get(image_format, 0)
    match image_format:
        case "JPEG":
            bare.save(out, "JPEG", quality=quality, progressive=not original, optimize=True)
        case "PNG":
            bare.save(out, "PNG", optimize=False)
        case "WEBP":
            bare.save(out, "WEBP", quality=quality, method=1 if original else 4)
        case _:
            bare.save(out, "AVIF", quality=quality, speed=8, max_threads=1)
    return out.getvalue()


def reduced(image: Image.Image, size: int) -> Image.Image:
    """Return the picture scaled down to fit a square of ``size`` pixels."""
    target = fitted(image.width, image.height, size)
    return image if target == image.size else image.resize(target, Image.Resampling.LANCZOS, reducing_gap=3.0)


def seen(image: Image.Image) -> dict[str, Any]:
    """
    Return what can be told of a picture at a glance.

    ``colour``: the commonest, six hex digits. ``light``: mean brightness, 0–255. ``sharp``: the variance of
    its edges at 512 pixels (a shaken photograph stays under 60). ``look``: its perceptual hash as a signed
    number of 64 bits, None for one flat colour.
    """
    small = reduced(image, 512)
    if small.mode == "RGBA":
        ground = Image.new("RGB", small.size, "white")
        ground.paste(small, mask=small.getchannel("A"))
        small = ground
    grey = small.convert("L")
    stat = ImageStat.Stat(grey)
    common = small.resize((48, 48), Image.Resampling.BOX).quantize(6)
    palette, counts = common.getpalette() or [0, 0, 0], common.getcolors() or [(1, 0)]
    most: Any = max(counts, key=lambda each: each[0])
    first = int(most[1]) * 3
    return {
        "colour": bytes(palette[first : first + 3]).hex(),
        "light": round(stat.mean[0]),
        "sharp": min(round(ImageStat.Stat(_edges(grey)).var[0]), 32_000),
        "look": look_of(grey) if stat.stddev[0] >= _FLAT else None,
    }


def _edges(grey: Image.Image) -> Image.Image:
    """The outermost pixels have no neighbours: the filter leaves them as they are, which is no edge."""
    return grey.filter(_LAPLACE).crop((1, 1, max(grey.width - 1, 2), max(grey.height - 1, 2)))


_COSINES: Final = [[math.cos(math.pi * k * (2 * n + 1) / 64) for n in range(32)] for k in range(8)]


def look_of(grey: Image.Image) -> int:
    """
    Return the perceptual hash: the low frequencies of the picture at 32 × 32, each above the median or not.

    Sizes, formats and light change few of its 64 bits (Zauner, 2010). Signed, as PostgreSQL's bigint is.
    """
    pixels = grey.resize((32, 32), Image.Resampling.BOX).tobytes()
    rows = [pixels[at : at + 32] for at in range(0, 1024, 32)]
    half = [[sum(c * v for c, v in zip(cos, row, strict=True)) for row in rows] for cos in _COSINES]
    found = [sum(c * v for c, v in zip(cos, column, strict=True)) for cos in _COSINES for column in half]
    middle = sorted(found[1:])[31]
    bits = sum(1 << place for place, value in enumerate(found) if place and value > middle)
    return bits - (1 << 64) if bits >= 1 << 63 else bits


def kind_of(data: bytes) -> str:
    """Return what a file that is no picture seems to be, for the sentence; empty where nobody knows."""
    head = data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf"):
        return "pdf"
    if head.startswith((b"gif8", b"bm", b"ii*\0", b"mm\0*", b"8bps", b"\0\0\1\0")):
        return "picture"
    if data[4:8] == b"ftyp" or head.startswith((b"\x1a\x45\xdf\xa3", b"riff", b"oggs", b"id3")):
        return "film"
    if b"<svg" in head or b"<html" in head or head.startswith((b"<!doctype", b"<?xml", b"<script")):
        return "page"
    return ""
