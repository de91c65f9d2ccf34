"""Book what the store's transactions say of an order's money: paid by card, given back, promise let go."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

import sellers.ledger.facade as ledger
from commerce.client import OrderGrantedRefundsOrderGrantedRefunds as GrantedRefund
from commerce.client import OrderParts
from commerce.payments.facade import methods_of
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money
from sellers.orders.models import SellerOrder
from sellers.orders.rules import share_out, units_worth
from sellers.orders.services.split_order import note_unsplit
from sellers.orders.services.store_refunds import ByLines, by_reference, note_units

ZERO: Final = Money.zero("INR")
#: What is paid in full beforehand, by the name of its method -> where its money is until the bank shows it.
PURSES: Final = {"stripe": ledger.Purse.STRIPE, "upi": ledger.Purse.UPI}
_CLEARING: Final = {ledger.Purse.STRIPE: "stripe-clearing", ledger.Purse.UPI: "upi-clearing"}
CASH: Final = "cash-on-delivery"
#: Under this name the ledger keeps that a parcel will not reach its buyer; with it, what goes back for it.
GONE: Final = "gone"


@dataclass(frozen=True, slots=True)
class _Movement:
    """``reference`` is the provider's, ``method`` empty where the transaction is not ours."""

    kind: str
    reference: str
    amount: Money
    at: datetime
    method: str


def has_unbooked_refund(order: OrderParts) -> bool:
    """Return whether money went back by card or UPI that the books do not know of yet. Two queries."""
    refunds = _refunds(order)
    keys = [_paid_key(each) for each in refunds]
    beyond = [ledger.key_of("journal", f"beyond-{each.reference}") for each in refunds]
    known = ledger.booked([*keys, *beyond])
    return any(key not in known and other not in known for key, other in zip(keys, beyond, strict=True))


def book_money(*, order: OrderParts, now: datetime, granted: Sequence[GrantedRefund] = ()) -> None:
    """
    Bring the ledger up to what the store knows; each movement is booked once, under its provider's reference.

    What was paid by card or UPI for a parcel that is gone is due back from that moment; a promise of cash is
    let go.
    A refund of lines that staff granted in the store (``granted``) is taken from those lines' parcels. Any
    other pays what is due back first, then what was paid beyond the order's total; what remains is taken
    from all parcels in proportion to what is left of them, of a parcel's goods before its delivery. Money of
    other sources is not booked: the order comes on the staff's list, as it does for a refund that nothing
    explains.
    """
    methods = methods_of([item.id for item in order.transactions])
    movements = sorted(_movements(order, methods), key=lambda each: each.at)
    charges = [each for each in movements if each.kind == "CHARGE_SUCCESS"]
    with transaction.atomic():
        parts = list(SellerOrder.objects.select_for_update().filter(order_id=order.id).order_by("id"))
        if not parts:
            return
        prepaid = [each for each in charges if each.method in PURSES]
        for charge in prepaid:
            _receive(order, charge)
        for part in parts:
            if part.is_gone:
                _take_back(part, paid=bool(prepaid), now=now)
        failed = {each.reference: each for each in movements if each.kind == "REFUND_FAILURE"}
        by_lines = by_reference(granted, parts)
        for refund in (each for each in movements if each.kind == "REFUND_SUCCESS" and each.method in PURSES):
            failure = failed.get(refund.reference)
            if failure is not None and failure.at >= refund.at:
                _came_back(failure)
            elif not _refund(order, parts, refund, by_lines.get(refund.reference), now):
                note_unsplit(order=order, reason=f"Refund {refund.reference} is more than was sold.", now=now)
        if any(not each.method for each in charges):
            note_unsplit(order=order, reason="It was paid in a way that is not the shop's own.", now=now)


def due_back(part: SellerOrder) -> Money:
    """
    Return what became due to the buyer because this parcel is gone; nought where he had paid nothing for it.
    """
    key = ledger.key_of("refund", part.order_number, part.code, GONE)
    if not ledger.booked([key]):
        return ZERO
    due = ledger.account_of("refunds-due")
    return -sum((line.amount for line in ledger.entry(key).lines if line.account == due), ZERO)


def _refunds(order: OrderParts) -> list[_Movement]:
    methods = methods_of([item.id for item in order.transactions])
    found = _movements(order, methods)
    return [each for each in found if each.kind == "REFUND_SUCCESS" and each.method in PURSES]


def _paid_key(refund: _Movement) -> str:
    return ledger.key_of("refund-payment", PURSES[refund.method].value, refund.reference)


def _movements(order: OrderParts, methods: Mapping[str, str]) -> Iterator[_Movement]:
    for item in order.transactions:
        for event in item.events:
            yield _Movement(
                kind=event.type_.value if event.type_ else "",
                reference=event.psp_reference or item.id,
                amount=Money(Decimal(str(event.amount.amount)), event.amount.currency).quantized(),
                at=event.created_at,
                method=methods.get(item.id, ""),
            )


def _receive(order: OrderParts, charge: _Movement) -> None:
    ledger.receive_payment(
        ledger.Payment(
            order=order.number,
            reference=charge.reference,
            purse=PURSES[charge.method],
            amount=charge.amount,
            occurred_on=local_date(charge.at),
        )
    )


def _take_back(part: SellerOrder, *, paid: bool, now: datetime) -> None:
    """
    The whole of what is left of its share goes back; cash that its carrier was to collect is not outstanding,
    unless it was handed in.
    """
    if part.cash_to_collect and part.cash_remitted_on is None:
        ledger.return_cash(
            ledger.CashReturn(
                order=part.order_number,
                reference=part.code,
                carrier=part.carrier,
                amount=Money(part.cash_to_collect, "INR"),
                occurred_on=local_date(now),
            )
        )
    left = _books(part.order_number).shares[part.code].left
    if left.value.amount:
        _refund_share(part, GONE, left, paid=paid or part.cash_remitted_on is not None, at=now)


def _refund(
    order: OrderParts,
    parts: Sequence[SellerOrder],
    refund: _Movement,
    by_lines: ByLines | None,
    now: datetime,
) -> bool:
    """
    Book a refund that has left, once. Returns whether all of it found its place; if not, nothing is booked.

    ``by_lines`` says which parcels bear it, as far as something is left of them: of their goods first, then
    of their delivery.
    """
    paid = _paid_key(refund)
    beyond = f"beyond-{refund.reference}"
    if ledger.booked([paid, ledger.key_of("journal", beyond)]):
        return True
    books = _books(order.number)
    shares = {part.code: books.shares[part.code].left for part in parts}
    named = _named(refund.amount, by_lines.worth if by_lines else {}, shares)
    other = refund.amount - sum(named.values(), ZERO)
    excess = min(max(other - books.refunds_due, ZERO), max(-books.due, ZERO))
    rest = max(other - books.refunds_due - excess, ZERO)
    left_over = {code: left.total - named.get(code, ZERO) for code, left in shares.items()}
    if sum(left_over.values(), ZERO) < rest:
        return False
    taken = share_out(rest, left_over)
    borne: dict[str, ledger.Gross] = {}
    for part in parts:
        amount = taken.get(part.code, ZERO) + named.get(part.code, ZERO)
        if amount.amount:
            borne[part.code] = _of_share(shares[part.code], amount, part.code, by_lines)
            _refund_share(part, refund.reference, borne[part.code], paid=True, at=refund.at)
    if by_lines:
        note_units(by_lines, borne, now=now)
    if excess.amount:
        _return_excess(order, beyond, excess, refund)
    if (refund.amount - excess).amount:
        ledger.pay_refund(
            ledger.RefundPayment(
                order=order.number,
                reference=refund.reference,
                purse=PURSES[refund.method],
                amount=refund.amount - excess,
                occurred_on=local_date(refund.at),
            )
        )
    return True


def _of_share(left: ledger.Gross, amount: Money, code: str, by_lines: ByLines | None) -> ledger.Gross:
    """
    Return how a share bears an amount: its goods first, then its delivery. What the operator had paid of the
    goods goes back to it with them: of the lines meant, where they are given back whole, else in proportion.
    """
    goods = min(amount, left.goods)
    meant = by_lines.worth.get(code, ZERO) if by_lines else ZERO
    if by_lines and meant.amount and goods == meant:
        voucher = min(by_lines.voucher(code), left.voucher)
    elif goods.amount:
        voucher = units_worth(left.voucher, units_left=left.goods.minor_units, units=goods.minor_units)
    else:
        voucher = ZERO
    return ledger.Gross(goods=goods, delivery=amount - goods, voucher=voucher)


def _came_back(failure: _Movement) -> None:
    """A refund that failed after all is due again; one that was never booked needs nothing."""
    paid = _paid_key(failure)
    beyond = ledger.key_of("journal", f"beyond-{failure.reference}")
    for key in sorted(ledger.booked([paid, beyond])):
        ledger.reverse_entry(
            ledger.Reversal(key=key, reason="It did not reach the buyer.", occurred_on=local_date(failure.at))
        )


def _named(amount: Money, worth: Mapping[str, Money], shares: Mapping[str, ledger.Gross]) -> dict[str, Money]:
    """Return what of a refund the parcels of its lines bear: of their goods first, then of their delivery."""
    named = share_out(amount, {code: min(cost, shares[code].goods) for code, cost in worth.items()})
    more = amount - sum(named.values(), ZERO)
    for code, extra in share_out(more, {code: shares[code].delivery for code in worth}).items():
        named[code] = named.get(code, ZERO) + extra
    return named


def _refund_share(
    part: SellerOrder, reference: str, gross: ledger.Gross, *, paid: bool, at: datetime
) -> None:
    entry = ledger.refund_share(
        ledger.Refund(
            order=part.order_number,
            item=part.code,
            reference=reference,
            goods=gross.goods,
            delivery=gross.delivery,
            voucher=gross.voucher,
            paid=paid,
            occurred_on=local_date(at),
        )
    )
    if not entry.repeated:
        outbox.record("ShareRefunded", {"code": part.code, "reference": reference})


def _return_excess(order: OrderParts, reference: str, amount: Money, refund: _Movement) -> None:
    """What was paid beyond the order's total was nobody's share: it goes back from where it waited."""
    lines: Iterable[ledger.JournalLine] = (
        ledger.JournalLine(ledger.account_of("due-from-buyers"), amount, ledger.Component.MONEY),
        ledger.JournalLine(
            ledger.account_of(_CLEARING[PURSES[refund.method]]), -amount, ledger.Component.MONEY
        ),
    )
    ledger.post_journal(
        ledger.Journal(
            reference=reference,
            lines=tuple(lines),
            narration="Paid beyond the order's total, given back",
            occurred_on=local_date(refund.at),
            source=ledger.source_of("order", order.number),
        )
    )


def _books(number: str) -> ledger.OrderBooks:
    return ledger.orders_in_books([number])[number]
