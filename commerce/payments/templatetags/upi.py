from decimal import Decimal

from django import template

from jkrlm.kernel import formats
from jkrlm.kernel.money import Money

register = template.Library()


@register.filter
def inr(amount: Decimal) -> str:
    """Write rupees with two digits: ₹1,23,456.00."""
    return formats.rupees(Money(amount, "INR"), paise=True)
