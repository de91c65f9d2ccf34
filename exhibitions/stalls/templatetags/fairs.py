"""What the pages of fairs are drawn with."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@cache
def _sprite() -> str:
    return static("exhibitions_stalls/fair-icons.svg")


@register.simple_tag
def fair_icon(name: str) -> SafeString:
    """Draw one icon of the fairs' own sheet; decorative, the words beside it carry the meaning."""
    return format_html('<svg class="ic" aria-hidden="true"><use href="{}#{}"/></svg>', _sprite(), name)
