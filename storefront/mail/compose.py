"""Write a message in the buyer's language, as plain text and as simple HTML."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from storefront.models import MailMessage, OrderAccess
from storefront.orders.parcels import ParcelCard
from storefront.orders.selectors import OrderPage, order_page

Kind = MailMessage.Kind


@dataclass(frozen=True, slots=True)
class Letter:
    to: str
    subject: str
    text: str
    html: str


_SUBJECTS: dict[str, Promise] = {
    Kind.PLACED: _("Your order %(number)s"),
    Kind.SENT: _("Order %(number)s: a parcel is on its way"),
    Kind.CANCELLED: _("Order %(number)s is cancelled"),
    Kind.REFUNDED: _("Order %(number)s: money returned to you"),
    Kind.PAYMENT_RETURNED: _("Your payment is on its way back"),
    Kind.CALLED_BACK: _("Order %(number)s: a piece is called back"),
}


def order_letter(*, kind: str, access: OrderAccess, today: date, fulfilment: str = "") -> Letter:
    """Write about an order as it now is; ``fulfilment`` names the parcel that a SENT letter is about."""
    with override(access.language):
        page = order_page(access=access, today=today)
        sent = tuple(card for card in page.parcels if fulfilment and card.fulfilment == fulfilment)
        return _letter(kind, access, page.email, page=page, parcels=sent or page.parcels)


def called_back_letter(*, access: OrderAccess, today: date, pieces: tuple[str, ...], reason: str) -> Letter:
    """Write which pieces are called back and why; ``reason`` is in the words of whoever called them back."""
    with override(access.language):
        page = order_page(access=access, today=today)
        return _letter(
            Kind.CALLED_BACK, access, page.email, page=page, parcels=(), pieces=pieces, reason=reason
        )


def returned_letter(*, access: OrderAccess, to: str) -> Letter:
    """Write that a payment went back: there was no order to make of it, or it was paid already."""
    with override(access.language):
        return _letter(Kind.PAYMENT_RETURNED, access, to, page=None, parcels=())


def _letter(
    kind: str,
    access: OrderAccess,
    to: str,
    *,
    page: OrderPage | None,
    parcels: tuple[ParcelCard, ...],
    pieces: tuple[str, ...] = (),
    reason: str = "",
) -> Letter:
    subject = str(_SUBJECTS[kind]) % {"number": page.number if page else ""}
    context = {
        "kind": kind,
        "page": page,
        "parcels": parcels,
        "pieces": pieces,
        "reason": reason,
        "subject": subject,
        "language": access.language,
        "link": settings.PUBLIC_URL.rstrip("/") + reverse("storefront:order", args=[access.token]),
        "greeting": _greeting(page),
        "paid_twice": access.order_id is not None,
    }
    return Letter(
        to=to,
        subject=subject,
        text=render_to_string("storefront/mail/message.txt", context).strip() + "\n",
        html=render_to_string("storefront/mail/message.html", context),
    )


def _greeting(page: OrderPage | None) -> str:
    if page is None or not page.payer:
        return gettext("Hello,")
    return gettext("Hello %(name)s,") % {"name": page.payer}
