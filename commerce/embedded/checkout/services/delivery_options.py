"""Delivery options: the store's own, and those that apps answer with."""

import logging
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from commerce.embedded.account.services.apps import active_apps
from commerce.embedded.checkout.models import Checkout, CheckoutDelivery
from commerce.embedded.checkout.selectors import (
    find_checkout,
    kept_deliveries,
    lines_of,
    list_prices_of,
    locked_checkout,
    needs_shipping,
    valid_deliveries,
)
from commerce.embedded.checkout.services.touch import touch
from commerce.embedded.engine.peers import load
from commerce.embedded.shipping.methods import BadMethod, MethodView, external_method
from commerce.embedded.shipping.selectors import built_in_methods
from commerce.embedded.webhook.services import ask
from jkrlm.kernel.ids import parse_global_id

logger = logging.getLogger(__name__)

#: Options that one app may offer; the rest is dropped.
_OPTIONS_MAX = 20
#: How often we ask again because the checkout changed while an app thought.
_ATTEMPTS = 3


def delivery_options(*, checkout: Checkout, now: datetime) -> list[CheckoutDelivery]:
    """
    Ask for the options, keep them, and return them; call outside transactions.

    An option that is offered again keeps its id. If the chosen one changed its price it stays
    chosen at the new one; if it is gone it stays on the checkout, marked invalid. Where an app that
    has offered something before does not answer, nothing is offered, and nothing kept is changed.
    """
    current: Checkout | None = checkout
    for _attempt in range(_ATTEMPTS):
        if current is None:
            return []
        offered = _offered(current)
        if offered is None:
            return []
        rows = _keep(current, offered, now)
        if rows is not None:
            _copy(current, checkout)
            return rows
        current = find_checkout(checkout.pk)
    return valid_deliveries(checkout)


def fresh_options(*, checkout: Checkout, now: datetime) -> list[CheckoutDelivery]:
    """Return the kept options; ask again only when something changed since."""
    if checkout.deliveries_stale:
        return delivery_options(checkout=checkout, now=now)
    return valid_deliveries(checkout)


def _offered(checkout: Checkout) -> list[MethodView] | None:
    """Return what may be chosen; None where an app could not be asked, so that nobody knows."""
    address = checkout.shipping_address_data
    lines = load(checkout, "lines", lines_of)
    if not address or not needs_shipping(lines):
        return []
    own = built_in_methods(
        channel_id=checkout.channel_id,
        currency=checkout.currency,
        country=address["country"],
        subtotal=sum(
            (line.quantity * (load(line, "list_price", list_prices_of) or Decimal(0)) for line in lines),
            Decimal(0),
        ),
    )
    external = _external(checkout)
    return None if external is None else own + external


def _external(checkout: Checkout) -> list[MethodView] | None:
    found: list[MethodView] = []
    for identifier in active_apps():
        answer = ask("SHIPPING_LIST_METHODS_FOR_CHECKOUT", identifier, {"checkout": checkout})
        if answer is None and _has_offered(identifier, checkout):
            return None
        if not isinstance(answer, list):
            continue
        for option in answer[:_OPTIONS_MAX]:
            try:
                found.append(external_method(identifier, option, checkout.currency))
            except (BadMethod, AttributeError, TypeError) as fault:
                logger.warning("a delivery option of %s is dropped: %s", identifier, fault)
    return found


def _has_offered(identifier: str, checkout: Checkout) -> bool:
    """Return whether an option of this app is kept: then no answer is a failure, not a lack of offers."""
    kept = CheckoutDelivery.objects.filter(checkout=checkout, is_external=True)
    prefix = f"{identifier}:"
    return any(parse_global_id(gid)[1].startswith(prefix) for gid in kept.values_list("method_id", flat=True))


def _keep(checkout: Checkout, methods: list[MethodView], now: datetime) -> list[CheckoutDelivery] | None:
    """Save the answer; None when the checkout changed since it was asked, and nothing was saved."""
    with transaction.atomic():
        locked = locked_checkout(checkout.pk)
        if locked is None or locked.revision != checkout.revision:
            return None
        known = {row.method_id: row for row in kept_deliveries(locked)}
        rows = [
            _row(locked, method, position, known.get(method.id)) for position, method in enumerate(methods)
        ]
        if rows:
            CheckoutDelivery.objects.bulk_create(
                rows,
                update_conflicts=True,
                unique_fields=["checkout", "method_id"],
                update_fields=[*_COLUMNS, "is_valid", "position"],
            )
        gone = set(known) - {method.id for method in methods}
        if gone:
            stale = CheckoutDelivery.objects.filter(checkout=locked, method_id__in=gone)
            chosen_pks = [locked.delivery_id] if locked.delivery_id else []
            stale.filter(pk__in=chosen_pks).update(is_valid=False)
            stale.exclude(pk__in=chosen_pks).delete()
        price_before = locked.delivery.price_amount if locked.delivery else None
        chosen = next((row for row in rows if row.pk == locked.delivery_id), None)
        locked.deliveries_stale = False
        if chosen is not None:
            locked.delivery = chosen
        elif locked.delivery is not None:
            locked.delivery.is_valid = False
        if chosen is not None and chosen.price_amount != price_before:
            touch(locked, now=now, deliveries=False, fields=("deliveries_stale",))
        else:
            locked.save(update_fields=["deliveries_stale"])
    _copy(locked, checkout)
    return rows


_COLUMNS = (
    "is_external",
    "name",
    "description",
    "price_amount",
    "currency",
    "minimum_delivery_days",
    "maximum_delivery_days",
    "metadata",
    "active",
    "message",
)


def _row(
    checkout: Checkout, method: MethodView, position: int, known: CheckoutDelivery | None
) -> CheckoutDelivery:
    values: dict[str, Any] = asdict(method)
    values["method_id"], values["price_amount"] = values.pop("id"), values.pop("amount")
    row = CheckoutDelivery(checkout=checkout, position=position, **values)
    if known is not None:
        row.pk = known.pk
    return row


def _copy(source: Checkout, target: Checkout) -> None:
    """Bring the caller's object to what is saved."""
    if source is target:
        return
    for field in Checkout._meta.concrete_fields:
        setattr(target, field.attname, getattr(source, field.attname))
    target.delivery = source.delivery
