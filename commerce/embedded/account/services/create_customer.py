from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from commerce.embedded.account.cleaning import (
    clean_address,
    clean_email,
    clean_redirect,
    write_metadata,
    write_texts,
)
from commerce.embedded.account.models import Address, User
from commerce.embedded.account.services.unique_user import unique_user_or_refused
from commerce.embedded.webhook.services import emit


def create_customer(*, given: Mapping[str, Any], now: datetime) -> User:
    """
    Make a customer from a UserCreateInput: unconfirmed, and without a password.

    Raises:
        Refusal: REQUIRED, INVALID or UNIQUE with the field.
    """
    user = User(email=clean_email(given.get("email")), date_joined=now, updated_at=now)
    write_texts(user, given)
    write_metadata(user, given)
    user.is_active = given.get("is_active") is not False
    user.language_code = given.get("language_code") or "EN"
    if given.get("redirect_url"):
        clean_redirect(given["redirect_url"])
    shipping = _address(given.get("default_shipping_address"), "SHIPPING")
    billing = _address(given.get("default_billing_address"), "BILLING")
    with transaction.atomic():
        with unique_user_or_refused():
            user.save(force_insert=True)
        set_defaults(user, shipping=shipping, billing=billing)
        emit("CUSTOMER_CREATED", user=user)
    return user


def _address(given: Mapping[str, Any] | None, address_type: str) -> dict[str, Any] | None:
    return clean_address(given, address_type=address_type) if given else None


def set_defaults(
    user: User, *, shipping: Mapping[str, Any] | None, billing: Mapping[str, Any] | None
) -> list[str]:
    """Keep addresses as the user's default ones: the present default is changed; returns changed columns."""
    changed = []
    for column, values in (("default_shipping_address", shipping), ("default_billing_address", billing)):
        if values is None:
            continue
        present = getattr(user, f"{column}_id")
        metadata = values.get("metadata") or {}
        columns = {name: value for name, value in values.items() if name != "metadata"}
        address = Address.objects.filter(pk=present, owner=user).first() if present else None
        if address is None:
            address = Address(owner=user)
        for name, value in columns.items():
            setattr(address, name, value)
        address.metadata.update(metadata)
        address.save()
        setattr(user, column, address)
        changed.append(column)
    if changed:
        user.save(update_fields=changed)
    return changed
