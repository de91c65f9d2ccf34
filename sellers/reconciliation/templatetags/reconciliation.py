from django import template

from sellers.reconciliation.services.settle_line import rupees

register = template.Library()


@register.filter
def paise(units: int) -> str:
    """Return paise as rupees with two digits and a sign."""
    return rupees(units)
