import uuid
from datetime import datetime

from django.db import transaction

from commerce.embedded.checkout.models import Checkout, CheckoutDelivery
from commerce.embedded.checkout.selectors import checkout_by_id, kept_delivery, locked_checkout
from commerce.embedded.checkout.services.delivery_options import fresh_options
from commerce.embedded.checkout.services.touch import touch
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.ids import uuid_of
from jkrlm.kernel.ids import BadGlobalId, parse_global_id

_FIELD = "deliveryMethodId"


def select_delivery(*, checkout_gid: str | None, delivery_gid: str | None, now: datetime) -> Checkout:
    """
    Choose a delivery option by its own id, or by its method's; None takes the choice back.

    Call outside transactions: for a method's id the apps are asked when the options are out of date.

    Raises:
        Refusal: NOT_FOUND; INVALID for an id of another kind; SHIPPING_ADDRESS_NOT_SET;
            DELIVERY_METHOD_NOT_APPLICABLE for an option that is no more offered.
    """
    checkout = checkout_by_id(checkout_gid)
    chosen = _option(checkout, delivery_gid, now) if delivery_gid else None
    with transaction.atomic():
        locked = locked_checkout(checkout.pk)
        if locked is None:
            raise Refusal(f"Couldn't resolve to a node: {checkout_gid}", code="NOT_FOUND", field="id")
        if locked.delivery_id == (chosen.pk if chosen else None):
            return locked
        if chosen is not None:
            # The row may have gone while an app was asked for another client.
            chosen = kept_delivery(locked, chosen.pk)
            if chosen is None or not chosen.is_valid:
                raise _not_applicable()
        locked.delivery = chosen
        touch(locked, now=now, deliveries=False, fields=("delivery",))
    return locked


def _option(checkout: Checkout, gid: str, now: datetime) -> CheckoutDelivery:
    try:
        kind, _pk = parse_global_id(gid)
    except BadGlobalId:
        kind = ""
    if kind not in ("CheckoutDelivery", "ShippingMethod", "app"):
        raise Refusal("ID does not belong to known delivery methods", code="INVALID", field=_FIELD)
    if not checkout.shipping_address_data:
        raise Refusal(
            "Cannot choose a shipping method for a checkout without the shipping address.",
            code="SHIPPING_ADDRESS_NOT_SET",
        )
    if kind == "CheckoutDelivery":
        return _by_id(checkout, uuid_of(gid, kind), gid)
    option = next((row for row in fresh_options(checkout=checkout, now=now) if row.method_id == gid), None)
    if option is None:
        raise _not_applicable()
    return option


def _by_id(checkout: Checkout, pk: uuid.UUID, gid: str) -> CheckoutDelivery:
    row = kept_delivery(checkout, pk)
    if row is None:
        raise Refusal(f"Couldn't resolve to a node: {gid}", code="NOT_FOUND", field=_FIELD)
    if not row.is_valid or not row.active:
        raise _not_applicable()
    return row


def _not_applicable() -> Refusal:
    return Refusal(
        "This shipping method is not applicable.", code="DELIVERY_METHOD_NOT_APPLICABLE", field=_FIELD
    )
