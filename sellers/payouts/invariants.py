"""What must be true of payouts at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Final

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum

import sellers.ledger.facade as ledger
from sellers.payouts.models import Batch, Transfer, TransferChange
from sellers.payouts.rules import returned_in_error
from sellers.payouts.states import CAME_BACK, BatchState, TransferState

LISTED_MAX: Final = 100
_BATCH: Final = 1000
_KINDS: Final = ("payout", "payout-paid", "payout-return", "taken back")
_ZERO: Final = Decimal(0)


def _on_the_way() -> list[str]:
    """What banks have not answered is, transfer by transfer, what the ledger has in transit."""
    booked = {item.source: item.amount.amount for item in ledger.open_items(code="payouts-in-transit")}
    sent = {
        ledger.source_of("payout", name): amount
        for name, amount in Transfer.objects.filter(state=TransferState.SENT).values_list(
            "reference", "amount"
        )
    }
    return [
        f"{source}: {sent.get(source, _ZERO)} sent, {booked.get(source, _ZERO)} in transit in the ledger"
        for source in sorted(booked.keys() | sent.keys())
        if booked.get(source, _ZERO) != sent.get(source, _ZERO)
    ][:LISTED_MAX]


def _once() -> list[str]:
    """A transfer left the payable account once, arrived once or came back once, as its state says."""
    faults: list[str] = []
    for rows in _chunks():
        keys = {
            (kind, name): ledger.key_of(kind, name)
            for name, _ in rows
            for kind in ("payout", "payout-paid", "payout-return")
        } | {("taken back", name): returned_in_error(name) for name, _ in rows}
        booked = ledger.booked(keys.values())
        for name, state in rows:
            sent = state in (TransferState.SENT, TransferState.PAID, *CAME_BACK)
            is_booked = {kind: keys[kind, name] in booked for kind in _KINDS}
            came_back = is_booked["payout-return"] and not is_booked["taken back"]
            if state == TransferState.DROPPED:  # never sent, or taken out before the bank's file
                right = is_booked["payout"] == came_back and not is_booked["payout-paid"]
            else:
                right = (
                    is_booked["payout"] == sent
                    and came_back == (state in CAME_BACK)
                    and (is_booked["payout-paid"] == (state == TransferState.PAID) or state in CAME_BACK)
                )
            if not right:
                stands = ", ".join(kind for kind, there in is_booked.items() if there) or "nothing"
                faults.append(f"{name} is {state}, and the ledger has {stands}")
        if len(faults) >= LISTED_MAX:
            break
    return faults[:LISTED_MAX]


def _chunks() -> Iterator[list[tuple[str, str]]]:
    rows = Transfer.objects.order_by("id").values_list("reference", "state").iterator(_BATCH)
    while chunk := list(islice(rows, _BATCH)):
        yield chunk


def _totals() -> list[str]:
    kept = ~Q(transfers__state=TransferState.DROPPED)
    batches = Batch.objects.exclude(state=BatchState.BUILDING).annotate(
        found=Count("transfers", filter=kept), summed=Sum("transfers__amount", filter=kept)
    )
    return [
        f"batch {each.pk}: {each.count} rows of {each.total}, found {each.found} of {each.summed or _ZERO}"
        for each in batches
        if each.count != each.found or each.total != (each.summed or _ZERO)
    ][:LISTED_MAX]


def _approved() -> list[str]:
    """What was sent is of a batch that another person approved."""
    sent = Transfer.objects.filter(state__in=(TransferState.SENT, TransferState.PAID, *CAME_BACK))
    wrong = sent.exclude(batch__state=BatchState.APPROVED) | sent.filter(
        Q(batch__decided_by__isnull=True) | Q(batch__decided_by=F("batch__built_by"))
    )
    return [f"{name} was sent without a second person" for name in wrong.values_list("reference", flat=True)][
        :LISTED_MAX
    ]


def _history() -> list[str]:
    changes = TransferChange.objects.filter(transfer=OuterRef("pk")).order_by("-id")
    rows = Transfer.objects.exclude(batch__state=BatchState.BUILDING)
    apart = rows.annotate(newest=Subquery(changes.values("state")[:1])).exclude(newest=F("state"))
    return [f"{each.reference}: its history does not end with {each.state}" for each in apart[:LISTED_MAX]]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("what is on its way to groups is what the ledger has in transit", _on_the_way),
        ("no transfer was sent, paid or returned twice, nor otherwise than the ledger says", _once),
        ("every payout batch is the sum of its transfers", _totals),
        ("every transfer that was sent was approved by a second person", _approved),
        ("every transfer's state is the last of its history", _history),
    )
