"""Who buys, and where it goes."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from commerce.embedded.checkout.addresses import address_data
from commerce.embedded.checkout.models import Checkout
from commerce.embedded.checkout.selectors import locked_checkout
from commerce.embedded.checkout.services.create import checked_email
from commerce.embedded.checkout.services.touch import touch
from commerce.embedded.engine.errors import Refusal
from jkrlm.kernel.ids import global_id


def update_email(*, checkout_id: uuid.UUID, email: str, now: datetime) -> Checkout:
    """
    Raises:
        Refusal: REQUIRED, INVALID, NOT_FOUND.
    """
    if not email.strip():
        raise Refusal("This field cannot be blank.", code="REQUIRED", field="email")
    email = checked_email(email)
    with transaction.atomic():
        checkout = _locked(checkout_id)
        checkout.email = email
        touch(checkout, now=now, deliveries=False, prices=False, fields=("email",))
    return checkout


def update_shipping_address(
    *,
    checkout_id: uuid.UUID,
    address: Mapping[str, Any],
    rules: Mapping[str, Any] | None,
    now: datetime,
    save: bool = True,
) -> Checkout:
    """
    Set where it goes; prices and delivery options are out of date after.

    Raises:
        Refusal: NOT_FOUND, or the faulty fields of the address.
    """
    data = address_data(address, address_type="SHIPPING", rules=rules)
    with transaction.atomic():
        checkout = _locked(checkout_id)
        checkout.shipping_address_data = data
        checkout.save_shipping_address = save
        touch(checkout, now=now, deliveries=True, fields=("shipping_address_data", "save_shipping_address"))
    return checkout


def update_billing_address(
    *,
    checkout_id: uuid.UUID,
    address: Mapping[str, Any],
    rules: Mapping[str, Any] | None,
    now: datetime,
    save: bool = True,
) -> Checkout:
    """
    Set whom the bill names; prices are out of date only while nothing says where the goods go.

    Raises:
        Refusal: NOT_FOUND, or the faulty fields of the address.
    """
    data = address_data(address, address_type="BILLING", rules=rules)
    with transaction.atomic():
        checkout = _locked(checkout_id)
        checkout.billing_address_data = data
        checkout.save_billing_address = save
        touch(
            checkout,
            now=now,
            deliveries=False,
            prices=checkout.shipping_address_data is None,
            fields=("billing_address_data", "save_billing_address"),
        )
    return checkout


def _locked(checkout_id: uuid.UUID) -> Checkout:
    checkout = locked_checkout(checkout_id)
    if checkout is None:
        gid = global_id("Checkout", checkout_id)
        raise Refusal(f"Couldn't resolve to a node: {gid}", code="NOT_FOUND", field="id")
    return checkout
