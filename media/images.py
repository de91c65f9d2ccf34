"""Reading and writing pixels: the only module that touches Pillow."""

import io
import warnings
from typing import cast

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from media.errors import PictureRefused
from media.rules import MAX_BYTES, MAX_PIXELS, ORIGINAL_QUALITY, ORIGINAL_SIDE, QUALITY, fitted


def opened(data: bytes) -> tuple[Image.Image, str]:
    """
    Return the decoded, upright sRGB picture, at most ORIGINAL_SIDE long, and its format.

    The header is judged before any pixel is decoded. Of an animation the first frame is taken.

    Raises:
        PictureRefused: too large a file or picture, not JPEG/PNG/WebP, broken.
    """
    if len(data) > MAX_BYTES:
        raise PictureRefused(
            _("The file is larger than %(limit)d MB.") % {"limit": MAX_BYTES // 2**20},
            code="FILE_SIZE_LIMIT_EXCEEDED",
            field="image",
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=tuple(MAX_PIXELS))
    except Image.DecompressionBombError as error:
        raise _too_many_pixels(max(MAX_PIXELS.values())) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise PictureRefused(
            _("This file is not a photograph that we can read. Send a JPEG, PNG or WebP picture."),
            code="UNSUPPORTED_MIME_TYPE",
            field="image",
        ) from error
    image_format = "JPEG" if image.format == "MPO" else cast(str, image.format)
    _check_size(image, image_format)
    try:
        if image_format == "JPEG":
            image.draft("RGB", (ORIGINAL_SIDE, ORIGINAL_SIDE))
        image.load()
        upright = _in_srgb(ImageOps.exif_transpose(image))
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, IndexError, ArithmeticError) as error:
        raise PictureRefused(
            _("The picture is broken or cut short. Save it again and send it once more."),
            code="INVALID_FILE_TYPE",
            field="image",
        ) from error
    size = fitted(upright.width, upright.height, ORIGINAL_SIDE)
    return (upright if size == upright.size else upright.resize(size, Image.Resampling.LANCZOS)), image_format


def _check_size(image: Image.Image, image_format: str) -> None:
    if image.width * image.height > MAX_PIXELS[image_format]:
        raise _too_many_pixels(MAX_PIXELS[image_format])


def _too_many_pixels(limit: int) -> PictureRefused:
    return PictureRefused(
        _("The picture has more than %(limit)d million pixels.") % {"limit": limit // 1_000_000},
        code="FILE_SIZE_LIMIT_EXCEEDED",
        field="image",
    )


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return RGB or RGBA in sRGB; a colour profile that cannot be read is left out."""
    transparent = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGBA" if transparent else "RGB")


def encoded(image: Image.Image, image_format: str, *, original: bool = False) -> bytes:
    """Return the picture in the format, without any metadata. JPEG has no transparency: white shows."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    if image_format == "JPEG" and bare.mode == "RGBA":
        ground = Image.new("RGB", bare.size, "white")
        ground.paste(bare, mask=bare.getchannel("A"))
        bare = ground
    out = io.BytesIO()
    quality = ORIGINAL_QUALITY if original else QUALITY.get(image_format, 0)
    match image_format:
        case "JPEG":
            bare.save(out, "JPEG", quality=quality, progressive=True, optimize=True)
        case "PNG":
            bare.save(out, "PNG", optimize=False)
        case "WEBP":
            bare.save(out, "WEBP", quality=quality, method=1 if original else 4)
        case _:
            bare.save(out, "AVIF", quality=quality, speed=7)
    return out.getvalue()


def reduced(image: Image.Image, size: int) -> Image.Image:
    """Return the picture scaled down to fit a square of ``size`` pixels."""
    target = fitted(image.width, image.height, size)
    return image if target == image.size else image.resize(target, Image.Resampling.LANCZOS, reducing_gap=3.0)
