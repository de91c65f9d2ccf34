"""Lines of a checkout: added, changed, taken out. Stock and availability are checked under the row lock."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from commerce.embedded.channel.models import Channel
from commerce.embedded.checkout.availability import Availability, availability
from commerce.embedded.checkout.models import Checkout, CheckoutLine
from commerce.embedded.checkout.rules import LINE_LIMIT, QUANTITY_LIMIT
from commerce.embedded.checkout.selectors import lines_of, locked_checkout
from commerce.embedded.checkout.services.touch import touch
from commerce.embedded.engine.errors import Refusal, Refusals
from commerce.embedded.engine.ids import pk_of, uuid_of
from commerce.embedded.warehouse.errors import InsufficientStock
from commerce.embedded.warehouse.models import Reservation
from commerce.embedded.warehouse.services.reserve import reserve
from jkrlm.kernel.ids import global_id


@dataclass(slots=True)
class Wanted:
    """What one line shall be: ``line`` where it is there already."""

    variant_id: int
    quantity: int
    line: CheckoutLine | None = None
    separate: bool = False
    metadata: dict[str, str] = field(default_factory=dict)


def add_lines(*, checkout_id: uuid.UUID, lines: Sequence[Mapping[str, Any]], now: datetime) -> Checkout:
    """
    Add to the lines of the same variants, or make new ones.

    Raises:
        Refusal: NOT_FOUND, ZERO_QUANTITY, QUANTITY_GREATER_THAN_LIMIT, INSUFFICIENT_STOCK, or the
            variant cannot be bought in the channel.
    """
    with transaction.atomic():
        checkout, existing = _locked(checkout_id)
        _write(checkout, existing, wanted_by_adding(lines, existing), now)
    return checkout


def update_lines(*, checkout_id: uuid.UUID, lines: Sequence[Mapping[str, Any]], now: datetime) -> Checkout:
    """
    Set quantities; nought takes the line out. A variant that has no line yet gets one.

    Raises:
        Refusal: as add_lines; GRAPHQL_ERROR when an entry names neither line nor variant.
    """
    with transaction.atomic():
        checkout, existing = _locked(checkout_id)
        _write(checkout, existing, _wanted_by_updating(lines, existing), now)
    return checkout


def delete_lines(*, checkout_id: uuid.UUID, line_gids: Sequence[str], now: datetime) -> Checkout:
    """
    Take lines out.

    Raises:
        Refusal: GRAPHQL_ERROR when a line is not of this checkout.
    """
    wanted = {uuid_of(gid, "CheckoutLine"): gid for gid in line_gids}
    with transaction.atomic():
        checkout, existing = _locked(checkout_id)
        unknown = [gid for pk, gid in wanted.items() if pk not in {line.pk for line in existing}]
        if unknown:
            raise Refusal(
                f"Provided line_ids aren't part of checkout: {', '.join(unknown)}",
                code="INVALID",
                field="lineId",
                lines=unknown,
            )
        CheckoutLine.objects.filter(pk__in=list(wanted)).delete()
        touch(checkout, now=now, deliveries=True)
    return checkout


def _locked(checkout_id: uuid.UUID) -> tuple[Checkout, list[CheckoutLine]]:
    checkout = locked_checkout(checkout_id)
    if checkout is None:
        gid = global_id("Checkout", checkout_id)
        raise Refusal(f"Couldn't resolve to a node: {gid}", code="NOT_FOUND", field="id")
    return checkout, lines_of([checkout])[checkout.pk]


def wanted_by_adding(given: Sequence[Mapping[str, Any]], existing: Sequence[CheckoutLine]) -> list[Wanted]:
    """Group what is to be added by line; the quantities returned are the lines' new ones."""
    plain = {line.variant_id: line for line in existing if not line.separate}
    grouped: dict[int, Wanted] = {}
    found: list[Wanted] = []
    for entry in given:
        if entry["quantity"] <= 0:
            raise Refusal("The quantity should be higher than zero.", code="ZERO_QUANTITY", field="quantity")
        variant_id = pk_of(entry["variant_id"], "ProductVariant")
        metadata = {item["key"]: item["value"] for item in entry.get("metadata") or ()}
        if entry.get("force_new_line"):
            found.append(Wanted(variant_id, entry["quantity"], separate=True, metadata=metadata))
            continue
        line = plain.get(variant_id)
        wanted = grouped.get(variant_id)
        if wanted is None:
            wanted = grouped[variant_id] = Wanted(variant_id, line.quantity if line else 0, line)
        wanted.quantity += entry["quantity"]
        wanted.metadata.update(metadata)
    return found + list(grouped.values())


def _wanted_by_updating(given: Sequence[Mapping[str, Any]], existing: Sequence[CheckoutLine]) -> list[Wanted]:
    by_pk = {line.pk: line for line in existing}
    by_variant: dict[int, CheckoutLine] = {}
    for row in existing:
        by_variant.setdefault(row.variant_id, row)
    found = []
    for entry in given:
        line_gid, variant_gid = entry.get("line_id"), entry.get("variant_id")
        quantity = entry.get("quantity")
        if quantity is not None and quantity < 0:
            raise Refusal(
                "The quantity should be higher or equal zero.", code="ZERO_QUANTITY", field="quantity"
            )
        line: CheckoutLine | None
        if line_gid:
            line = by_pk.get(uuid_of(line_gid, "CheckoutLine"))
            if line is None:
                raise Refusal(f"Could not resolve to a node: {line_gid}", code="NOT_FOUND", field="lineId")
            variant_id = line.variant_id
        elif variant_gid:
            variant_id = pk_of(variant_gid, "ProductVariant")
            line = by_variant.get(variant_id)
        else:
            raise Refusal("At least one argument is required: 'line_id', 'variant_id'.", code="GRAPHQL_ERROR")
        if quantity is None:
            quantity = line.quantity if line else 0
        found.append(Wanted(variant_id, quantity, line))
    return found


def _write(checkout: Checkout, existing: list[CheckoutLine], wanted: list[Wanted], now: datetime) -> None:
    check_wanted(checkout.channel, checkout, existing, wanted, now)
    save_lines(checkout, wanted, now, existing=existing)
    touch(checkout, now=now, deliveries=True)


def check_wanted(
    channel: Channel,
    checkout: Checkout | None,
    existing: Sequence[CheckoutLine],
    wanted: Sequence[Wanted],
    now: datetime,
) -> None:
    """
    Refuse what cannot be bought: limits, what the channel does not sell now, stock.

    Raises:
        Refusal: in Saleor's order and words.
    """
    after = {line.pk: (line.variant_id, line.quantity) for line in existing}
    new: dict[int, int] = defaultdict(int)
    for entry in wanted:
        if entry.line is not None:
            after[entry.line.pk] = (entry.variant_id, entry.quantity)
        else:
            new[entry.variant_id] += entry.quantity
    totals: dict[int, int] = defaultdict(int, new)
    for variant_id, quantity in after.values():
        totals[variant_id] += quantity
    asked = {entry.variant_id: totals[entry.variant_id] for entry in wanted if entry.quantity > 0}
    if not asked:
        return
    if len(after) + len(wanted) > LINE_LIMIT:
        raise Refusal(
            f"Cannot hold more than {LINE_LIMIT} lines.", code="QUANTITY_GREATER_THAN_LIMIT", field="lines"
        )
    facts = availability(
        variant_ids=asked, channel=channel, now=now, except_checkout=checkout.pk if checkout else None
    )
    _check_known(asked, facts)
    _check_quantities(asked, facts)
    _check_sellable(asked, facts)


def _check_known(asked: Mapping[int, int], facts: Mapping[int, Availability]) -> None:
    unknown = [variant_id for variant_id in asked if variant_id not in facts]
    if unknown:
        gids = [global_id("ProductVariant", pk) for pk in unknown]
        raise Refusal(f"Could not resolve to a node: {', '.join(gids)}", code="NOT_FOUND", field="variantId")


def _check_quantities(asked: Mapping[int, int], facts: Mapping[int, Availability]) -> None:
    refusals = []
    for variant_id, quantity in asked.items():
        fact = facts[variant_id]
        limit = min(fact.limit_per_customer or QUANTITY_LIMIT, QUANTITY_LIMIT)
        if quantity > limit:
            raise Refusal(
                f"Cannot add more than {limit} times this item: {fact.name}.",
                code="QUANTITY_GREATER_THAN_LIMIT",
                field="quantity",
            )
        if fact.tracked and fact.has_listing and quantity > fact.quantity:
            refusals.append(
                Refusal(
                    f"Could not add items {fact.name}. Only {max(fact.quantity, 0)} remaining in stock.",
                    code="INSUFFICIENT_STOCK",
                    field="quantity",
                    variants=[global_id("ProductVariant", variant_id)],
                )
            )
    if refusals:
        raise Refusals(refusals)


def _check_sellable(asked: Mapping[int, int], facts: Mapping[int, Availability]) -> None:
    for missing, code, sentence in (
        (
            [pk for pk in asked if not facts[pk].for_purchase],
            "PRODUCT_UNAVAILABLE_FOR_PURCHASE",
            "Cannot add lines for unavailable for purchase variants.",
        ),
        (
            [pk for pk in asked if not facts[pk].has_listing],
            "UNAVAILABLE_VARIANT_IN_CHANNEL",
            "Cannot add lines with unavailable variants.",
        ),
        (
            [pk for pk in asked if not facts[pk].published],
            "PRODUCT_NOT_PUBLISHED",
            "Cannot add lines for unpublished variants.",
        ),
    ):
        if missing:
            raise Refusal(
                sentence,
                code=code,
                field="lines",
                variants=[global_id("ProductVariant", pk) for pk in missing],
            )


def save_lines(
    checkout: Checkout, wanted: Sequence[Wanted], now: datetime, *, existing: Sequence[CheckoutLine] = ()
) -> None:
    """Write the lines, and reserve their stock where the channel keeps it for some minutes."""
    gone = [entry.line.pk for entry in wanted if entry.line is not None and entry.quantity == 0]
    changed: list[CheckoutLine] = []
    fewer: list[CheckoutLine] = []
    new: list[CheckoutLine] = []
    for entry in wanted:
        if entry.quantity == 0:
            continue
        if entry.line is None:
            new.append(
                CheckoutLine(
                    checkout=checkout,
                    variant_id=entry.variant_id,
                    quantity=entry.quantity,
                    separate=entry.separate,
                    currency=checkout.currency,
                    metadata=entry.metadata,
                    # Lines keep the order in which they were asked for.
                    created_at=now + timedelta(microseconds=len(new)),
                )
            )
        else:
            if entry.quantity < entry.line.quantity:
                fewer.append(entry.line)
            entry.line.quantity = entry.quantity
            entry.line.metadata.update(entry.metadata)
            changed.append(entry.line)
    if gone:
        CheckoutLine.objects.filter(pk__in=gone).delete()
    if changed:
        CheckoutLine.objects.bulk_update(changed, ("quantity", "metadata"))
    if new:
        CheckoutLine.objects.bulk_create(new)
    _keep_no_more_than(fewer)
    kept = [line for line in existing if line.pk not in gone and line not in changed]
    _reserve(checkout, [*kept, *changed, *new], now)


def _keep_no_more_than(lines: Sequence[CheckoutLine]) -> None:
    """A payment under way may keep pieces of lines that are less now: it keeps them anew."""
    if lines:
        Reservation.objects.filter(checkout_line__in=[line.pk for line in lines]).delete()


def _reserve(checkout: Checkout, lines: Sequence[CheckoutLine], now: datetime) -> None:
    minutes = checkout.channel.reserve_stock_minutes
    if not minutes:
        return
    try:
        reserve(lines, now=now, minutes=minutes)
    except InsufficientStock as short:
        raise Refusals(
            [
                Refusal(
                    f"Could not add items. Only {shortage.available_quantity} remaining in stock.",
                    code="INSUFFICIENT_STOCK",
                    field="quantity",
                    variants=[global_id("ProductVariant", shortage.variant_id)],
                )
                for shortage in short.shortages
            ]
        ) from None
