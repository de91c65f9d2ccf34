from django import template

from commerce.facade import Absence, absence

register = template.Library()


@register.simple_tag
def store_absence() -> Absence | None:
    """Return since when the store does not answer, for the banner; None while it does."""
    return absence()
