"""Photographs as phones take them: good, dark, blurred; made by rule, so that every run has the same."""

import io
import random

from PIL import Image, ImageFilter


def scene(seed: int, size: tuple[int, int] = (1200, 900), *, fine: bool = False) -> Image.Image:
    """Light and shade in large patches, as a shawl on a wall has; ``fine`` with its weave."""
    dice = random.Random(seed)
    small = Image.frombytes("RGB", (6, 5), dice.randbytes(90))
    image = small.resize(size, Image.Resampling.BICUBIC)
    if fine:
        weave = Image.frombytes("L", (120, 90), dice.randbytes(120 * 90)).resize(
            size, Image.Resampling.NEAREST
        )
        image = Image.blend(image, Image.merge("RGB", [weave] * 3), 0.35)
    return image


def jpeg(image: Image.Image, quality: int = 88) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def good(seed: int = 1) -> bytes:
    return jpeg(scene(seed, fine=True))


def dark(seed: int = 2) -> bytes:
    return jpeg(scene(seed, fine=True).point(lambda value: value // 4))


def blurred(seed: int = 3) -> bytes:
    return jpeg(scene(seed, fine=True).filter(ImageFilter.GaussianBlur(12)))


def sent_on(data: bytes) -> bytes:
    """Return the JPEG as another phone would send it: other words of a camera beside the same pixels."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0132] = "Another phone", "2026:11:03 09:15:00"
    words = exif.tobytes()
    return data[:2] + b"\xff\xe1" + (len(words) + 2).to_bytes(2, "big") + words + data[2:]
