"""
Give the buyer back, through the store, what became due to him.

Repeatable. A card's refund is known by its reference (the parcel's code, or the adjustment's) at the
beginning of its granted refund's reason; of cash, so much of the promise is let go that what is left of it
is what the other parcels cost. What the payment company refuses is noted (``RefundRequest``), and asked for
again when somebody says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final

import sellers.ledger.facade as ledger
from commerce.client import OrderGrantedRefundsOrderGrantedRefunds as GrantedRefund
from commerce.client import (
    OrderGrantRefundCreateInput,
    OrderGrantRefundCreateLineInput,
    OrderParts,
    OrderPartsTransactions,
    TransactionActionEnum,
)
from commerce.facade import Store, StoreRefused, refuse_on
from commerce.payments.facade import methods_of
from jkrlm.kernel.money import Money
from sellers.orders.errors import NothingHeld, SellerOrderUnknown
from sellers.orders.models import Adjustment, RefundRequest, SellerOrder
from sellers.orders.services.book_money import CASH, PURSES, due_back
from sellers.orders.services.promises import promise_of
from sellers.orders.services.store_refunds import STORE
from sellers.orders.states import SETTLED, TAKES_BACK, DecisionState, RefundState

_STATES: Final = {"SUCCESS": RefundState.PAID, "FAILURE": RefundState.REFUSED}


@dataclass(frozen=True, slots=True)
class _Due:
    """
    ``lines`` are (the store's line, units) that the refund is for; none where it is part of a price, or what
    is left of a payment (``item_id``).
    """

    reference: str
    amount: Money
    lines: tuple[tuple[str, int], ...]
    reason: str
    item_id: str = ""

    @property
    def mark(self) -> str:
        return f"{self.reference}: "


def give_back(*, reasons: Mapping[str, str], order: OrderParts, store: Store, now: datetime) -> None:
    """
    Give back the money of these parcels (code -> why), all of them gone, and of what was put right about
    others; the whole order's, which is then cancelled in the store, once no parcel is left. Never more than
    the books say is due.

    ``order`` is as the store says now, and its money is booked (``book_money``).

    Raises:
        NothingHeld: something is due back, and no payment of the order holds so much.
        StoreRefused, StoreUnavailable: from the store.
    """
    parcels = list(SellerOrder.objects.filter(order_id=order.id).order_by("id").prefetch_related("lines"))
    methods = methods_of([item.id for item in order.transactions])
    cards = [item for item in order.transactions if methods.get(item.id) in PURSES]
    cash = [item for item in order.transactions if methods.get(item.id) == CASH]
    dues = _dues(parcels, reasons) if cards else []
    promised = sum((each.cash_to_collect for each in parcels if not each.is_gone), Decimal(0))
    if reasons and all(each.is_gone and not each.fulfilment_id for each in parcels):
        _cancel(order, store)
        dues = _whole(dues, order, cards)
    if dues:
        _refund(dues, order, cards, store, now)
    for item in cash:
        promise = promise_of(item, now=now)
        needed = max(promised - promise.charged, Decimal(0))
        _act(item, TransactionActionEnum.CANCEL, promise.left - needed, store)


def _cancel(order: OrderParts, store: Store) -> None:
    if order.status.value != "CANCELED":
        answer = store.order_cancel(id=order.id).order_cancel
        assert answer is not None
        refuse_on(answer.errors)


def _whole(dues: Sequence[_Due], order: OrderParts, cards: Sequence[OrderPartsTransactions]) -> list[_Due]:
    """
    Return what was asked for by itself before the whole order was gone, and the rest of each payment, one
    due more.
    """
    before = RefundRequest.objects.filter(order_id=order.id).values_list("reference", flat=True)
    known = set(before)
    found = [due for due in dues if due.reference in known]
    for place, item in enumerate(cards, start=1):
        reference = order.number if place == 1 else f"{order.number}/{place}"
        charged = Money(_amount(item.charged_amount), "INR")
        found.append(_Due(reference, charged, (), "the whole order was cancelled", item.id))
    return found


def _act(item: OrderPartsTransactions, action: TransactionActionEnum, amount: Decimal, store: Store) -> None:
    if amount <= 0:
        return
    answer = store.transaction_request_action(id=item.id, action_type=action, amount=amount)
    assert answer.transaction_request_action is not None
    refuse_on(answer.transaction_request_action.errors)


def _dues(parcels: Sequence[SellerOrder], reasons: Mapping[str, str]) -> list[_Due]:
    """Return all that ever became due by our own doing, the parts of parcels before parcels that are gone."""
    rows = (
        Adjustment.objects.filter(seller_order__in=parcels, kind__in=TAKES_BACK, state=DecisionState.APPROVED)
        .exclude(decided_by=STORE)  # given back there already
        .select_related("seller_order")
        .prefetch_related("lines__line")
        .order_by("id")
    )
    found: list[_Due] = []
    units: dict[str, int] = {}
    for row in rows:
        lines = [(each.line.order_line_id, each.quantity) for each in row.lines.all() if each.quantity]
        for line, count in lines:
            units[line] = units.get(line, 0) + count
        found.append(_Due(row.reference, Money(row.amount, "INR"), tuple(lines), row.reason))
    for gone in (each for each in parcels if each.code in reasons):
        due = due_back(gone)
        if due.amount:
            left = [
                (line.order_line_id, line.quantity - units.get(line.order_line_id, 0))
                for line in gone.lines.all()
            ]
            rest = tuple((line, count) for line, count in left if count)
            found.append(_Due(gone.code, due, rest, reasons[gone.code]))
    return found


def _refund(
    dues: Sequence[_Due],
    order: OrderParts,
    cards: Sequence[OrderPartsTransactions],
    store: Store,
    now: datetime,
) -> None:
    """
    Grant each and ask for it, once, as far as the books say that so much is due; again where somebody said so
    after it was refused. What the store knows of them afterwards is noted.
    """
    owed = _owed(order.number)
    rows = RefundRequest.objects.filter(order_id=order.id)
    tries = dict(rows.values_list("reference", "tries"))
    if not owed and not rows.exclude(state=RefundState.PAID).exists():
        return
    known = _granted(order.id, store)
    there = {due.reference: found for due in dues if (found := _find(due, known))}
    for due in dues:
        found = there.get(due.reference)
        if found is None or found.status.value == "SUCCESS" or tries.get(due.reference) == SETTLED:
            continue
        amount = _amount(found.amount)
        is_open = found.status.value in ("NONE", "FAILURE")
        if is_open and amount <= owed and _times_asked(found) < tries.get(due.reference, 1):
            _ask(found.id, due, amount, order, store, now)
        owed = max(owed - amount, Decimal(0))  # asked for, or refused and waiting for somebody
    left = _units_left(order, known)
    for due in dues:
        amount = min(due.amount.amount, owed)
        if amount <= 0 or due.reference in there or tries.get(due.reference) == SETTLED:
            continue
        grant = replace(due, lines=_taken(due, left))
        _ask(_grant(grant, amount, order, cards, store), due, amount, order, store, now)
        owed -= amount
    known = _granted(order.id, store)
    for due in dues:
        found = _find(due, known)
        if found is not None and tries.get(due.reference) != SETTLED:
            state = _STATES.get(found.status.value, RefundState.ASKED)
            _note(due, order, state, _amount(found.amount), now, _why(found, state))


def _owed(number: str) -> Decimal:
    """Return what the books say the buyer gets: what is due back, and what he paid beyond the total."""
    books = ledger.orders_in_books([number])[number]
    return books.refunds_due.amount + max(-books.due.amount, Decimal(0))


def _granted(order_id: str, store: Store) -> list[GrantedRefund]:
    order = store.order_granted_refunds(id=order_id).order
    if order is None:
        raise SellerOrderUnknown("The store has no such order.", field="order_id")
    return list(order.granted_refunds)


def _find(due: _Due, known: Sequence[GrantedRefund]) -> GrantedRefund | None:
    return next((each for each in known if (each.reason or "").startswith(due.mark)), None)


def _units_left(order: OrderParts, known: Sequence[GrantedRefund]) -> dict[str, int]:
    """Return line -> units that may be granted yet: less those granted by anybody, the refused ones too."""
    left = {line.id: line.quantity for line in order.lines}
    for each in known:
        for row in each.lines or ():
            left[row.order_line.id] = left.get(row.order_line.id, 0) - row.quantity
    return left


def _taken(due: _Due, left: dict[str, int]) -> tuple[tuple[str, int], ...]:
    """Take a due's units from what is left and return them; the amount is what counts, and stays."""
    taken = tuple((line, min(units, max(left.get(line, 0), 0))) for line, units in due.lines)
    for line, units in taken:
        left[line] = left.get(line, 0) - units
    return tuple((line, units) for line, units in taken if units > 0)


def _times_asked(granted: GrantedRefund | None) -> int:
    events = granted.transaction_events or () if granted else ()
    return sum(event.type_ is not None and event.type_.value == "REFUND_REQUEST" for event in events)


def _ask(granted_id: str, due: _Due, amount: Decimal, order: OrderParts, store: Store, now: datetime) -> None:
    """It is noted before: meanwhile nobody pays it another way. Where the store will not, somebody may."""
    _note(due, order, RefundState.ASKED, amount, now)
    asked = store.transaction_request_refund_for_granted_refund(granted_refund_id=granted_id)
    assert asked.transaction_request_refund_for_granted_refund is not None
    try:
        refuse_on(asked.transaction_request_refund_for_granted_refund.errors)
    except StoreRefused as refusal:
        _note(due, order, RefundState.REFUSED, amount, now, refusal.message[:300])
        raise


def _why(there: GrantedRefund, state: RefundState) -> str:
    """Return what the payment company said, where it refused."""
    failures = [
        event.message
        for event in there.transaction_events or ()
        if event.type_ is not None and event.type_.value == "REFUND_FAILURE" and event.message
    ]
    return failures[0][:300] if failures and state is RefundState.REFUSED else ""


def _note(
    due: _Due, order: OrderParts, state: RefundState, amount: Decimal, now: datetime, message: str = ""
) -> None:
    made, is_new = RefundRequest.objects.get_or_create(
        reference=due.reference,
        defaults={
            "order_id": order.id,
            "order_number": order.number,
            "amount": amount,
            "state": state,
            "message": message,
            "changed_at": now,
        },
    )
    if not is_new and made.state != state:
        RefundRequest.objects.filter(pk=made.pk).exclude(tries=SETTLED).update(
            state=state, message=message, changed_at=now
        )


def _grant(
    due: _Due, amount: Decimal, order: OrderParts, cards: Sequence[OrderPartsTransactions], store: Store
) -> str:
    mine = [each for each in cards if due.item_id in ("", each.id)]
    item = next((each for each in mine if _amount(each.charged_amount) >= amount), None)
    if item is None:
        raise NothingHeld(f"{amount} are due back for {due.reference}, and no payment holds so much.")
    answer = store.order_grant_refund_create(
        id=order.id,
        input=OrderGrantRefundCreateInput(
            amount=amount,
            lines=[OrderGrantRefundCreateLineInput(id=line, quantity=units) for line, units in due.lines],
            reason=f"{due.mark}{due.reason}",
            transaction_id=item.id,
        ),
    ).order_grant_refund_create
    assert answer is not None
    refuse_on(answer.errors)
    assert answer.granted_refund is not None
    return answer.granted_refund.id


def _amount(money: object) -> Decimal:
    """Return an amount of the store's, which its client reads as a float, in rupees."""
    return Money(Decimal(str(money.amount)), "INR").quantized().amount  # type: ignore[attr-defined]
