"""How the tax desk writes sums."""

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from jkrlm.kernel.formats import rupees
from jkrlm.kernel.money import Money

register = template.Library()


@register.filter
def inr(amount: Decimal) -> SafeString:
    """₹14,500.00: always with paise, so that columns can be added up."""
    return format_html("<bdi>{}</bdi>", rupees(Money(amount, "INR"), paise=True))
