"""The address book of one user: a full one makes room by its oldest address that is no default."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from commerce.embedded.account.cleaning import clean_address, touched, write_metadata
from commerce.embedded.account.models import Address, User
from commerce.embedded.account.services.addresses import ADDRESS_FIELDS
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.webhook.services import emit

#: Saleor's MAX_USER_ADDRESSES.
ADDRESSES_MAX: Final = 100


def add_address(
    *, user: User, given: Mapping[str, Any], now: datetime, default: str | None = None
) -> tuple[User, Address]:
    """
    Put an address into the book, as the default for ``default`` (SHIPPING, BILLING) where asked.

    Raises:
        Refusals: the faulty fields.
    """
    values = clean_address(given, address_type=default)
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        _make_room(locked)
        address = Address.objects.create(owner=locked, **values)
        if default is not None:
            _set_default(locked, address, default, now)
        emit("ADDRESS_CREATED", address=address)
    return locked, address


def _make_room(user: User) -> None:
    defaults = [pk for pk in (user.default_shipping_address_id, user.default_billing_address_id) if pk]
    rows = Address.objects.filter(owner=user)
    if rows.count() >= ADDRESSES_MAX:
        oldest = rows.exclude(pk__in=defaults).order_by("pk").first()
        if oldest is not None:
            oldest.delete()


def update_address(*, address: Address, given: Mapping[str, Any]) -> tuple[User | None, Address]:
    """
    Change an address in place: what is given replaces, what is not given stays.

    Raises:
        Refusals: the faulty fields.
    """
    present = {name: getattr(address, name) for name in ADDRESS_FIELDS}
    for name, value in given.items():
        column = name.replace("address1", "address_1").replace("address2", "address_2")
        if column in present:
            present[column] = value
    values = clean_address(present)
    with transaction.atomic():
        locked = Address.objects.select_for_update().get(pk=address.pk)
        for name in ADDRESS_FIELDS:
            setattr(locked, name, values[name])
        write_metadata(locked, {"metadata": given.get("metadata")})
        locked.save()
        emit("ADDRESS_UPDATED", address=locked)
    return owner_of(locked), locked


def delete_address(*, address: Address, now: datetime) -> tuple[User | None, Address]:
    """Take an address out of the book; where it was a default there is none any more."""
    pk = address.pk
    with transaction.atomic():
        emit("ADDRESS_DELETED", address=address)
        address.delete()
    address.pk = pk
    owner = owner_of(address)
    if owner is not None:
        owner.save(update_fields=touched(owner, now))
    return owner, address


def set_default_address(*, user: User, address: Address, kind: str, now: datetime, field: str) -> User:
    """
    Raises:
        Refusal: INVALID, where the address is another's.
    """
    if address.owner_id != user.pk:
        raise Refusal("The address doesn't belong to that user.", code="INVALID", field=field)
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        _set_default(locked, address, kind, now)
        emit("CUSTOMER_UPDATED", user=locked)
    return locked


def _set_default(user: User, address: Address, kind: str, now: datetime) -> None:
    column = "default_billing_address" if kind == "BILLING" else "default_shipping_address"
    setattr(user, column, address)
    user.save(update_fields=touched(user, now, column))


def keep_addresses(
    *, user_pk: int, shipping: Mapping[str, Any] | None, billing: Mapping[str, Any] | None, now: datetime
) -> None:
    """
    Put the addresses of an order into the buyer's book, unless they stand there or it is full.

    Each becomes the default where there is none. Inside the caller's transaction.
    """
    user = User.objects.select_for_update().filter(pk=user_pk).first()
    if user is None:
        return
    for kind, data in (("SHIPPING", shipping), ("BILLING", billing)):
        if not data:
            continue
        values = {name: data[name] for name in ADDRESS_FIELDS}
        address = Address.objects.filter(owner=user, **values).order_by("pk").first()
        if address is None:
            if Address.objects.filter(owner=user).count() >= ADDRESSES_MAX:
                continue
            address = Address.objects.create(owner=user, **values)
        column = "default_billing_address" if kind == "BILLING" else "default_shipping_address"
        if getattr(user, f"{column}_id") is None:
            _set_default(user, address, kind, now)


def owner_of(address: Address) -> User | None:
    return User.objects.filter(pk=address.owner_id).first() if address.owner_id else None
