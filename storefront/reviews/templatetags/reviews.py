"""Stars as pages draw them."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def stars(full: int) -> SafeString:
    """Five stars of which so many are whole; the words beside them carry the meaning."""
    return format_html(
        '<span class="stars" aria-hidden="true">{}<i>{}</i></span>', "★" * full, "★" * (5 - full)
    )


@register.simple_tag
def star_words(count: int) -> str:
    return _("%(n)d of 5 stars") % {"n": count}
