"""The address that a payment page sends the buyer back to. It works without the bag's cookie: banks'
apps open another browser."""

from typing import Final

from django.core import signing
from django.http import Http404
from django.urls import reverse

from storefront.models import OrderAccess

SALT: Final = "storefront.checkout.return"
WITHIN_SECONDS: Final = 2 * 24 * 3600


def return_path(access: OrderAccess) -> str:
    """Return the path, signed; it holds for two days."""
    return f"{reverse('storefront:checkout-return')}?a={signing.dumps(access.pk, salt=SALT)}"


def upi_path(access: OrderAccess) -> str:
    """Return the page on which a payment by UPI is made and waited for; as secret as the order's own."""
    return reverse("storefront:upi", args=[access.token])


def returning(signed: str) -> OrderAccess:
    """
    Return whose payment it was.

    Raises:
        Http404: not signed by us, or too old.
    """
    try:
        return OrderAccess.objects.get(pk=signing.loads(signed, salt=SALT, max_age=WITHIN_SECONDS))
    except (signing.BadSignature, OrderAccess.DoesNotExist):
        raise Http404 from None
