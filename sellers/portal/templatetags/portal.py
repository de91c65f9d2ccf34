"""The portal's own template words."""

from functools import cache
from typing import Final

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

#: Drawings of movement and sound: mirrored where the page runs from right to left.
_MOVING: Final = frozenset({"back", "listen", "sent"})


@cache
def _sprite() -> str:
    return static("portal/icons.svg")


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw one icon; decorative, the words beside it carry the meaning."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        "ic flip" if name in _MOVING else "ic",
        _sprite(),
        name,
    )
