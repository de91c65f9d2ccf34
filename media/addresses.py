"""Immutable addresses of pictures, and reading them back."""

import re
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from media.rules import EXTENSIONS, Format, nearest_size

_ADDRESS: Final = re.compile(r"/media/([0-9a-f]{64})/[a-z0-9.]+")


def path_of(key: str, stem: str, ending: str) -> str:
    """Return an address: ``/media/<key>/512.webp``, behind the CDN where the settings name one."""
    dot = "." if ending else ""
    return f"{settings.MEDIA_CDN_URL}/media/{key}/{stem}{dot}{ending}"


def public_path(key: str, size: int | None, image_format: Format) -> str:
    """
    Return the address of the nearest size that anybody may ask for; without an ending as it is kept.

    The whole picture there is as it is kept only: in another format it would cost seconds to make.
    """
    if size is None:
        return path_of(key, "original", "")
    return path_of(
        key, str(nearest_size(size)), "" if image_format == "ORIGINAL" else EXTENSIONS[image_format]
    )


def key_of(address: str) -> str:
    """Return the key in one of our own addresses, whatever host stands before it; empty for any other."""
    found = _ADDRESS.fullmatch(urlsplit(address).path)
    return found[1] if found else ""
