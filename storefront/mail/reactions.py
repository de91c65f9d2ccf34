"""What the storefront does when the store or the payment app says that something happened."""

from commerce.facade import app_store
from jkrlm.kernel.clock import now, today
from jkrlm.kernel.outbox import Event
from sellers.orders.facade import called_back
from storefront.bag.selectors import open_checkout
from storefront.mail.compose import called_back_letter, order_letter, returned_letter
from storefront.mail.services import is_posted, post
from storefront.models import MailMessage, OrderAccess
from storefront.orders.services.order_access import note_order, note_payment_returned, open_access

Kind = MailMessage.Kind


def on_order_confirmed(event: Event) -> None:
    """Tie the order to its secret address and mail it. Orders from elsewhere get an address, too."""
    order = event.payload["order"]
    checkout_id = order.get("checkoutId")
    if not checkout_id:
        return
    access = open_access(checkout_id=checkout_id)
    note_order(access=access, order_id=order["id"])
    _mail(access, Kind.PLACED)


def on_order_fulfilled(event: Event) -> None:
    """Mail about each parcel that has left since the last mail. Serves FULFILLMENT_CREATED as well."""
    access = _access(event)
    if access is None or access.order_id is None:
        return
    order = app_store().order_details(id=access.order_id).order
    for fulfilment in order.fulfillments if order else []:
        if fulfilment.status.value == "FULFILLED":
            _mail(access, Kind.SENT, reference=fulfilment.id)


def on_order_cancelled(event: Event) -> None:
    """Mail that the order is cancelled."""
    access = _access(event)
    if access is not None:
        _mail(access, Kind.CANCELLED)


def on_order_refunded(event: Event) -> None:
    """Mail that money went back; each new sum returned is a message of its own."""
    access = _access(event)
    if access is None or access.order_id is None:
        return
    order = app_store().order_details(id=access.order_id).order
    if order is None or not order.total_refunded.fractional_amount:
        return
    _mail(access, Kind.REFUNDED, reference=str(order.total_refunded.fractional_amount))


def on_payment_returned(event: Event) -> None:
    """
    Mail that a charge without an order went back, and let the page say it.

    A promise of cash that was let go took nothing from anybody: the checkout page has said why.
    """
    checkout_id, transaction_id = event.payload["checkout_id"], event.payload["transaction_id"]
    access = OrderAccess.objects.filter(checkout_id=checkout_id).first() if checkout_id else None
    if access is None or event.payload["method"] == "cash-on-delivery":
        return
    if access.order_id is None:
        note_payment_returned(access=access, transaction_id=transaction_id, at=now())
    if is_posted(access=access, kind=Kind.PAYMENT_RETURNED, reference=transaction_id):
        return
    letter = returned_letter(access=access, to=buyer_email(access))
    post(access=access, kind=Kind.PAYMENT_RETURNED, letter=letter, reference=transaction_id)


def on_parcel_called_back(event: Event) -> None:
    """Mail that pieces of a parcel are called back; each call is a message of its own."""
    order_id, source = str(event.payload["order"]), str(event.payload["source"])
    access = OrderAccess.objects.filter(order_id=order_id).first()
    found = called_back(code=str(event.payload["code"]), source=source)
    if access is None or found is None:
        return
    reference = f"{event.payload['code']} {source}"
    if is_posted(access=access, kind=Kind.CALLED_BACK, reference=reference):
        return
    letter = called_back_letter(access=access, today=today(), pieces=found.pieces, reason=found.reason)
    post(access=access, kind=Kind.CALLED_BACK, letter=letter, reference=reference)


def buyer_email(access: OrderAccess) -> str:
    """Return where the buyer reads mail; empty where neither an order nor a checkout is left to tell."""
    if access.order_id is not None:
        order = app_store().order_details(id=access.order_id).order
        return (order.user_email if order else "") or ""
    checkout = open_checkout(access.checkout_id)
    return (checkout.email if checkout else "") or ""


def _access(event: Event) -> OrderAccess | None:
    """
    Return the order's secret address; None for an order that did not come from a checkout.

    Events come in any order: where the order's confirmation is still on its way, the address is tied to it
    now.
    """
    order_id = event.payload["order"]["id"]
    access = OrderAccess.objects.filter(order_id=order_id).first()
    if access is not None:
        return access
    order = app_store().order_details(id=order_id).order
    if order is None or not order.checkout_id:
        return None
    access = open_access(checkout_id=order.checkout_id)
    note_order(access=access, order_id=order_id)
    return access


def _mail(access: OrderAccess, kind: str, *, reference: str = "") -> None:
    if is_posted(access=access, kind=kind, reference=reference):
        return
    letter = order_letter(
        kind=kind, access=access, today=today(), fulfilment=reference if kind == Kind.SENT else ""
    )
    post(access=access, kind=kind, letter=letter, reference=reference)
