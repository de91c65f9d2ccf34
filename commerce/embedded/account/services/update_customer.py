from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from commerce.embedded.account.adoption import adopt_orders
from commerce.embedded.account.cleaning import (
    clean_address,
    clean_email,
    touched,
    write_metadata,
    write_texts,
)
from commerce.embedded.account.models import User
from commerce.embedded.account.services.create_customer import set_defaults
from commerce.embedded.account.services.unique_user import unique_user_or_refused
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.webhook.services import emit

_COLUMNS = (
    "email",
    "first_name",
    "last_name",
    "note",
    "external_reference",
    "is_active",
    "is_confirmed",
    "language_code",
)


def update_customer(*, pk: int, gid: object, given: Mapping[str, Any], now: datetime) -> User:
    """
    Change what a CustomerInput names.

    A new address, and the first confirmation, adopt the guest orders of that address.

    Raises:
        Refusal: NOT_FOUND; REQUIRED, INVALID or UNIQUE with the field.
    """
    addresses = {
        kind: clean_address(given[name], address_type=kind.upper()) if given.get(name) else None
        for kind, name in (("shipping", "default_shipping_address"), ("billing", "default_billing_address"))
    }
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=pk).first()
        if user is None:
            raise Refusal(f"Couldn't resolve to a node: {gid}", code="NOT_FOUND", field="id")
        before = {name: getattr(user, name) for name in _COLUMNS}
        if "email" in given:
            user.email = clean_email(given["email"])
        write_texts(user, given)
        for name in ("is_active", "is_confirmed", "language_code"):
            if given.get(name) is not None:
                setattr(user, name, given[name])
        metadata = write_metadata(user, given)
        with unique_user_or_refused():
            user.save(update_fields=touched(user, now, *_COLUMNS, "metadata", "private_metadata"))
        defaults = set_defaults(user, **addresses)
        changed = {name for name in _COLUMNS if getattr(user, name) != before[name]}
        if "email" in changed or (user.is_confirmed and not before["is_confirmed"]):
            adopt_orders(user)
        if changed or defaults:
            emit("CUSTOMER_UPDATED", user=user)
        if metadata:
            emit("CUSTOMER_METADATA_UPDATED", user=user)
    return user
