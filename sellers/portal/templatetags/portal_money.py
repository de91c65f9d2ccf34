"""Sums and bars on the pages of money."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jkrlm.kernel.formats import rupees as in_rupees
from jkrlm.kernel.money import Money

register = template.Library()


@register.filter
def rupees(amount: Money | Decimal) -> SafeString:
    """Write a sum so that it stays together in a text that runs from right to left."""
    return format_html('<bdi class="num-ltr">{}</bdi>', in_rupees(amount))


@register.filter
def minus(amount: Money) -> SafeString:
    """Write what is taken off: with a minus before it."""
    return format_html('<bdi class="num-ltr">{}</bdi>', in_rupees(-amount))


@register.filter
def own(words: object) -> SafeString:
    """Keep a name, a number or somebody's words in their own direction within the sentence around them."""
    return format_html("<bdi>{}</bdi>", words)


@register.simple_tag
def bar(percent: int) -> SafeString:
    """Draw a bar; the number beside it says the same."""
    return format_html(
        '<svg class="hbar flip" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="10"/></svg>',
        percent,
    )
