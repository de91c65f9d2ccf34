"""Addresses of checkouts and orders: kept as data on the row, shown as addresses."""

import uuid
from collections.abc import Mapping
from typing import Any

from commerce.embedded.account.models import Address
from commerce.embedded.account.services.addresses import validated_address


def address_data(
    given: Mapping[str, Any], *, address_type: str, rules: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """
    Check an AddressInput and return what the row keeps; ``rules`` are CheckoutAddressValidationRules.

    Raises:
        Refusals: the faulty fields, each with its code.
    """
    rules = rules or {}
    fields = validated_address(
        given,
        address_type=address_type,
        check_required_fields=rules.get("check_required_fields") is not False,
        check_fields_format=rules.get("check_fields_format") is not False,
        enable_normalization=rules.get("enable_fields_normalization") is not False,
    )
    return {**fields, "id": uuid.uuid4().hex}


def shown(data: Mapping[str, Any] | None) -> Address | None:
    """Return the address as an object; it is never saved."""
    return Address(**data) if data else None


def recheck(data: Mapping[str, Any], *, address_type: str) -> dict[str, Any]:
    """
    Check a kept address by the full rules, as an order needs it; its id stays.

    Raises:
        Refusals: it was saved with fewer checks and does not hold.
    """
    return {
        **validated_address(data, address_type=address_type),
        "id": data["id"],
        "metadata": data["metadata"],
    }
