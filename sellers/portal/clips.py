"""Recorded clips that read a page aloud. A page without one in the reader's language offers none."""

from functools import cache

from django.contrib.staticfiles import finders
from django.templatetags.static import static


@cache
def clip(page: str, language: str) -> str:
    """Return the address of a page's clip in a language; empty where nobody has recorded it."""
    path = f"portal/clips/{page}.{language}.mp3"
    return static(path) if finders.find(path) else ""
