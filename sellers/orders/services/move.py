"""Move a seller order along its states: the one place where ``state`` is written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from jkrlm.kernel import outbox
from sellers.orders.errors import ReasonMissing, SellerOrderUnknown, WrongState
from sellers.orders.models import SellerOrder, SellerOrderChange
from sellers.orders.states import TRANSITIONS, SellerOrderState

#: What Saleor keeps of a refund's reason is longer; this is what a page shows.
REASON_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class By:
    """Who acts: "person:7", "store" or "clock"; and for whom, where a CRP acts on a group's behalf."""

    actor: str
    on_behalf_of: str = ""


@transaction.atomic
def move(
    *,
    code: str,
    to: SellerOrderState,
    by: By,
    now: datetime,
    reason: str = "",
    change: Callable[[SellerOrder], None] | None = None,
) -> SellerOrder:
    """
    Move it, with history and the event ``SellerOrderMoved``. Being there already is no fault: nothing
    happens.

    ``change`` sets further fields before it is saved.

    Raises:
        SellerOrderUnknown: no such order.
        WrongState: it cannot get there from where it is; ``params`` says where it is.
    """
    found = SellerOrder.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise SellerOrderUnknown("There is no such order.", field="code")
    now_in = SellerOrderState(found.state)
    if now_in is to:
        return found
    if to not in TRANSITIONS[now_in]:
        raise WrongState(
            f"Order {code} is {now_in.label.lower()}; it cannot become {to.label.lower()}.",
            params={"code": code, "state": now_in.value, "wanted": to.value},
        )
    found.state, found.changed_at = to, now
    if change is not None:
        change(found)
    found.save()
    SellerOrderChange.objects.create(
        seller_order=found, state=to, at=now, actor=by.actor, on_behalf_of=by.on_behalf_of, reason=reason
    )
    outbox.record(
        "SellerOrderMoved",
        {
            "code": code,
            "group": found.group_code,
            "state": to.value,
            "reason": reason,
        },
    )
    return found


def accept(*, code: str, by: By, now: datetime) -> SellerOrder:
    """The group says yes."""
    return move(code=code, to=SellerOrderState.ACCEPTED, by=by, now=now)


def pack(*, code: str, by: By, now: datetime) -> SellerOrder:
    """It is packed and labelled."""
    return move(code=code, to=SellerOrderState.PACKED, by=by, now=now)


def hand_over(*, code: str, by: By, now: datetime, tracking_number: str = "") -> SellerOrder:
    """It is with the carrier; the store hears of it by the event."""

    def change(found: SellerOrder) -> None:
        found.tracking_number = tracking_number or found.tracking_number

    return move(code=code, to=SellerOrderState.HANDED_OVER, by=by, now=now, change=change)


def deliver(*, code: str, by: By, now: datetime, delivered_on: date) -> SellerOrder:
    """It is at the buyer's door since that day (Asia/Kolkata); the return window runs from it."""

    def change(found: SellerOrder) -> None:
        found.delivered_on = delivered_on

    return move(code=code, to=SellerOrderState.DELIVERED, by=by, now=now, change=change)


def cancel(*, code: str, by: By, now: datetime, reason: str) -> SellerOrder:
    """
    The group cannot send it, nobody answered, or the store cancelled the order; money goes back by the event.

    Raises:
        ReasonMissing: why, in words, is told to the buyer.
        SellerOrderUnknown, WrongState.
    """
    if not reason.strip():
        raise ReasonMissing("Say why it cannot be sent.", field="reason")

    def change(found: SellerOrder) -> None:
        found.lines.update(quantity_returned=F("quantity"))

    return move(
        code=code,
        to=SellerOrderState.CANCELLED,
        by=by,
        now=now,
        reason=reason.strip()[:REASON_MAX],
        change=change,
    )
