"""
Seller orders and the parcels that carry them: each hears of the other by events, and goes where the other
stands.

Whoever acts first counts: a group that gives its parcel to the carrier itself, or a hub that scans it out.
The states of orders, and their money, move by the same functions as everything else here; a parcel never
writes them.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.utils.translation import override

import logistics.parcels.facade as parcels
from commerce.facade import app_store
from jkrlm.kernel.clock import INDIA, local_date, now
from jkrlm.kernel.money import Money
from jkrlm.kernel.outbox import Event
from logistics.parcels.facade import ParcelState, Step, TroubleKind
from sellers.orders.errors import BadQuantity
from sellers.orders.models import ReturnCase, ReturnChange, SellerOrder, SellerOrderLine
from sellers.orders.return_states import UNDER_WAY, ReturnState
from sellers.orders.services import move, move_return, propose
from sellers.orders.services.move import By
from sellers.orders.services.tell_store import check_covered
from sellers.orders.states import (
    WITH_THE_GROUP,
    AdjustmentKind,
    Bearer,
    ReturnReason,
    SellerOrderState,
)

_S: Final = SellerOrderState
#: What a state of the order is to its parcel.
_STEPS: Final = {
    _S.PACKED: Step.PACKED,
    _S.HANDED_OVER: Step.HANDED_OVER,
    _S.DELIVERED: Step.DELIVERED,
    _S.CANCELLED: Step.CANCELLED,
    _S.RETURNED: Step.RETURNED,
}
#: The parcel left the group for the carrier, whatever became of it.
_LEFT: Final = (ParcelState.HANDED_OVER, ParcelState.DELIVERED, ParcelState.REFUSED, ParcelState.RETURNED)
REASON_BACK: Final = "It came back to us."


def parcel_code(code: str) -> str:
    """Return the code of a seller order's parcel, opened now where its event is still on its way."""
    part = SellerOrder.objects.prefetch_related("lines").get(code=code)
    return parcels.open_parcel(_to_send(part), actor="clock")


def keep_parcel(event: Event) -> None:
    """React to SellerOrderMoved: its parcel is opened when the group says yes, and goes along."""
    code = str(event.payload["code"])
    part = SellerOrder.objects.filter(code=code).prefetch_related("lines").first()
    if part is None:
        return
    state, by = _S(part.state), str(event.payload["by"])
    if state is _S.CANCELLED and part.box_key:
        parcels.travel_together(part.order_id, box_key=part.box_key, count=_together(part))
    known = parcels.parcel_of_order(code)
    if known is None:
        if state in (_S.NEW, _S.CANCELLED):
            return
        parcels.open_parcel(_to_send(part), actor=by)
    if state is _S.RETURNED and part.delivered_on is not None:
        return  # it came back by a return, which has a parcel of its own
    if state is _S.RETURNED and known is not None and known.state is ParcelState.DAMAGED:
        return  # its money went back; whether the parcel does is still to be seen
    step = _STEPS.get(state)
    if known is not None and _is_called_back(part, known):
        step = Step.TAKEN_BACK
    if step is not None:
        parcels.follow_order(
            code,
            step,
            key=f"order:{event.id}",
            actor=by,
            at=_moment(part, state),
            tracking_number=part.tracking_number,
            words=str(event.payload["reason"]) if state is _S.RETURNED else "",
        )


def _is_called_back(part: SellerOrder, found: parcels.ParcelView) -> bool:
    """
    Return whether the order came back to its group after the parcel left. Before the order has heard that it
    left, the two look the same.
    """
    return (
        _S(part.state) is _S.PACKED
        and found.state is ParcelState.HANDED_OVER
        and found.left_at is not None
        and found.left_at < part.changed_at
        and part.changes.filter(state=_S.HANDED_OVER).exists()
    )


def _moment(part: SellerOrder, state: SellerOrderState) -> datetime:
    """What was delivered on an earlier day stands there at noon of it."""
    day: date | None = part.delivered_on
    if state is _S.DELIVERED and day is not None and day < local_date(part.changed_at):
        return datetime(day.year, day.month, day.day, 12, tzinfo=INDIA)
    return part.changed_at


def _to_send(part: SellerOrder) -> parcels.ToSend:
    return parcels.ToSend(
        seller_order=part.code,
        order_id=part.order_id,
        order_number=part.order_number,
        group_code=part.group_code,
        box_key=part.box_key or part.parcel_key,
        box_size=max(_together(part), 1) if part.box_key else 1,
        origin_pincode=part.origin_pincode,
        destination_pincode=part.destination_pincode,
        carrier=part.carrier,
        service=part.service,
        weight_grams=part.weight_grams,
        declared_value=_worth(part),
        cash_to_collect=_cash(part),
        is_gift=part.is_gift,
        ship_on=part.ship_on,
        earliest=part.earliest,
        latest=part.latest,
    )


def _worth(part: SellerOrder) -> Money:
    """What of its goods is left."""
    return _worth_of(part, {line.pk: line.quantity - line.quantity_returned for line in part.lines.all()})


def _worth_of(part: SellerOrder, units: Mapping[int, int]) -> Money:
    """What so many of its lines (by keys) are worth, GST included, whoever pays for them; to the paisa."""
    worth = ((line.net + line.gst) * units.get(line.pk, 0) / line.quantity for line in part.lines.all())
    return Money(sum(worth, Decimal(0)), "INR").quantized()


def _weight_of(part: SellerOrder, units: Mapping[int, int]) -> int:
    """Grams of so many of its pieces, each counted the same, rounded up: nobody kept what one weighs."""
    ordered = sum(line.quantity for line in part.lines.all())
    return -(-part.weight_grams * sum(units.values()) // ordered)


def _cash(part: SellerOrder) -> Money:
    return Money(Decimal(0) if part.is_gone else part.cash_to_collect, "INR")


@transaction.atomic
def keep_worth(event: Event) -> None:
    """
    React to SellerOrderTakenBack and SellerOrderMoved: of what is not sent after all nothing is collected,
    and nothing claimed. The order stays locked until it is written: what was read last is written last.
    """
    part = SellerOrder.objects.select_for_update().filter(code=str(event.payload["code"])).first()
    if part is not None:
        parcels.set_worth(part.code, cash=_cash(part), declared=_worth(part))


def _together(part: SellerOrder) -> int:
    """How many share its box, itself too, and are still to come."""
    rows = SellerOrder.objects.filter(order_id=part.order_id, box_key=part.box_key)
    return rows.exclude(state=_S.CANCELLED).count()


def keep_promise(event: Event) -> None:
    """React to PromiseShifted: the parcel is expected on the day that its buyer was told."""
    part = SellerOrder.objects.get(code=str(event.payload["code"]))
    last = part.promise_changes.order_by("-id").first()
    parcels.promise_moved(part.code, expected=part.latest, words=last.reason if last else "")


def on_parcel_moved(event: Event) -> None:
    """
    React to ParcelMoved: the order goes to where its parcel stands.

    Raises:
        NotCovered, StoreUnavailable: it left, and is neither charged nor promised, or that cannot be asked
        now.
    """
    found = parcels.parcel(str(event.payload["parcel"]))
    code = str(event.payload["seller_order"])
    if not code:
        return
    by = By(found.last_actor)
    if found.return_number is not None:
        if found.state is ParcelState.DELIVERED:
            _receive(found.return_number, by)
        return
    part = SellerOrder.objects.get(code=code)
    if found.state in _LEFT and _S(part.state) in WITH_THE_GROUP and not _is_called_back(part, found):
        check_covered(code=code, store=app_store())
        part = move.hand_over(code=code, by=by, now=now(), tracking_number=found.tracking_number)
    if _S(part.state) is not _S.HANDED_OVER:
        return
    if found.state is ParcelState.DELIVERED and found.arrived_at is not None:
        left = move.left_on_day(part)
        day = local_date(found.arrived_at)
        move.deliver(code=code, by=by, now=now(), delivered_on=max(day, left) if left else day)
    elif found.state is ParcelState.RETURNED:
        move.refuse(code=code, by=by, now=now(), reason=found.last_words or REASON_BACK)


def _receive(number: int, by: By) -> None:
    """What came back is there, and is still to be looked at; known already, or called off, is no fault."""
    if ReturnCase.objects.filter(pk=number, state__in=(ReturnState.APPROVED, ReturnState.BOOKED)).exists():
        move_return.receive_return(pk=number, by=by, now=now())


def on_parcel_trouble(event: Event) -> None:
    """
    React to ParcelTrouble: of what was damaged or lost the buyer gets her money back.

    Before it arrived, at once: it counts as cancelled, or as not taken. The group gets what it would have,
    unless it bears the loss itself: proposed to finance as a credit, since her share went back with the
    buyer's money. After it arrived a refund is proposed. What is proposed a second person decides. Of what is
    on its way back from its buyer the page of the return settles it.
    """
    found = parcels.trouble(int(event.payload["trouble"]))
    code = str(event.payload["seller_order"])
    if found is None or not code or found.kind in (TroubleKind.REFUSED, TroubleKind.RETURNED):
        return
    if parcels.parcel(str(event.payload["parcel"])).return_number is not None:
        return
    by, key = By(found.actor), f"parcel-trouble-{found.id}"
    bears = Bearer.GROUP if found.bearer is parcels.Bearer.GROUP else Bearer.OPERATOR
    with override("en"):  # as all reasons are kept; the seller's pages say it in her language
        reason = f"{found.kind.label}: {found.words}"[:200]
    with transaction.atomic():
        part = move.locked(code)
        if _S(part.state) is _S.DELIVERED:
            _propose_return(part, bears, reason, key, by)
        elif part.cash_remitted_on is not None:
            _note_once(part, f"{reason} Its cash was handed in: nothing goes back.", by)
        elif _S(part.state) in WITH_THE_GROUP:
            _credit(part, found, reason, key, by)
            move.cancel(code=code, by=by, now=now(), reason=reason)
        elif _S(part.state) is _S.HANDED_OVER:
            _credit(part, found, reason, key, by)
            move.refuse(code=code, by=by, now=now(), reason=reason)
        elif _S(part.state) is _S.RETURNED:
            _note_once(part, f"{reason} It had come back: what its group gets is proposed by hand.", by)


def _credit(part: SellerOrder, found: parcels.TroubleView, reason: str, key: str, by: By) -> None:
    """
    What the group would have had, unless she bears the loss; of what the carrier bears at most what it owes,
    where the rest is hers by the terms that were told. Before it is taken off the order.
    """
    amount = _gets(part)
    if found.bearer is parcels.Bearer.CARRIER and found.rest_is_groups:
        amount = min(amount, found.claimed)
    if found.bearer is parcels.Bearer.GROUP or amount.amount <= 0:
        return
    propose.propose_for_group(
        kind=AdjustmentKind.CREDIT,
        group_code=part.group_code,
        amount=amount,
        reason=reason,
        code=part.code,
        key=key,
        by=by,
        now=now(),
    )


def _note_once(part: SellerOrder, reason: str, by: By) -> None:
    if not part.changes.filter(reason=reason).exists():
        move.note(part, by=by, now=now(), reason=reason)


def _propose_return(part: SellerOrder, bears: Bearer, reason: str, key: str, by: By) -> None:
    """All of it that nobody has asked back yet; where the buyer was first, her own return goes its way."""
    units = {pk: many for pk, many in propose.free_units(part).items() if many}
    if ReturnCase.objects.filter(seller_order=part, state__in=UNDER_WAY).exists():
        return
    try:
        propose.propose_return(
            code=part.code,
            quantities=units,
            why=ReturnReason.DAMAGED,
            bearer=bears,
            reason=reason,
            with_delivery=True,
            key=key,
            by=by,
            now=now(),
        )
    except BadQuantity:
        return  # all of it went back already


def _gets(part: SellerOrder) -> Money:
    """What the group would have had of what is left of its parcel, after commission and what is withheld."""
    lines = part.lines.all()
    return Money(sum((_line_gets(part, line) for line in lines), Decimal(0)), "INR").quantized()


def _line_gets(part: SellerOrder, line: SellerOrderLine) -> Decimal:
    kept: Decimal = line.net - line.commission - line.commission_gst
    if part.seller_kind == "group":
        kept -= line.tcs + line.tds
    return kept * (line.quantity - line.quantity_returned) / line.quantity


def on_return_moved(event: Event) -> None:
    """
    React to ReturnMoved: what is to be fetched has a parcel of its own, and its carrier is asked to come.
    What was called off, or received, is not fetched any more.
    """
    state, number = ReturnState(event.payload["state"]), int(event.payload["case"])
    if state is ReturnState.BOOKED:
        _open_return(number)
    elif state in (ReturnState.CLOSED, ReturnState.RECEIVED):
        last = ReturnChange.objects.filter(case=number, state=state).order_by("-id").first()
        parcels.follow_return(
            number,
            is_here=state is ReturnState.RECEIVED,
            key=f"return:{number}:{state.value}",
            actor=last.actor if last else "clock",
        )


@transaction.atomic
def _open_return(number: int) -> None:
    """Its order is locked: called off in the same moment, it is called off after this."""
    code = ReturnCase.objects.filter(pk=number).values_list("seller_order__code", flat=True).first()
    if code is None:
        return
    part = move.locked(code)
    case = ReturnCase.objects.get(pk=number)
    if case.state != ReturnState.BOOKED or case.pickup_on is None:
        return
    last = case.changes.order_by("-id").first()
    units = {line.line_id: line.quantity for line in case.lines.all()}
    try:
        parcels.open_return(
            seller_order=code,
            return_number=number,
            pickup_on=case.pickup_on,
            weight_grams=_weight_of(part, units),
            declared_value=_worth_of(part, units),
            actor=last.actor if last else "clock",
        )
    except parcels.ParcelUnknown:
        return  # sent before there were parcels: fetched as it always was, by hand
