"""A second person decides what was proposed about money; approving books it, in the same transaction."""

from datetime import datetime
from typing import Final

from django.db import transaction

import sellers.ledger.facade as ledger
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money
from sellers.orders.errors import BadQuantity
from sellers.orders.models import Adjustment, RefundRequest, SellerOrder
from sellers.orders.services.decide import settle, waiting
from sellers.orders.services.follow_returns import return_undecided, settle_returns
from sellers.orders.services.move import By, locked, move, note
from sellers.orders.services.propose import check_sum, due_by_bank
from sellers.orders.states import (
    SETTLED,
    TAKES_BACK,
    AdjustmentKind,
    Bearer,
    DecisionState,
    RefundState,
    SellerOrderState,
)

#: Where the ledger keeps what is a group's, or due from it.
_GROUPS: Final = ("held-for-seller", "payable-to-seller", "due-from-seller")


@transaction.atomic
def decide_adjustment(*, pk: int, to: DecisionState, by: By, now: datetime, words: str = "") -> Adjustment:
    """
    Approve, refuse or withdraw; deciding the same again changes nothing.

    Raises:
        NotProposed, SamePerson.
        BadSum, BadQuantity: something else took it in the meantime. Nothing is booked.
    """
    code = Adjustment.objects.filter(pk=pk).values_list("seller_order__code", flat=True).first()
    part = locked(code) if code else None  # the parcel before the proposal, as in proposing
    found = waiting(Adjustment, pk)
    if settle(found, to=to, by=by, now=now, note=words):
        if to is DecisionState.APPROVED:
            _book(found, part, by, now)
        else:
            return_undecided(found, by=by, now=now)
    return found


def _book(found: Adjustment, part: SellerOrder | None, by: By, now: datetime) -> None:
    amount, day = Money(found.amount, "INR"), local_date(now)
    kind = AdjustmentKind(found.kind)
    if kind in TAKES_BACK:
        assert part is not None
        take_back(found, part, by=by, now=now)
        return
    if kind is AdjustmentKind.BANK_REFUND:
        check_sum(amount, max(due_by_bank(found.order_number), Money.zero("INR")))
        ledger.pay_refund(
            ledger.RefundPayment(
                order=found.order_number,
                reference=found.utr,
                purse=ledger.Purse.BANK,
                amount=amount,
                occurred_on=day,
            )
        )
        _close_requests(found.order_number, now)
        settle_returns(found.order_number, now=now)
        return
    reference, seller = found.reference, found.group_code
    words = f"{part.code}: {found.reason}" if part else found.reason
    if kind is AdjustmentKind.PENALTY:
        ledger.penalise_seller(ledger.Penalty(reference, seller, amount, words, day))
    else:
        ledger.credit_seller(ledger.Credit(reference, seller, amount, words, day))
    if part is not None:
        note(part, by=by, now=now, reason=f"{kind.label} of {found.amount}: {found.reason}")
    outbox.record(
        "SellerAdjusted",
        {
            "group": found.group_code,
            "kind": kind.value,
            "amount": str(found.amount),
            "reference": found.reference,
        },
    )


def _close_requests(order_number: str, now: datetime) -> None:
    """Refused refunds for which nothing is due any more are settled; what is still due may be asked again."""
    due = due_by_bank(order_number).amount
    rows = RefundRequest.objects.filter(order_number=order_number, state=RefundState.REFUSED)
    for each in rows.order_by("id"):
        if each.amount <= due:
            due -= each.amount
            continue
        each.state, each.tries, each.changed_at = RefundState.PAID, SETTLED, now
        each.message = "Paid from the bank."
        each.save(update_fields=["state", "tries", "changed_at", "message"])


def take_back(found: Adjustment, part: SellerOrder, *, by: By, now: datetime) -> None:
    """
    Take its part of the share back, note the units, and tell it; the caller holds the parcel's lock.

    Raises:
        BadQuantity: units that went another way meanwhile.
        RefundTooLarge: more than is left of the share.
    """
    _count_units(found)
    delivery = Money(found.delivery, "INR")
    on_delivery = bool(part.cash_to_collect) and found.kind == AdjustmentKind.CANCELLED_LINES
    if on_delivery:
        _let_go(found, part, now)
    entry = ledger.refund_share(
        ledger.Refund(
            order=part.order_number,
            item=part.code,
            reference=found.reference,
            goods=Money(found.amount, "INR") - delivery,
            delivery=delivery,
            voucher=Money(found.voucher, "INR"),
            paid=not on_delivery,
            narration=found.reason,
            occurred_on=local_date(now),
        )
    )
    if found.bearer == Bearer.OPERATOR:
        _make_good(found, part, entry, now)
    label = AdjustmentKind(found.kind).label
    words = f"{label}: {found.amount}. {found.reason}"
    if part.delivered_on and not any(line.quantity > line.quantity_returned for line in part.lines.all()):
        move(code=part.code, to=SellerOrderState.RETURNED, by=by, now=now, reason=words)
    else:
        note(part, by=by, now=now, reason=words)
    outbox.record(
        "SellerOrderTakenBack",
        {
            "code": part.code,
            "group": part.group_code,
            "order": part.order_id,
            "kind": found.kind,
            "reference": found.reference,
            "amount": str(found.amount),
            "delivery": str(found.delivery),
            "by": by.actor,
        },
    )


def _count_units(found: Adjustment) -> None:
    for each in found.lines.select_related("line").order_by("id"):
        line = each.line
        line.quantity_returned += each.quantity
        if line.quantity_returned > line.quantity:
            raise BadQuantity(f"Of {line.name} fewer are left than were to be taken back.")
        line.save(update_fields=["quantity_returned"])


def _let_go(found: Adjustment, part: SellerOrder, now: datetime) -> None:
    """So much less is collected at the door."""
    if not found.amount:
        return
    ledger.return_cash(
        ledger.CashReturn(
            order=part.order_number,
            reference=found.reference,
            carrier=part.carrier,
            amount=Money(found.amount, "INR"),
            occurred_on=local_date(now),
        )
    )
    part.cash_to_collect -= found.amount
    part.save(update_fields=["cash_to_collect"])


def _make_good(found: Adjustment, part: SellerOrder, entry: ledger.Entry, now: datetime) -> None:
    """What the group lost by it, the operator gives her."""
    lost = sum(
        (
            line.amount
            for line in entry.lines
            if line.account.owner == part.group_code and line.account.code in _GROUPS
        ),
        Money.zero("INR"),
    )
    if lost.amount > 0:
        ledger.credit_seller(
            ledger.Credit(
                reference=found.reference,
                seller=part.group_code,
                amount=lost,
                reason=f"{part.code}: borne by JKRLM. {found.reason}",
                occurred_on=local_date(now),
            )
        )
