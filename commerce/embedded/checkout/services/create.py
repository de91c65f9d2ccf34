from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from commerce.embedded.account.models import User
from commerce.embedded.channel.models import Channel
from commerce.embedded.channel.selectors import channel_by
from commerce.embedded.checkout.addresses import address_data
from commerce.embedded.checkout.models import Checkout
from commerce.embedded.checkout.services.lines import check_wanted, save_lines, wanted_by_adding
from commerce.embedded.engine.errors import Refusal


def create_checkout(*, given: Mapping[str, Any], user: User | None, now: datetime) -> Checkout:
    """
    Make a checkout from a CheckoutCreateInput.

    Raises:
        Refusal: MISSING_CHANNEL_SLUG, NOT_FOUND, CHANNEL_INACTIVE; of an address or a line as their
            own mutations.
    """
    channel = _channel(given.get("channel"))
    email = checked_email(given["email"]) if given.get("email") else (user.email if user else "")
    shipping, billing = given.get("shipping_address"), given.get("billing_address")
    wanted = wanted_by_adding(given.get("lines") or (), ())
    check_wanted(channel, None, (), wanted, now)
    checkout = Checkout(
        channel=channel,
        user=user,
        email=email,
        currency=channel.currency_code,
        language_code=given.get("language_code") or "EN",
        shipping_address_data=address_data(shipping, address_type="SHIPPING") if shipping else None,
        billing_address_data=address_data(billing, address_type="BILLING") if billing else None,
        save_shipping_address=given.get("save_shipping_address") is not False,
        save_billing_address=given.get("save_billing_address") is not False,
        metadata={item["key"]: item["value"] for item in given.get("metadata") or ()},
        created_at=now,
        updated_at=now,
    )
    with transaction.atomic():
        checkout.save(force_insert=True)
        save_lines(checkout, wanted, now)
    return checkout


def checked_email(email: str) -> str:
    """
    Return the address without surrounding space.

    Raises:
        Refusal: INVALID.
    """
    try:
        validate_email(email.strip())
    except ValidationError:
        raise Refusal("Enter a valid email address.", code="INVALID", field="email") from None
    return email.strip()


def _channel(slug: str | None) -> Channel:
    if not slug:
        raise Refusal("You need to provide channel slug.", code="MISSING_CHANNEL_SLUG", field="channel")
    channel = channel_by(slug=slug)
    if channel is None:
        raise Refusal(f"Channel with '{slug}' slug does not exist.", code="NOT_FOUND", field="channel")
    if not channel.is_active:
        raise Refusal(f"Channel with '{slug}' is inactive.", code="CHANNEL_INACTIVE", field="channel")
    return channel
