"""The goods' pictures as paper needs them: JPEG, of a size that prints sharp."""

import io
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from PIL import Image

from media.facade import PictureUnknown, key_of, picture_bytes
from storefront.brand_kit.brand import PICTURE_PX

_SECONDS: Final = 6.0
_MOST_BYTES: Final = 5_000_000
_MOST_PIXELS: Final = 25_000_000
_AT_ONCE: Final = 4
_QUALITY: Final = 86


def pictures_of(addresses: Iterable[str]) -> dict[str, bytes]:
    """Return address -> JPEG for those that can be had; a piece without its picture is printed without."""
    wanted = sorted({address for address in addresses if address})
    ours = {address: key for address in wanted if (key := key_of(address))}
    found = {address: _kept(key) for address, key in ours.items()}
    others = [address for address in wanted if address not in ours]
    if others:
        with ThreadPoolExecutor(max_workers=_AT_ONCE) as threads:
            found |= dict(zip(others, threads.map(_fetched, others), strict=True))
    return {address: picture for address, picture in found.items() if picture}


@lru_cache(maxsize=64)
def _kept(key: str) -> bytes:
    try:
        return _printable(picture_bytes(key))
    except PictureUnknown:
        return b""


def _fetched(address: str) -> bytes:
    """Ask the store itself, and no other host: the address is the store's word."""
    store = urlsplit(getattr(settings, "SALEOR_API_URL", "") or "")
    asked = urlsplit(address)
    if not store.hostname or asked.hostname != store.hostname or asked.scheme not in ("http", "https"):
        return b""
    try:
        with httpx.stream("GET", address, timeout=_SECONDS, follow_redirects=False) as answer:
            if answer.status_code != httpx.codes.OK:
                return b""
            content = b""
            for part in answer.iter_bytes():
                content += part
                if len(content) > _MOST_BYTES:
                    return b""
        return _printable(content)
    except httpx.HTTPError:
        return b""


def _printable(content: bytes) -> bytes:
    """Return the picture as JPEG on white, no larger than print needs; nothing where it is none."""
    try:
        picture = Image.open(io.BytesIO(content))
        if picture.width * picture.height > _MOST_PIXELS:
            return b""
        picture.draft("RGB", (PICTURE_PX, PICTURE_PX))
        picture.thumbnail((PICTURE_PX, PICTURE_PX))
        flat = Image.new("RGB", picture.size, "white")
        with_alpha = picture.convert("RGBA")
        flat.paste(with_alpha, mask=with_alpha.getchannel("A"))
    except (OSError, ValueError, Image.DecompressionBombError):
        return b""
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
