"""Sums and bars on the pages of money."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jkrlm.kernel.money import Money

register = template.Library()


def grouped(whole: int) -> str:
    """Return a whole number in Indian grouping: 12,34,567."""
    digits = str(whole)
    head, tail = digits[:-3], digits[-3:]
    parts = [tail]
    while head:
        parts.insert(0, head[-2:])
        head = head[:-2]
    return ",".join(parts)


def in_rupees(amount: Money | Decimal) -> str:
    """Return "₹1,42,300", with paise where there are any; below nought with a true minus."""
    value = amount.amount if isinstance(amount, Money) else amount
    whole, paise = divmod(round(abs(value) * 100), 100)
    written = f"₹{grouped(whole)}" + (f".{paise:02d}" if paise else "")
    return f"−{written}" if value < 0 else written


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
