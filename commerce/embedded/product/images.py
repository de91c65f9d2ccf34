"""Addresses of pictures."""

from typing import Any

from commerce.embedded.engine.errors import BadInput
from media.facade import rendition_url


def image_url(key: str, *, size: int | None, image_format: str | None, base_url: str) -> str:
    """
    Return the absolute, immutable address of a picture.

    Saleor hands out ``/thumbnail/<id>/<size>/``, which redirects to the file; here the file's own
    address goes out at once, and saves the browser a round trip. Without a size: the whole picture.
    """
    if size is not None and size < 0:
        raise BadInput("Size must not be negative.")
    wanted: Any = image_format or ("ORIGINAL" if size in (None, 0) else "WEBP")
    address = rendition_url(key, size or None, wanted)
    return f"{base_url}{address}" if address.startswith("/") else address
