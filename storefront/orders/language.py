"""In which language somebody bought."""

from django.conf import settings

from storefront.models import OrderAccess


def language_of_order(order_id: str) -> str:
    """Return the language of the pages on which an order was placed; English where it came another way."""
    found = OrderAccess.objects.filter(order_id=order_id).values_list("language", flat=True).first()
    return found or settings.LANGUAGE_CODE
