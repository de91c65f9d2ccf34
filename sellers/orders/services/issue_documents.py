"""
Bring the invoice and the credit notes of a parcel to where its history is.

The invoice is issued when the parcel is handed over, for what is in it then; what goes back after that moment
is a credit note, with the amounts that the ledger took back at the frozen rates. So the documents add up to
the ledger, whatever the order in which events arrive. Repeatable.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final
from urllib.parse import unquote

import sellers.ledger.facade as ledger
from commerce.facade import Store
from jkrlm.kernel.locks import advisory_lock
from jkrlm.kernel.money import quantize
from logistics.facade import HOME_STATE
from sellers.orders.models import AdjustmentLine, SellerOrder, SellerOrderChange, SellerOrderLine
from sellers.orders.states import DecisionState, SellerOrderState
from sellers.tax.facade import (
    Document,
    DocumentKind,
    DocumentLine,
    DocumentRequest,
    Recipient,
    SellerOfRecord,
    effective_rate,
    issue_document,
    recipient_in,
    spread,
)

NOUGHT: Final = Decimal(0)
#: Services accounting code of the carriage of parcels.
CARRIAGE: Final = "996812"
_HEADS: Final = ("cgst", "sgst", "igst")
#: Who pays: the buyer, and the operator where a voucher of its own took something off.
_VOUCHERS: Final = "voucher-discounts"
_BUYER: Final = frozenset({"due-from-buyers", "refunds-due", _VOUCHERS})
_C: Final = ledger.Component


@dataclass(frozen=True, slots=True)
class _Taxed:
    """Goods or delivery of an entry: without tax, and the tax by head."""

    net: Decimal
    heads: Mapping[str, Decimal]

    @property
    def gross(self) -> Decimal:
        return self.net + sum(self.heads.values(), NOUGHT)

    def less(self, other: "_Taxed") -> "_Taxed":
        return _Taxed(self.net - other.net, {head: self.heads[head] - other.heads[head] for head in _HEADS})


@dataclass(frozen=True, slots=True)
class _Moved:
    """What an entry of the ledger sold or took back; of its goods the operator paid ``voucher``."""

    goods: _Taxed
    delivery: _Taxed
    tcs: Decimal
    voucher: Decimal

    def less(self, other: "_Moved") -> "_Moved":
        return _Moved(
            self.goods.less(other.goods),
            self.delivery.less(other.delivery),
            self.tcs - other.tcs,
            self.voucher - other.voucher,
        )


def issue_documents(*, code: str, store: Store) -> tuple[Document, ...]:
    """
    Return the documents issued for a parcel so far, after issuing what is missing. None before it has left.

    Raises:
        DocumentRefused: from tax; staff see it among the dead letters.
        StoreUnavailable: the buyer's name cannot be asked now.
    """
    with advisory_lock(f"documents of {code}"):
        part = SellerOrder.objects.prefetch_related("lines").get(code=code)
        handed = _handed_over_at(part)
        if handed is None:
            return ()
        moved = _entries(part)
        sale = next((each for each in moved if each.kind == ledger.EntryKind.SALE), None)
        if sale is None:
            return ()
        refunds = [each for each in moved if each.kind == ledger.EntryKind.REFUND]
        before = [each for each in refunds if each.recorded_at < handed]
        sold = _read(sale)
        for entry in before:
            sold = sold.less(_read(entry))
        if sold.goods.gross + sold.delivery.gross <= 0:
            return ()
        recipient = recipient_in(store.order_details(id=part.order_id).order)
        issued = [issue_document(_invoice(part, sold, handed, recipient))]
        for entry in refunds:
            if entry not in before:
                issued.append(issue_document(_credit_note(part, entry, recipient)))
        return tuple(issued)


def _handed_over_at(part: SellerOrder) -> datetime | None:
    rows = SellerOrderChange.objects.filter(seller_order=part, state=SellerOrderState.HANDED_OVER)
    return rows.order_by("pk").values_list("at", flat=True).first()


def _entries(part: SellerOrder) -> list[ledger.Entry]:
    found = ledger.entries_of(ledger.source_of("order", part.order_number))
    return [each for each in found if each.item == part.code]


def _read(entry: ledger.Entry) -> _Moved:
    """Read an entry with amounts above nought, whichever way it went."""
    sums: dict[tuple[str, str], Decimal] = {}
    for line in entry.lines:
        side = "buyer" if line.account.code in _BUYER else "tcs" if line.account.code[:4] == "tcs-" else "own"
        key = (side, str(line.component.value))
        sums[key] = sums.get(key, NOUGHT) + line.amount.amount

    def taxed(name: str) -> _Taxed:
        gross = abs(_buyers(sums, name))
        heads = {head: abs(sums.get(("own", f"{name}-{head}"), NOUGHT)) for head in _HEADS}
        return _Taxed(gross - sum(heads.values(), NOUGHT), heads)

    tcs = sum((abs(sums.get(("tcs", f"tcs-{head}"), NOUGHT)) for head in _HEADS), NOUGHT)
    by_voucher = [line.amount.amount for line in entry.lines if line.account.code == _VOUCHERS]
    return _Moved(taxed("goods"), taxed("delivery"), tcs, abs(sum(by_voucher, NOUGHT)))


def _buyers(sums: Mapping[tuple[str, str], Decimal], name: str) -> Decimal:
    """What the buyer's side of an entry says of goods, or of delivery, tax included."""
    return sum(
        (amount for (side, what), amount in sums.items() if side == "buyer" and what.split("-")[0] == name),
        NOUGHT,
    )


def _invoice(part: SellerOrder, sold: _Moved, handed: datetime, recipient: Recipient) -> DocumentRequest:
    gone = _taken_before(part, handed)
    weights, units = [], []
    for line in part.lines.all():
        went = gone.get(line.pk, (0, NOUGHT))
        weights.append(max(line.net + line.gst - went[1], NOUGHT))
        units.append(line.quantity - went[0])
    kind = DocumentKind.INVOICE if part.charges_tax else DocumentKind.BILL
    lines = _lines(part, sold.goods, weights, units)
    return replace(
        _request(part, kind, part.code, lines + _delivery(part, sold.delivery), sold, recipient),
        discount=_discount(part, units),
    )


def _discount(part: SellerOrder, units: Sequence[int]) -> Decimal:
    """Return what the seller took off these units and the delivery, before: it stands on the invoice."""
    off = sum(
        (
            quantize(line.discount * count / line.quantity, "INR")
            for line, count in zip(part.lines.all(), units, strict=True)
        ),
        part.delivery_discount,
    )
    return Decimal(off)


def _credit_note(part: SellerOrder, entry: ledger.Entry, recipient: Recipient) -> DocumentRequest:
    back = _read(entry)
    reference = _reference(entry)
    named = _named_lines(entry, part)
    every = list(part.lines.all())
    weights = [named.get(line.pk, (0, NOUGHT))[1] if named else line.net + line.gst for line in every]
    units = [named.get(line.pk, (0, NOUGHT))[0] if named else 0 for line in every]
    lines = _lines(part, back.goods, weights, units) + _delivery(part, back.delivery)
    source = f"{part.code} {reference}"[:160]
    return _request(
        part,
        DocumentKind.CREDIT,
        source,
        lines,
        back,
        recipient,
        original=part.code,
        reason=entry.narration,
    )


def _request(
    part: SellerOrder,
    kind: DocumentKind,
    source: str,
    lines: tuple[DocumentLine, ...],
    moved: _Moved,
    recipient: Recipient,
    *,
    original: str = "",
    reason: str = "",
) -> DocumentRequest:
    return DocumentRequest(
        kind=kind,
        source=source,
        order_id=part.order_id,
        order_number=part.order_number,
        parcel_code=part.code,
        group_code=part.group_code,
        seller=SellerOfRecord(
            part.seller_kind, part.seller_name, part.seller_gstin, HOME_STATE, part.charges_tax
        ),
        place_of_supply=part.place_of_supply,
        lines=lines,
        tcs=moved.tcs,
        original=original,
        reason=reason,
        recipient=recipient,
        voucher_code=part.voucher_code,
        paid_by_voucher=moved.voucher,
    )


def _lines(
    part: SellerOrder, goods: _Taxed, weights: Sequence[Decimal], units: Sequence[int]
) -> tuple[DocumentLine, ...]:
    """
    Share goods among the lines: without tax in proportion to their value without tax, each head in proportion
    to their tax. The parts sum to the whole to the paisa; where nothing went back they are the lines as sold.
    """
    every = list(part.lines.all())
    if goods.gross <= 0 or not every:
        return ()
    nets = [_part_of(line, line.net, weight) for line, weight in zip(every, weights, strict=True)]
    taxes = [_part_of(line, line.gst, weight) for line, weight in zip(every, weights, strict=True)]
    net = spread(goods.net, nets)
    heads = {head: spread(goods.heads[head], taxes) for head in _HEADS}
    return tuple(
        DocumentLine(
            name=line.name,
            hsn=line.hsn,
            quantity=units[index],
            rate_percent=line.rate_percent,
            net=net[index],
            cgst=heads["cgst"][index],
            sgst=heads["sgst"][index],
            igst=heads["igst"][index],
        )
        for index, line in enumerate(every)
        if net[index] or units[index] or any(heads[head][index] for head in _HEADS)
    )


def _part_of(line: SellerOrderLine, amount: Decimal, weight: Decimal) -> Decimal:
    whole = line.net + line.gst
    return amount * weight / whole if whole else NOUGHT


def _delivery(part: SellerOrder, delivery: _Taxed) -> tuple[DocumentLine, ...]:
    """Carriage has the rate of the goods it goes with; of several, what they come to together."""
    rates = {line.rate_percent for line in part.lines.all()}
    if delivery.gross <= 0:
        return ()
    return (
        DocumentLine(
            name="Delivery",
            hsn=CARRIAGE,
            quantity=1,
            rate_percent=rates.pop() if len(rates) == 1 else effective_rate(delivery.net, delivery.gross),
            net=delivery.net,
            cgst=delivery.heads["cgst"],
            sgst=delivery.heads["sgst"],
            igst=delivery.heads["igst"],
            is_delivery=True,
        ),
    )


def _taken_before(part: SellerOrder, handed: datetime) -> dict[int, tuple[int, Decimal]]:
    """Return line -> (units, price with tax) that were left out before the parcel was handed over."""
    rows = AdjustmentLine.objects.filter(
        adjustment__seller_order=part,
        adjustment__state=DecisionState.APPROVED,
        adjustment__decided_at__lt=handed,
    )
    return _by_line(list(rows))


def _reference(entry: ledger.Entry) -> str:
    """Return the name of a refund: the last of those that make up its key."""
    return unquote(entry.key.rsplit("/", 1)[-1])


def _named_lines(entry: ledger.Entry, part: SellerOrder) -> dict[int, tuple[int, Decimal]]:
    """Return what a refund says of lines: those of the adjustment that it was booked for."""
    parcel, _slash, number = _reference(entry).partition("/")
    if parcel != part.code or not number.isdigit():
        return {}
    return _by_line(
        [
            each
            for each in AdjustmentLine.objects.filter(adjustment_id=int(number))
            if each.goods + each.voucher
        ]
    )


def _by_line(rows: Sequence[AdjustmentLine]) -> dict[int, tuple[int, Decimal]]:
    found: dict[int, tuple[int, Decimal]] = {}
    for row in rows:
        units, goods = found.get(row.line_id, (0, NOUGHT))
        found[row.line_id] = (units + row.quantity, goods + row.goods + row.voucher)
    return found
