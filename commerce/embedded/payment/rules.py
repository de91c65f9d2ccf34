"""
What a transaction's events amount to. Pure: rows in, amounts out.

Events are grouped by reference and by kind (authorisation, charge, refund, cancellation).
Within a group a request is pending until a success or a failure arrives; where both
arrived the later one counts. What succeeds is taken from the amount it came out of.
Source: Saleor's documentation of transaction events; recordings of it in our contract tests.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final, Protocol


class EventRow(Protocol):
    """What the rules read of an event."""

    type: str
    psp_reference: str
    amount_value: Decimal
    created_at: datetime
    include_in_calculations: bool


@dataclass(slots=True)
class Amounts:
    """The eight amounts of a transaction; none is ever negative."""

    authorized: Decimal = Decimal(0)
    authorize_pending: Decimal = Decimal(0)
    charged: Decimal = Decimal(0)
    charge_pending: Decimal = Decimal(0)
    refunded: Decimal = Decimal(0)
    refund_pending: Decimal = Decimal(0)
    canceled: Decimal = Decimal(0)
    cancel_pending: Decimal = Decimal(0)


@dataclass(slots=True)
class _Group:
    request: EventRow | None = None
    success: EventRow | None = None
    failure: EventRow | None = None
    others: list[EventRow] = field(default_factory=list)


#: kind -> (amount, pending amount, amount it is taken from)
_FLOWS: Final = {
    "AUTHORIZATION": ("authorized", "authorize_pending", None),
    "CHARGE": ("charged", "charge_pending", "authorized"),
    "REFUND": ("refunded", "refund_pending", "charged"),
    "CANCEL": ("canceled", "cancel_pending", "authorized"),
}

#: Events that end a payment session: transactionProcess does not ask again after one of them.
FINAL_SESSION_RESULTS: Final = frozenset(
    {
        "AUTHORIZATION_FAILURE",
        "AUTHORIZATION_SUCCESS",
        "AUTHORIZATION_REQUEST",
        "CHARGE_FAILURE",
        "CHARGE_SUCCESS",
        "CHARGE_REQUEST",
    }
)
#: What an app may answer to a session; the two last leave it open.
SESSION_RESULTS: Final = FINAL_SESSION_RESULTS | {"AUTHORIZATION_ACTION_REQUIRED", "CHARGE_ACTION_REQUIRED"}

#: Events that may be reported without an amount; it is taken from the request of the same reference.
OPTIONAL_AMOUNT: Final = frozenset(
    {"AUTHORIZATION_FAILURE", "CHARGE_FAILURE", "REFUND_FAILURE", "CANCEL_FAILURE", "INFO"}
)


def amounts_of(events: Iterable[EventRow]) -> Amounts:
    """Return the amounts that the events, in any order, add up to."""
    counted = sorted((event for event in events if event.include_in_calculations), key=_age)
    counted = _after_last_adjustment(counted)
    amounts = Amounts()
    for event in counted:
        if not event.psp_reference:
            _count_alone(amounts, event)
    groups: dict[tuple[str, str], _Group] = {}
    for event in counted:
        kind, _, outcome = event.type.partition("_")
        if not event.psp_reference or kind not in _FLOWS:
            continue
        group = groups.setdefault((kind, event.psp_reference), _Group())
        if outcome in ("REQUEST", "SUCCESS", "FAILURE"):
            setattr(group, outcome.lower(), event)
        else:
            group.others.append(event)
    for (kind, _reference), group in sorted(groups.items(), key=lambda item: list(_FLOWS).index(item[0][0])):
        _count_group(amounts, kind, group)
    for name in Amounts.__slots__:
        setattr(amounts, name, max(getattr(amounts, name), Decimal(0)))
    return amounts


def _age(event: EventRow) -> datetime:
    return event.created_at


def _after_last_adjustment(events: list[EventRow]) -> list[EventRow]:
    """An adjustment replaces what was authorised before it."""
    last = max(
        (index for index, event in enumerate(events) if event.type == "AUTHORIZATION_ADJUSTMENT"), default=-1
    )
    return [
        event
        for index, event in enumerate(events)
        if index >= last or not event.type.startswith("AUTHORIZATION_")
    ]


def _count_alone(amounts: Amounts, event: EventRow) -> None:
    """Events without a reference state amounts; they take nothing from another amount."""
    value = event.amount_value
    if event.type == "AUTHORIZATION_ADJUSTMENT":
        amounts.authorized = value
    elif event.type == "CHARGE_BACK":
        amounts.charged -= value
    elif event.type == "REFUND_REVERSE":
        amounts.charged += value
    elif event.type.endswith("_SUCCESS"):
        name = _FLOWS[event.type.partition("_")[0]][0]
        setattr(amounts, name, getattr(amounts, name) + value)


def _count_group(amounts: Amounts, kind: str, group: _Group) -> None:
    done, pending, source = _FLOWS[kind]
    for event in group.others:
        _count_other(amounts, event)
    moved: Decimal | None = None
    target = done
    if _stands(group):
        assert group.success is not None
        moved = group.success.amount_value
    elif group.request and not group.success and not group.failure:
        moved, target = group.request.amount_value, pending
    if moved is None:
        return
    setattr(amounts, target, getattr(amounts, target) + moved)
    if source:
        setattr(amounts, source, getattr(amounts, source) - moved)


def _stands(group: _Group) -> bool:
    """A success counts unless a later failure took it back."""
    if group.success is None:
        return False
    return group.failure is None or group.success.created_at > group.failure.created_at


def _count_other(amounts: Amounts, event: EventRow) -> None:
    value = event.amount_value
    if event.type == "AUTHORIZATION_ADJUSTMENT":
        amounts.authorized = value
    elif event.type == "CHARGE_BACK":
        amounts.charged -= value
    elif event.type == "REFUND_REVERSE":
        amounts.charged += value
        amounts.refunded -= value
