"""
Numbers that a carrier booked and that are not used: it lets them go. One row for each number, by its key.

All in the caller's transaction, under the parcel's lock.
"""

from datetime import datetime
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_noop

from jkrlm.kernel import outbox
from logistics.carriers.facade import carrier
from logistics.parcels.models import CarrierAsk, Parcel
from logistics.parcels.services.pickups import NOT_WANTED, ask
from logistics.parcels.states import AskKind, AskState

#: Why a number is not let go for another sum or address: staff settle it with the carrier.
HAS_IT: Final = gettext_noop(
    "The carrier has the parcel already: tell it the new sum or address, or have it brought back."
)
MOVED_AWAY: Final = gettext_noop("the address changed before it was booked")
SETTLED: Final = gettext_noop("Settled with the carrier.")
#: What stands for an answer where nothing was booked.
_NO_NUMBER: Final = (NOT_WANTED, MOVED_AWAY, "")


def let_go(code: str, *, now: datetime) -> None:
    """
    Tell its carrier that it will not come, where it was asked to take it, or its number was written by hand
    and the carrier takes orders from a program.
    """
    found = Parcel.objects.get(code=code)
    not_asked_any_more(found, now=now)
    numbers = booked_numbers(found)
    if is_booked(found):
        numbers.add(found.tracking_number)
    _not_told_any_more(found, but=numbers, now=now)
    for number in sorted(numbers):
        release(found, number, now=now)


def let_go_others(parcel: Parcel, *, books_anew: bool, now: datetime) -> None:
    """
    Let go what its carrier booked under other numbers than the one that it has: those are paid and not used.
    A former number that was written by hand is not: it may have been a mistake, and be somebody else's.
    """
    not_asked_any_more(parcel, now=now)
    numbers = booked_numbers(parcel)
    _not_told_any_more(parcel, but=numbers, now=now)
    for number in sorted(numbers - {parcel.tracking_number}):
        release(parcel, number, books_anew=books_anew, now=now)


def release(parcel: Parcel, number: str, *, books_anew: bool = False, now: datetime) -> None:
    """
    Have this number let go, once; ``books_anew``: the parcel gets another one when it is. What was refused,
    or only told to staff, is asked.
    """
    known = parcel.asks.filter(key=worth_key(parcel, number)).first()
    if known is None:
        key = worth_key(parcel, number)
        ask(parcel, AskKind.CANCEL, key=key, now=now, number=number, books_anew=books_anew)
    elif not _is_let_go(known):
        parcel.asks.filter(pk=known.pk).update(
            state=AskState.WAITING, books_anew=books_anew, answer="", changed_at=now
        )
        outbox.record("CarrierAsked", {"ask": known.pk, "parcel": parcel.code})


def tell_staff(parcel: Parcel, words: str, *, now: datetime) -> None:
    """What its carrier has booked under its number is not what is due: that stands in the queue, once."""
    told = {"state": AskState.FAILED, "answer": words, "changed_at": now}
    row, new = CarrierAsk.objects.get_or_create(
        key=worth_key(parcel, parcel.tracking_number),
        defaults={
            "parcel": parcel,
            "kind": AskKind.CANCEL,
            "number": parcel.tracking_number,
            "books_anew": True,
            "asked_at": now,
            **told,
        },
    )
    if not new and row.state == AskState.DONE and not _is_let_go(row):
        CarrierAsk.objects.filter(pk=row.pk).update(books_anew=True, **told)


def was_let_go(parcel: Parcel, number: str) -> bool:
    """Return whether its carrier was asked to let this number go: it does not take the parcel under it."""
    known = parcel.asks.filter(key=worth_key(parcel, number)).first()
    return known is not None and _is_let_go(known)


def is_booked(parcel: Parcel) -> bool:
    """Return whether its number is one that its carrier knows: given when asked, or written by hand."""
    has_number = bool(parcel.tracking_number)
    return has_number and (booking(parcel) is not None or not carrier(parcel.carrier).by_hand)


def booking(parcel: Parcel) -> CarrierAsk | None:
    """Return what its carrier was asked when it gave the number that the parcel has."""
    if not parcel.tracking_number:
        return None
    rows = parcel.asks.filter(kind=AskKind.CREATE, state=AskState.DONE, answer=parcel.tracking_number)
    return rows.order_by("-id").first()


def is_other(parcel: Parcel, booked: CarrierAsk) -> bool:
    """Return whether another weight or sum was said under this key than the parcel has by now."""
    said = booked.said or {}
    told = (said.get("weight_grams"), Decimal(said.get("cash_to_collect", 0)))
    return told != (parcel.weight_grams, parcel.cash_to_collect)


def booked_numbers(parcel: Parcel) -> set[str]:
    """Return every number that its carrier gave when it was asked, also those that were let go since."""
    rows = parcel.asks.filter(kind=AskKind.CREATE, state=AskState.DONE).exclude(answer__in=_NO_NUMBER)
    return {answer[:40] for answer in rows.values_list("answer", flat=True)}


def not_asked_any_more(parcel: Parcel, *, now: datetime) -> None:
    """
    What its carrier was not asked yet, or refused, is not booked. What it was asked without an answer may be:
    that is looked up, and let go.
    """
    asks = parcel.asks.filter(kind=AskKind.CREATE).exclude(state=AskState.DONE)
    asks.exclude(state=AskState.WAITING, tries__gt=0).update(
        state=AskState.DONE, answer=NOT_WANTED, changed_at=now
    )
    for each in asks:
        outbox.record("CarrierAsked", {"ask": each.pk, "parcel": parcel.code})


def _not_told_any_more(parcel: Parcel, *, but: set[str], now: datetime) -> None:
    """What staff were told of a number that it has no more, and that its carrier did not book."""
    told = parcel.asks.filter(kind=AskKind.CANCEL, books_anew=True, state=AskState.FAILED)
    told.exclude(number__in=but).update(state=AskState.DONE, answer=NOT_WANTED, changed_at=now)


def worth_key(parcel: Parcel, number: str) -> str:
    """Return the key under which a number is let go: once."""
    return f"worth-{parcel.code}-{number}"


def _is_let_go(row: CarrierAsk) -> bool:
    """Staff who told the carrier another sum settled that, and let nothing go."""
    if row.state == AskState.DONE:
        return row.answer != NOT_WANTED and not (row.books_anew and row.answer == SETTLED)
    return row.state == AskState.WAITING
