"""Move a seller order along its states: the one place where ``state`` is written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from sellers.orders.errors import BadDay, ReasonMissing, SellerOrderUnknown, WrongState
from sellers.orders.models import SellerOrder, SellerOrderChange
from sellers.orders.states import TRANSITIONS, SellerOrderState

#: What Saleor keeps of a refund's reason is longer; this is what a page shows.
REASON_MAX: Final = 200
HISTORY_MAX: Final = 300


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
    found = locked(code)
    now_in = SellerOrderState(found.state)
    if now_in is to:
        return found
    if to not in TRANSITIONS[now_in]:
        raise WrongState(
            _("Order %(code)s is “%(state)s”; it cannot become “%(wanted)s”.")
            % {"code": code, "state": _(now_in.label), "wanted": _(to.label)},
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
            "order": found.order_id,
            "state": to.value,
            "reason": reason,
            "by": by.actor,
            "products": sorted(found.lines.values_list("product_id", flat=True)),
        },
    )
    return found


def note(found: SellerOrder, *, by: By, now: datetime, reason: str) -> None:
    """Add to the history of one that stays in its state; the caller holds its lock."""
    SellerOrderChange.objects.create(
        seller_order=found,
        state=found.state,
        at=now,
        actor=by.actor,
        on_behalf_of=by.on_behalf_of,
        reason=reason[:HISTORY_MAX],
    )


def locked(code: str) -> SellerOrder:
    """Return it under its lock, in the caller's transaction. Raises SellerOrderUnknown."""
    found = SellerOrder.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise SellerOrderUnknown(_("There is no such order."), field="code")
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
    """
    It is at the buyer's door since that day (Asia/Kolkata); the return window runs from it.

    Raises:
        BadDay: before it was handed over, or after today.
        SellerOrderUnknown, WrongState.
    """

    def change(found: SellerOrder) -> None:
        left_on = left_on_day(found)
        if delivered_on > local_date(now) or (left_on is not None and delivered_on < left_on):
            raise BadDay(
                _("It cannot have arrived before it was handed over, nor after today."),
                field="delivered_on",
                params={"left_on": left_on},
            )
        found.delivered_on = delivered_on

    return move(code=code, to=SellerOrderState.DELIVERED, by=by, now=now, change=change)


def left_on_day(found: SellerOrder) -> date | None:
    """Return the day on which it was last handed over, None where its history has none."""
    left = found.changes.filter(state=SellerOrderState.HANDED_OVER).order_by("-id").first()
    return local_date(left.at) if left else None


def refuse(*, code: str, by: By, now: datetime, reason: str) -> SellerOrder:
    """
    It came back without having been taken at the door; what the buyer paid or promised goes back by the
    event.

    Raises:
        ReasonMissing: the carrier's reason, for the group and the buyer.
        WrongState: it is not with the carrier.
        SellerOrderUnknown.
    """
    if not reason.strip():
        raise ReasonMissing(_("Say what the carrier said."), field="reason")

    def change(found: SellerOrder) -> None:
        if found.delivered_on is not None:
            raise WrongState(
                _("Order %(code)s was delivered; take it back as a return.") % {"code": code},
                params={"code": code, "state": SellerOrderState.DELIVERED.value},
            )
        if found.cash_remitted_on is not None:
            raise WrongState(
                _("The cash of %(code)s was handed in: it was taken at the door.") % {"code": code}
            )
        found.lines.update(quantity_returned=F("quantity"))

    return move(
        code=code,
        to=SellerOrderState.RETURNED,
        by=by,
        now=now,
        reason=reason.strip()[:REASON_MAX],
        change=change,
    )


def cancel(*, code: str, by: By, now: datetime, reason: str) -> SellerOrder:
    """
    The group cannot send it, nobody answered, or the store cancelled the order; money goes back by the event.

    Raises:
        ReasonMissing: why, in words, is told to the buyer.
        SellerOrderUnknown, WrongState.
    """
    if not reason.strip():
        raise ReasonMissing(_("Say why it cannot be sent."), field="reason")

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
