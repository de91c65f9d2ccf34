"""Keeping units for the lines of a checkout, for some minutes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from commerce.embedded.warehouse.errors import InsufficientStock, Shortage
from commerce.embedded.warehouse.models import Reservation
from commerce.embedded.warehouse.rules import Line, plan_takes
from commerce.embedded.warehouse.services.locks import free_quantities, lock_stocks, tracked_variants


class CheckoutLine(Line, Protocol):
    """A line that also knows its checkout, and that its channel."""

    checkout: Any


@transaction.atomic
def reserve(checkout_lines: Sequence[CheckoutLine], *, now: datetime, minutes: float) -> datetime | None:
    """
    Keep each line's quantity for `minutes`, instead of what these lines kept before.

    All lines belong to one checkout. Returns until when, None when nothing of it is counted.

    Raises:
        InsufficientStock: nothing is kept then, and what was kept before stays.
    """
    tracked = tracked_variants(line.variant_id for line in checkout_lines)
    lines = [line for line in checkout_lines if line.variant_id in tracked]
    if not lines:
        return None
    own = Q(checkout_line__in=[line.pk for line in lines])
    stocks = lock_stocks(tracked, channel_id=lines[0].checkout.channel_id)
    takes, short = plan_takes(lines, free=free_quantities(stocks, now=now, own=own))
    if short:
        raise InsufficientStock(
            [Shortage(line.pk, line.variant_id or 0, short[line.pk]) for line in lines if line.pk in short]
        )
    Reservation.objects.filter(own).delete()
    until = now + timedelta(minutes=minutes)
    Reservation.objects.bulk_create(
        Reservation(
            checkout_line_id=take.line_pk,
            stock_id=take.stock_id,
            quantity_reserved=take.quantity,
            reserved_until=until,
        )
        for take in takes
    )
    return until


def release(checkout_id: UUID, *, variant_id: int | None = None) -> None:
    """Give back what the checkout keeps: of one variant, or all of it."""
    kept = Reservation.objects.filter(checkout_line__checkout=checkout_id)
    if variant_id is not None:
        kept = kept.filter(checkout_line__variant=variant_id)
    kept.delete()


def drop_expired_reservations(*, now: datetime) -> int:
    """Delete reservations that have run out (they count for nothing already); returns how many."""
    return Reservation.objects.filter(reserved_until__lte=now).delete()[0]
