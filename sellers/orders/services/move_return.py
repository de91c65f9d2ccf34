"""Move a return along its states: the one place where its ``state`` is written."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from sellers.orders.errors import BadDay, ReasonMissing, ReturnUnknown, WrongState
from sellers.orders.models import ReturnCase, ReturnChange, SellerOrder
from sellers.orders.return_states import MAY_BE_CALLED_OFF, RETURN_TRANSITIONS, ReturnState
from sellers.orders.services.move import By, locked

WORDS_MAX = 300


def locked_case(pk: int) -> tuple[ReturnCase, SellerOrder]:
    """Return it with its parcel, both under their locks, the parcel's first. Raises ReturnUnknown."""
    code = ReturnCase.objects.filter(pk=pk).values_list("seller_order__code", flat=True).first()
    if code is None:
        raise ReturnUnknown("There is no such return.")
    part = locked(code)
    return ReturnCase.objects.select_for_update().get(pk=pk), part


def step(
    case: ReturnCase,
    part: SellerOrder,
    *,
    to: ReturnState,
    by: By,
    now: datetime,
    words: str = "",
    **facts: Any,
) -> bool:
    """
    Take a step, with history and the event ``ReturnMoved``; returns False where it stands there already.

    Raises:
        WrongState: it cannot get there from where it is.
    """
    now_in = ReturnState(case.state)
    if now_in is to and all(getattr(case, name) == value for name, value in facts.items()):
        return False
    if to not in RETURN_TRANSITIONS[now_in]:
        raise WrongState(
            f"Return {case.reference} is “{now_in.label}”; it cannot become “{to.label}”.",
            params={"state": now_in.value, "wanted": to.value},
        )
    case.state, case.changed_at = to, now
    for name, value in facts.items():
        setattr(case, name, value)
    case.save()
    enter(case, part, by=by, now=now, words=words)
    return True


def enter(case: ReturnCase, part: SellerOrder, *, by: By, now: datetime, words: str = "") -> None:
    """Write its state into its history, and tell it."""
    made = ReturnChange.objects.create(
        case=case, state=case.state, at=now, actor=by.actor, words=words[:WORDS_MAX]
    )
    outbox.record(
        "ReturnMoved",
        {"case": case.pk, "change": made.pk, "code": part.code, "order": part.order_id, "state": case.state},
    )


def _said(words: str, sentence: str) -> str:
    if not words.strip():
        raise ReasonMissing(sentence, field="words")
    return words.strip()[:WORDS_MAX]


@transaction.atomic
def approve_return(*, pk: int, words: str, by: By, now: datetime) -> None:
    """It may come back. Raises ReturnUnknown, WrongState."""
    case, part = locked_case(pk)
    words = words.strip()[:WORDS_MAX]
    step(case, part, to=ReturnState.APPROVED, by=by, now=now, words=words, answer=words)


@transaction.atomic
def refuse_return(*, pk: int, words: str, by: By, now: datetime) -> None:
    """It may not come back. Raises ReturnUnknown, WrongState, ReasonMissing."""
    case, part = locked_case(pk)
    words = _said(words, "Say why: the buyer reads it.")
    step(case, part, to=ReturnState.REFUSED, by=by, now=now, words=words, answer=words)


@transaction.atomic
def book_pickup(*, pk: int, pickup_on: date, by: By, now: datetime) -> None:
    """The carrier fetches it on that day (Asia/Kolkata). Raises ReturnUnknown, WrongState, BadDay."""
    case, part = locked_case(pk)
    if pickup_on < local_date(now):
        raise BadDay("A pickup cannot be booked for a day that is over.", field="pickup_on")
    step(case, part, to=ReturnState.BOOKED, by=by, now=now, pickup_on=pickup_on)


@transaction.atomic
def receive_return(*, pk: int, by: By, now: datetime) -> None:
    """It is there, and is still to be looked at. Raises ReturnUnknown, WrongState."""
    case, part = locked_case(pk)
    step(case, part, to=ReturnState.RECEIVED, by=by, now=now)


@transaction.atomic
def send_return_back(*, pk: int, words: str, by: By, now: datetime) -> None:
    """What was not accepted is on its way to its buyer. Raises ReturnUnknown, WrongState."""
    case, part = locked_case(pk)
    step(case, part, to=ReturnState.SENT_BACK, by=by, now=now, words=words.strip()[:WORDS_MAX])


@transaction.atomic
def close_return(*, pk: int, words: str, by: By, now: datetime) -> None:
    """
    Its buyer keeps it, or it never came.

    Raises:
        ReturnUnknown; WrongState: somebody has it already.
    """
    case, part = locked_case(pk)
    if case.state != ReturnState.CLOSED and ReturnState(case.state) not in MAY_BE_CALLED_OFF:
        raise WrongState(
            "It is too late to call this off: the piece is with us.", params={"state": case.state}
        )
    step(case, part, to=ReturnState.CLOSED, by=by, now=now, words=words.strip()[:WORDS_MAX])


@transaction.atomic
def link_exchange(*, pk: int, order_number: str) -> None:
    """Note the order of the piece that is wanted instead; the first one stands."""
    facts: Mapping[str, str] = {"exchange_number": order_number}
    known = ReturnCase.objects.filter(exchange_number=order_number).exists()
    if not known:
        ReturnCase.objects.filter(pk=pk, wish="exchange", exchange_number="").update(**facts)
