"""What of an order can be put right after it was placed: whose it is, where it goes, what it is called."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from commerce.embedded.checkout.addresses import address_data
from commerce.embedded.engine.caller import Caller
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.order.models import Order, OrderStatus
from commerce.embedded.order.selectors import locked_order
from commerce.embedded.order.services.events import note
from commerce.embedded.shipping.selectors import built_in_methods
from commerce.embedded.webhook.services import emit
from jkrlm.kernel.money import quantize


def update_order(*, found: Order, given: Mapping[str, Any], caller: Caller, now: datetime) -> Order:
    """
    Set what is given; prices, lines and money stay.

    Raises:
        Refusal: INVALID e-mail address or postal address, REQUIRED parts of an address, UNIQUE reference.
    """
    addresses = {
        f"{kind}_address_data": address_data(given[f"{kind}_address"], address_type=kind.upper())
        for kind in ("billing", "shipping")
        if given.get(f"{kind}_address")
    }
    email = given.get("user_email")
    if email is not None:
        _check_email(email)
    try:
        with transaction.atomic():
            order = locked_order(found.pk)
            if order.status == OrderStatus.DRAFT:
                raise Refusal("Drafts are changed another way.", code="INVALID", field="id")
            for name, value in addresses.items():
                setattr(order, name, value)
            if email is not None:
                order.user_email = email
            if "external_reference" in given:
                order.external_reference = given["external_reference"] or None
            if given.get("language_code"):
                order.language_code = given["language_code"]
            _merge(order.metadata, given.get("metadata"))
            _merge(order.private_metadata, given.get("private_metadata"))
            order.updated_at = now
            order.save()
            if addresses:
                note(order, "UPDATED_ADDRESS", now=now, caller=caller)
            emit("ORDER_UPDATED", order=order)
    except IntegrityError:
        raise Refusal(
            "Order with this External reference already exists.", code="UNIQUE", field="externalReference"
        ) from None
    return order


def _check_email(email: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise Refusal("Enter a valid email address.", code="INVALID", field="userEmail") from None
    if len(email) > 254:
        raise Refusal("The address is longer than 254 characters.", code="INVALID", field="userEmail")


def _merge(metadata: dict[str, str], entries: Any) -> None:
    if any(not entry["key"].strip() for entry in entries or ()):
        raise Refusal("Metadata key cannot be empty.", code="REQUIRED", field="metadata")
    metadata.update({entry["key"]: entry["value"] for entry in entries or ()})


def update_shipping(*, found: Order, method_gid: str | None, now: datetime) -> Order:
    """
    Choose another of the store's own ways of delivery, or none, for an order that waits unconfirmed.

    The tax rate stays. What an app offers belongs to a checkout and cannot be chosen afterwards.

    Raises:
        Refusal: NOT_EDITABLE, ORDER_NO_SHIPPING_ADDRESS, SHIPPING_METHOD_NOT_APPLICABLE.
    """
    with transaction.atomic():
        order = locked_order(found.pk)
        if order.status not in (OrderStatus.DRAFT, OrderStatus.UNCONFIRMED):
            raise Refusal("Only draft and unconfirmed orders can be edited.", code="NOT_EDITABLE", field="id")
        price = Decimal(0)
        if method_gid is None:
            order.delivery_data, order.shipping_method_name = None, ""
        else:
            price = _choose(order, method_gid)
        gross = quantize(price, order.currency)
        net = quantize(price / (1 + order.shipping_tax_rate), order.currency)
        order.total_gross += gross - order.shipping_gross
        order.total_net += net - order.shipping_net
        order.shipping_gross, order.shipping_net = gross, net
        order.updated_at = now
        order.save()
        emit("ORDER_UPDATED", order=order)
    return order


def _choose(order: Order, method_gid: str) -> Decimal:
    """Set the method and return its price; the order keeps the delivery as it was on that day."""
    if not order.shipping_address_data:
        raise Refusal(
            "Cannot choose a shipping method for an order without the shipping address.",
            code="ORDER_NO_SHIPPING_ADDRESS",
            field="order",
        )
    offered = built_in_methods(
        channel_id=order.channel_id,
        currency=order.currency,
        country=order.shipping_address_data["country"],
        subtotal=order.subtotal_gross,
    )
    view = next((method for method in offered if method.id == method_gid), None)
    if view is None:
        raise Refusal(
            "Shipping method cannot be used with this order.",
            code="SHIPPING_METHOD_NOT_APPLICABLE",
            field="shippingMethod",
        )
    order.delivery_data, order.shipping_method_name = view.as_data(), view.name
    return view.amount
