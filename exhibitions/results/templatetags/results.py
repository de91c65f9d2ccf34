"""Sums as boards and settlements write them."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jkrlm.kernel.formats import rupees
from jkrlm.kernel.money import Money

register = template.Library()
_LAKH = Decimal(100_000)


def _shown(text: str) -> SafeString:
    return format_html('<bdi class="num-ltr">{}</bdi>', text)


@register.filter
def lakh(amount: Money) -> SafeString:
    """Two places of a lakh from one lakh on: ₹8.27 L; whole rupees below."""
    if abs(amount.amount) < _LAKH:
        return whole_rupees(amount)
    return _shown(f"₹{amount.amount / _LAKH:.2f} L")


@register.filter
def whole_rupees(amount: Money) -> SafeString:
    return _shown(rupees(Money(amount.amount.quantize(Decimal(1)), amount.currency)))
