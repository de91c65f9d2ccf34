"""A closed road, or the way itself, makes a parcel later: its buyer is told before she asks."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from commerce.client import OrderParts
from commerce.facade import app_store
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import PARCEL_LATE, PROMISE_MOVED, BadPhone, mobile_number, write_sms
from logistics.parcels.facade import steps_of
from sellers.orders.facade import BuyerPart, parts_of_order
from storefront.delivery_words import shift_sentence
from storefront.formats import day, days
from storefront.mail.notes import Note, write_note
from storefront.mail.services import NO_MAILBOX, is_posted
from storefront.models import MailMessage, OrderAccess
from storefront.orders.tracking import told_later


def on_promise_shifted(event: Event) -> None:
    """React to PromiseShifted: one letter for each shift; by SMS where the buyer has no mailbox."""
    payload = event.payload
    _tell(str(payload["order"]), str(payload["code"]), f"shift {payload['change']}", PROMISE_MOVED)


def on_parcel_late(event: Event) -> None:
    """React to ParcelLate: one letter for each parcel and new promise, or an SMS."""
    payload = event.payload
    reference = f"late {payload['parcel']} {payload['expected']}"
    _tell(str(payload["order"]), str(payload["seller_order"]), reference, PARCEL_LATE)


def _tell(order_id: str, code: str, reference: str, template: str) -> None:
    access = OrderAccess.objects.filter(order_id=order_id).first()
    order = app_store().order_details(id=order_id).order if access else None
    with override(access.language if access else "en"):  # the reason is a sentence of the letter
        parts = told_later(parts_of_order(order_id), steps_of(order_id))
    part = next((each for each in parts if each.code == code), None)
    if access is None or order is None or part is None or part.is_gone or part.delivered_on is not None:
        return
    to = order.user_email or ""
    if to.endswith(NO_MAILBOX):
        _by_sms(access, order, part, reference, to, template)
    else:
        _write(access, order, part, reference, to)


def _write(access: OrderAccess, order: OrderParts, part: BuyerPart, reference: str, to: str) -> None:
    def make() -> Note:
        coming = _("A parcel of your order %(number)s now comes %(days)s.") % {
            "number": order.number,
            "days": days(part.earliest, part.latest),
        }
        return Note(
            subject=_("Order %(number)s: a parcel comes later") % {"number": order.number},
            paragraphs=(coming, shift_sentence(part)),
            path=reverse("storefront:order", args=[access.token]),
            link=_("See your order"),
        )

    write_note(
        kind=MailMessage.Kind.LATER,
        reference=reference,
        to=to,
        language=access.language,
        make=make,
        access=access,
    )


@transaction.atomic
def _by_sms(
    access: OrderAccess, order: OrderParts, part: BuyerPart, reference: str, to: str, template: str
) -> None:
    """The letter is kept, withheld, with the message: so neither is written twice."""
    OrderAccess.objects.select_for_update().get(pk=access.pk)
    if is_posted(access=access, kind=MailMessage.Kind.LATER, reference=reference):
        return
    _write(access, order, part, reference, to)
    address = order.shipping_address or order.billing_address
    try:
        phone = mobile_number((address.phone if address else "") or "")
    except BadPhone:
        return
    with override(access.language):
        last = day(part.latest)
    write_sms(to=phone, template=template, variables=[order.number, last], language=access.language)
