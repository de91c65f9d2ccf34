"""Making and changing a channel."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import connection, transaction

from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.slugs import checked_slug
from commerce.embedded.engine.unique import unique_or_refused

#: As Saleor does: a warehouse is in a zone only through a channel of both.
_LEAVE_ZONES: Final = """
DELETE FROM store_shipping_shippingzone_warehouses joined
 WHERE joined.warehouse_id = %s AND NOT EXISTS (
       SELECT 1 FROM store_shipping_shippingzone_channels zone
         JOIN store_warehouse_warehouse_channels own ON own.channel_id = zone.channel_id
        WHERE zone.shippingzone_id = joined.shippingzone_id AND own.warehouse_id = joined.warehouse_id)
"""

#: (settings input, its field) -> column
_SETTINGS: Final = {
    ("order_settings", "allow_unpaid_orders"): "allow_unpaid_orders",
    ("order_settings", "automatically_confirm_all_new_orders"): "automatically_confirm_all_new_orders",
    ("order_settings", "expire_orders_after"): "expire_orders_after_minutes",
    (
        "checkout_settings",
        "automatically_complete_fully_paid_checkouts",
    ): "automatically_complete_fully_paid_checkouts",
    ("payment_settings", "default_transaction_flow_strategy"): "default_transaction_flow_strategy",
}
_PLAIN: Final = ("name", "is_active", "default_country")

#: How this store chooses among a variant's stocks; it knows no other way.
ALLOCATION_STRATEGY: Final = "PRIORITIZE_HIGH_STOCK"


def _columns(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that an input sets."""
    _refuse_unknown_ways(given)
    columns = {name: given[name] for name in _PLAIN if given.get(name) is not None}
    for (group, name), column in _SETTINGS.items():
        settings = given.get(group) or {}
        if name in settings:
            columns[column] = settings[name]
    completion = (given.get("checkout_settings") or {}).get("automatic_completion")
    if completion:
        columns["automatically_complete_fully_paid_checkouts"] = completion["enabled"]
    if columns.get("expire_orders_after_minutes") == 0:
        columns["expire_orders_after_minutes"] = None
    if not str(columns.get("name", "x")).strip():
        raise Refusal("This field cannot be blank.", code="REQUIRED", field="name")
    return columns


def _refuse_unknown_ways(given: Mapping[str, Any]) -> None:
    """
    Refuse what Saleor can do in several ways and this store in one.

    Raises:
        Refusal: INVALID; also the old and the new way of asking for completion together, as in Saleor.
    """
    checkout = given.get("checkout_settings") or {}
    completion = checkout.get("automatic_completion") or {}
    if completion and "automatically_complete_fully_paid_checkouts" in checkout:
        raise Refusal(
            "Cannot provide both 'automaticallyCompleteFullyPaidCheckouts' and 'automaticCompletion'. "
            "Use 'automaticCompletion' instead.",
            code="INVALID",
            field="automaticallyCompleteFullyPaidCheckouts",
        )
    if completion.get("delay") is not None and not completion["enabled"]:
        raise Refusal(
            "The delay cannot be set when automatic completion is disabled.", code="INVALID", field="delay"
        )
    if completion.get("delay"):
        raise Refusal("Paid checkouts are completed at once here.", code="INVALID", field="delay")
    if checkout.get("use_legacy_error_flow"):
        raise Refusal("Faults are listed as problems here.", code="INVALID", field="useLegacyErrorFlow")
    strategy = (given.get("stock_settings") or {}).get("allocation_strategy") or ALLOCATION_STRATEGY
    if strategy != ALLOCATION_STRATEGY:
        raise Refusal("The fullest stock is preferred here.", code="INVALID", field="allocationStrategy")


def as_dict(entries: Sequence[Mapping[str, str]] | None) -> dict[str, str]:
    """Return a list of MetadataInput as a mapping."""
    return {entry["key"]: entry["value"] for entry in entries or ()}


@transaction.atomic
def create_channel(*, given: Mapping[str, Any], warehouses: Sequence[Any]) -> Channel:
    """
    Return a new channel that sells from these warehouses.

    Raises:
        Refusal: UNIQUE or INVALID slug, REQUIRED name, INVALID currency.
    """
    currency = str(given["currency_code"])
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha() and currency.isupper()):
        raise Refusal("This currency code is not valid.", code="INVALID", field="currencyCode")
    columns = {"is_active": False, **_columns(given), "slug": checked_slug(Channel, given["slug"])}
    with unique_or_refused():
        channel = Channel.objects.create(
            currency_code=currency,
            metadata=as_dict(given.get("metadata")),
            private_metadata=as_dict(given.get("private_metadata")),
            **columns,
        )
    for warehouse in warehouses:
        warehouse.channels.add(channel)
    return channel


@transaction.atomic
def update_channel(
    *,
    channel: Channel,
    given: Mapping[str, Any],
    warehouses: Sequence[Any] = (),
    without: Sequence[Any] = (),
) -> Channel:
    """
    Return the channel with what the input sets; a currency never changes.

    A warehouse that sells through it no more (``without``) leaves the zones with which it shared no other.

    Raises:
        Refusal: UNIQUE or INVALID slug, REQUIRED name.
    """
    columns = _columns(given)
    if given.get("slug") is not None:
        columns["slug"] = checked_slug(Channel, given["slug"], except_pk=channel.pk)
    for name, value in columns.items():
        setattr(channel, name, value)
    if columns:
        with unique_or_refused():
            channel.save(update_fields=list(columns))
    for warehouse in warehouses:
        warehouse.channels.add(channel)
    for warehouse in without:
        warehouse.channels.remove(channel)
        with connection.cursor() as cursor:
            cursor.execute(_LEAVE_ZONES, [warehouse.pk])
    return channel
