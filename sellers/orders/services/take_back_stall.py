"""
Take goods of a stall's bill back: part of it under a credit note of the till, or all of it because it was
void.

The till has said net and tax on paper; the ledger takes back exactly these. CGST of what came back is counted
up line by line, so that the last piece takes the rest of each head.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

import sellers.ledger.facade as ledger
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money
from logistics.facade import HOME_STATE
from sellers.orders.errors import SplitDisagrees
from sellers.orders.models import SellerOrder, SellerOrderChange, SellerOrderLine
from sellers.orders.rules import heads
from sellers.orders.services.book_stall import TILL, ZERO, source_of, summed
from sellers.orders.services.stall_upi import borne_of, locked_bill, take_loss_back
from sellers.orders.stall import StallBack, StallReturn
from sellers.orders.stall_models import StallBill, StallReturnLine
from sellers.orders.states import SellerOrderState
from sellers.tax.facade import (
    DocumentKind,
    DocumentLine,
    DocumentRequest,
    SellerOfRecord,
    documents_of_bill,
    issue_numbered,
    series_key,
    void_document,
)

_VOID: Final = "void"
_Taken = tuple[SellerOrderLine, StallBack, ledger.TaxHeads]


def take_back_at_stall(*, given: StallReturn, now: datetime) -> None:
    """
    Book a return; called again, nothing happens. What goes back by UPI of money that never came, and that the
    operator bore, is his loss no longer, and not the buyer's either.

    Raises:
        SplitDisagrees: no such bill or line, more pieces or money than are left of it, or money out that is
        not
            what came back.
    """
    with transaction.atomic():
        bill = locked_bill(given.bill_id)
        if StallReturnLine.objects.filter(reference=given.reference).exists():
            return
        if sum((each.net + each.tax for each in given.back), ZERO) != given.cash + given.later:
            raise SplitDisagrees("What is given back is not what the credit notes come to.")
        parts = _parts(bill)
        borne = borne_of(bill)
        taken = _take(bill, parts, given)
        _to_ledger(bill, taken, given.reference, local_date(given.at), given.reason)
        _not_borne(bill, given.reference, min(borne, given.later), local_date(given.at))
        _pay_out(bill, given, local_date(given.at))
        for document in given.numbers:
            if document.number is not None:
                request = _credit_note(bill, [taken[at] for at in document.lines], given)
                issue_numbered(request, document.number)
        _note_returned(taken, now, given.reason)


def void_at_stall(
    *, bill_id: UUID, reference: str, purse: str, at: datetime, reason: str, now: datetime
) -> Money:
    """
    Take a whole bill back as if it never was: its documents are void, their numbers stay. Returns the cash
    that left the till; what was to come by UPI is not waited for, what came is due to the buyer. Repeatable.

    Raises:
        SplitDisagrees: no such bill, or some of it came back already.
        DocumentRefused: its month is filed.
    """
    with transaction.atomic():
        bill = locked_bill(bill_id)
        cash = _cash_of(bill)
        if bill.is_void:
            return cash
        parts = _parts(bill)
        lines = [line for part in parts for line in part.lines.all()]
        if any(line.quantity_returned for line in lines):
            raise SplitDisagrees(f"Part of {bill.order_number} came back; the bill cannot be void any more.")
        back = [
            StallBack(line.stall_position or 0, line.quantity, Money(line.net, "INR"), Money(line.gst, "INR"))
            for line in lines
        ]
        given = StallReturn(
            bill_id=bill.bill_id,
            reference=reference,
            purse=purse,
            at=at,
            back=tuple(back),
            numbers=(),
            cash=cash,
            later=ZERO,
            reason=reason,
        )
        day = local_date(at)
        borne = borne_of(bill)
        taken = _take(bill, parts, given)
        _to_ledger(bill, taken, reference, day, f"{_VOID}: {reason}")
        _forget_upi(bill, day)
        _not_borne(bill, reference, borne, day)
        _pay_out(bill, given, day)
        for document in documents_of_bill(bill.order_number):
            if document.kind != DocumentKind.CREDIT and not document.void_reason:
                void_document(document.id, reason=f"{_VOID} at the till: {reason}"[:200], by=TILL)
        _note_returned(taken, now, reason)
        bill.is_void = True
        bill.save(update_fields=["is_void", "unpaid"])
        return cash


def send_stall_refund(*, bill_id: UUID, utr: str, amount: Money, occurred_on: date) -> None:
    """Book what finance sent back for a bill from the bank, under the bank's number. Repeatable."""
    bill = locked_bill(bill_id)
    ledger.pay_refund(
        ledger.RefundPayment(
            order=bill.order_number,
            reference=utr,
            purse=ledger.Purse.BANK,
            amount=amount,
            occurred_on=occurred_on,
        )
    )


def _parts(bill: StallBill) -> list[SellerOrder]:
    rows = SellerOrder.objects.select_for_update().filter(order_number=bill.order_number).order_by("id")
    return list(rows.prefetch_related("lines"))


def _take(bill: StallBill, parts: Sequence[SellerOrder], given: StallReturn) -> list[_Taken]:
    lines = {line.stall_position: line for part in parts for line in part.lines.all()}
    by_id = {part.pk: part for part in parts}
    taken: list[_Taken] = []
    for back in given.back:
        line = lines.get(back.line)
        if line is None or back.quantity > line.quantity - line.quantity_returned:
            raise SplitDisagrees(f"Of line {back.line + 1} of {bill.order_number} so many are not there.")
        before = StallReturnLine.objects.filter(line=line).aggregate(
            net=Sum("net"), tax=Sum("tax"), cgst=Sum("cgst")
        )
        net, tax, cgst = (before[name] or Decimal(0) for name in ("net", "tax", "cgst"))
        if net + back.net.amount > line.net or tax + back.tax.amount > line.gst:
            raise SplitDisagrees(f"Of line {back.line + 1} of {bill.order_number} so much is not left.")
        within = by_id[line.seller_order_id].place_of_supply == HOME_STATE
        central = heads(Money(tax, "INR") + back.tax, within_state=within).cgst.amount - cgst
        other = back.tax - Money(central, "INR")
        split = (
            ledger.TaxHeads(cgst=Money(central, "INR"), sgst=other)
            if within
            else ledger.TaxHeads(igst=back.tax)
        )
        StallReturnLine.objects.create(
            line=line,
            reference=given.reference,
            quantity=back.quantity,
            net=back.net.amount,
            tax=back.tax.amount,
            cgst=central,
        )
        line.quantity_returned += back.quantity
        line.save(update_fields=["quantity_returned"])
        taken.append((line, back, split))
    return taken


def _to_ledger(bill: StallBill, taken: Sequence[_Taken], reference: str, day: date, reason: str) -> None:
    by_part: dict[int, list[_Taken]] = {}
    for each in taken:
        by_part.setdefault(each[0].seller_order_id, []).append(each)
    codes = dict(SellerOrder.objects.filter(pk__in=by_part).values_list("pk", "code"))
    for part_id, lines in by_part.items():
        ledger.refund_share(
            ledger.Refund(
                order=bill.order_number,
                item=codes[part_id],
                reference=reference,
                goods=sum((back.net + back.tax for _line, back, _split in lines), ZERO),
                goods_gst=summed([split for _line, _back, split in lines]),
                occurred_on=day,
                narration=reason[:300],
            )
        )


def _pay_out(bill: StallBill, given: StallReturn, day: date) -> None:
    if given.cash.amount:
        ledger.pay_refund(
            ledger.RefundPayment(
                order=bill.order_number,
                reference=given.reference,
                purse=ledger.Purse.STALL,
                amount=given.cash,
                occurred_on=day,
                stall=given.purse,
            )
        )


def _not_borne(bill: StallBill, reference: str, amount: Money, day: date) -> None:
    """It never came, so it is not due to the buyer."""
    if amount.amount:
        take_loss_back(bill, f"upi-never-{reference}", "refunds-due", amount, day)


def _forget_upi(bill: StallBill, day: date) -> None:
    """What the bank has not shown is neither due from the buyer nor to him."""
    if not bill.unpaid:
        return
    amount = Money(bill.unpaid, "INR")
    ledger.post_journal(
        ledger.Journal(
            reference=f"upi-void-{bill.bill_id}",
            lines=(
                ledger.JournalLine(ledger.account_of("refunds-due"), amount, ledger.Component.MONEY),
                ledger.JournalLine(ledger.account_of("due-from-buyers"), -amount, ledger.Component.MONEY),
            ),
            narration="A void bill's UPI is not waited for",
            occurred_on=day,
            source=ledger.source_of("order", bill.order_number),
        )
    )
    bill.unpaid = Decimal(0)


def _cash_of(bill: StallBill) -> Money:
    key = ledger.key_of("payment", ledger.Purse.STALL.value, str(bill.bill_id))
    if not ledger.booked([key]):
        return ZERO
    lines = ledger.entry(key).lines
    return sum((line.amount for line in lines if line.account.code == "stall-cash"), ZERO)


def _credit_note(bill: StallBill, taken: Sequence[_Taken], given: StallReturn) -> DocumentRequest:
    part = taken[0][0].seller_order
    seller = SellerOfRecord(
        part.seller_kind, part.seller_name, part.seller_gstin, HOME_STATE, part.charges_tax
    )
    groups = {line.seller_order.group_code for line, _back, _split in taken}
    group = groups.pop() if len(groups) == 1 else ""
    key = series_key(seller, part.group_code)
    return DocumentRequest(
        kind=DocumentKind.CREDIT,
        source=source_of(given.reference, key),
        original=source_of(bill.bill_id, key),
        order_id=bill.order_id,
        order_number=bill.order_number,
        parcel_code=part.code if group else bill.order_number,
        group_code=group,
        seller=seller,
        place_of_supply=part.place_of_supply,
        lines=tuple(
            DocumentLine(
                name=line.name,
                hsn=line.hsn,
                quantity=back.quantity,
                rate_percent=line.rate_percent,
                net=back.net.amount,
                cgst=split.cgst.amount,
                sgst=split.sgst.amount,
                igst=split.igst.amount,
            )
            for line, back, split in taken
        ),
        reason=given.reason,
    )


def _note_returned(taken: Sequence[_Taken], now: datetime, reason: str) -> None:
    """A part of which every piece came back is returned."""
    codes = []
    for part_id in sorted({line.seller_order_id for line, _back, _split in taken}):
        part = SellerOrder.objects.prefetch_related("lines").get(pk=part_id)
        codes.append(part.code)
        if all(line.quantity_returned == line.quantity for line in part.lines.all()):
            SellerOrder.objects.filter(pk=part_id).update(state=SellerOrderState.RETURNED, changed_at=now)
            SellerOrderChange.objects.create(
                seller_order_id=part_id,
                state=SellerOrderState.RETURNED,
                at=now,
                actor=TILL,
                reason=reason[:300],
            )
    outbox.record("StallTakenBack", {"codes": codes})
