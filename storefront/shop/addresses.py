"""Addresses of the shop as others must write them: whole, and in every language."""

from typing import Final

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

#: The language of who has none of ours.
_DEFAULT: Final = "x-default"


def absolute(path: str) -> str:
    """Return a path as an address of ours; what is an address already stays."""
    return path if "://" in path else f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def in_languages(path: str) -> list[tuple[str, str]]:
    """Return a path, in whatever language, as an address in every language by code, and under x-default."""
    first, _slash, rest = path.lstrip("/").partition("/")
    codes = [code for code, _name in settings.LANGUAGES]
    bare = f"/{rest}" if first in codes and first != settings.LANGUAGE_CODE else path
    found = [(code, absolute(bare if code == settings.LANGUAGE_CODE else f"/{code}{bare}")) for code in codes]
    return [*found, (_DEFAULT, absolute(bare))]


def canonical_links(path: str) -> SafeString:
    """Return the page's own address and the same page in every language, for its head."""
    others = format_html_join("", '<link rel="alternate" hreflang="{}" href="{}">', in_languages(path))
    return format_html('<link rel="canonical" href="{}">{}', absolute(path), others)
