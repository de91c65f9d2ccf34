"""What stands in the way of an order, for the buyer to see before paying."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from commerce.embedded.checkout.availability import Availability, availability
from commerce.embedded.checkout.models import Checkout, CheckoutDelivery, CheckoutLine
from commerce.embedded.checkout.selectors import lines_of


@dataclass(frozen=True)
class InsufficientStock:
    graphql_type: ClassVar[str] = "CheckoutLineProblemInsufficientStock"
    line: CheckoutLine
    available_quantity: int


@dataclass(frozen=True)
class VariantNotAvailable:
    graphql_type: ClassVar[str] = "CheckoutLineProblemVariantNotAvailable"
    line: CheckoutLine


@dataclass(frozen=True)
class DeliveryMethodStale:
    """A warning: the options should be asked for again; the choice may well hold."""

    graphql_type: ClassVar[str] = "CheckoutProblemDeliveryMethodStale"
    delivery: CheckoutDelivery


@dataclass(frozen=True)
class DeliveryMethodInvalid:
    """The chosen option is no more offered: the order will be refused."""

    graphql_type: ClassVar[str] = "CheckoutProblemDeliveryMethodInvalid"
    delivery: CheckoutDelivery


Problem = InsufficientStock | VariantNotAvailable | DeliveryMethodStale | DeliveryMethodInvalid


def problems_of(checkouts: Iterable[Checkout], *, now: datetime) -> dict[uuid.UUID, list[Problem]]:
    """Return each checkout's problems: of its lines first, then of its delivery. Three queries a checkout."""
    checkouts = list(checkouts)
    lines = lines_of(checkouts)
    return {
        checkout.pk: [
            *line_problems(lines[checkout.pk], facts_of(checkout, lines[checkout.pk], now=now)),
            *_delivery_problems(checkout),
        ]
        for checkout in checkouts
    }


def facts_of(checkout: Checkout, lines: list[CheckoutLine], *, now: datetime) -> dict[int, Availability]:
    """Return what is known of the lines' variants. Two queries, none without lines."""
    if not lines:
        return {}
    return availability(
        variant_ids={line.variant_id for line in lines},
        channel=checkout.channel,
        now=now,
        except_checkout=checkout.pk,
    )


def line_problems(
    lines: list[CheckoutLine], facts: Mapping[int, Availability]
) -> list[InsufficientStock | VariantNotAvailable]:
    wanted: dict[int, int] = defaultdict(int)
    for line in lines:
        wanted[line.variant_id] += line.quantity
    found: list[InsufficientStock | VariantNotAvailable] = []
    for line in lines:
        fact = facts.get(line.variant_id)
        if fact is None or not fact.sellable:
            found.append(VariantNotAvailable(line))
        elif fact.tracked and wanted[line.variant_id] > fact.quantity:
            found.append(InsufficientStock(line, max(fact.quantity, 0)))
    return found


def _delivery_problems(checkout: Checkout) -> list[DeliveryMethodStale | DeliveryMethodInvalid]:
    if checkout.delivery is None:
        return []
    if not checkout.delivery.is_valid:
        return [DeliveryMethodInvalid(checkout.delivery)]
    return [DeliveryMethodStale(checkout.delivery)] if checkout.deliveries_stale else []
