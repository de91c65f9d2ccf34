"""
Book a bill of a stall: seller orders that are delivered on the day of sale, shares, money, documents; at
once.

Nothing is collected at source under section 52 (GST) or 194-O (income tax): a stall is no electronic
commerce. Commission is by the dated rule, as online.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

import sellers.ledger.facade as ledger
from catalogue.facade import marks_of
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money
from logistics.facade import HOME_STATE
from sellers.orders import selectors
from sellers.orders.contracts import Earning
from sellers.orders.errors import SplitDisagrees
from sellers.orders.models import SellerOrder, SellerOrderChange, SellerOrderLine
from sellers.orders.rules import commission_rule, earning, heads
from sellers.orders.services.split_order import ledger_seller
from sellers.orders.stall import StallDocument, StallLine, StallSale
from sellers.orders.stall_models import StallBill
from sellers.orders.states import SellerOrderState
from sellers.tax.facade import (
    DocumentKind,
    DocumentLine,
    DocumentRequest,
    SellerOfRecord,
    Withholding,
    issue_numbered,
    series_key,
)

ZERO: Final = Money.zero("INR")
NOTHING_WITHHELD: Final = Withholding(tcs_percent=Decimal(0), tds_percent=Decimal(0))
#: Who moved it, in histories.
TILL: Final = "till"


@dataclass
class _Part:
    """One group's lines of a bill, by their place on it."""

    group_code: str
    seller: SellerOfRecord
    lines: dict[int, tuple[StallLine, Earning]] = field(default_factory=dict)


def book_stall_sale(*, sale: StallSale, now: datetime) -> tuple[str, ...]:
    """
    Return the codes of the bill's seller orders; called again, it books nothing.

    Raises:
        SplitDisagrees: payments and lines differ, or a line is on no document or on two.
        DocumentRefused; NumberTaken: from tax. Nothing is booked.
    """
    if StallBill.objects.filter(bill_id=sale.bill_id).exists():
        return codes_of(sale.order_number)
    _check(sale)
    day = local_date(sale.sold_at)
    parts = _parts(sale, day)
    within = sale.place_of_supply == HOME_STATE
    with transaction.atomic():
        StallBill.objects.create(
            bill_id=sale.bill_id,
            order_id=sale.order_id,
            order_number=sale.order_number,
            exhibition=sale.exhibition,
            purse=sale.purse,
            sold_on=day,
            total=sale.total.amount,
            unpaid=(sale.upi if sale.card_reference else sale.upi + sale.card).amount,
        )
        for part in parts:
            _save(sale, part, day, now)
        shares = tuple(_share(sale, part, within) for part in parts)
        ledger.recognise_sale(
            ledger.Sale(order=sale.order_number, total=sale.total, shares=shares, occurred_on=day)
        )
        if sale.cash.amount:
            ledger.receive_payment(
                ledger.Payment(
                    order=sale.order_number,
                    reference=str(sale.bill_id),
                    purse=ledger.Purse.STALL,
                    amount=sale.cash,
                    occurred_on=day,
                    stall=sale.purse,
                )
            )
        if sale.card_reference:
            ledger.receive_payment(
                ledger.Payment(
                    order=sale.order_number,
                    reference=sale.card_reference,
                    purse=ledger.Purse.STRIPE,
                    amount=sale.card,
                    occurred_on=day,
                )
            )
        for document in sale.documents:
            if document.number is not None:
                issue_numbered(request_of(sale, document, within), document.number)
        codes = codes_of(sale.order_number)
        outbox.record("StallSold", {"order": sale.order_number, "codes": list(codes)})
    return codes


def codes_of(order_number: str) -> tuple[str, ...]:
    rows = SellerOrder.objects.filter(order_number=order_number).order_by("code")
    return tuple(rows.values_list("code", flat=True))


def code_of(order_number: str, group_code: str) -> str:
    return f"{order_number}-{group_code}"


def source_of(bill_id: object, key: str) -> str:
    """Return the name under which tax keeps a seller's document of a bill."""
    return f"bill {bill_id} {key}"


def _check(sale: StallSale) -> None:
    total = sum((line.gross for line in sale.lines), ZERO)
    if not sale.lines or total != sale.total:
        raise SplitDisagrees(f"Bill {sale.bill_id} costs {total.amount}, {sale.total.amount} are paid.")
    on_paper = sorted(at for document in sale.documents for at in document.lines)
    if on_paper != list(range(len(sale.lines))):
        raise SplitDisagrees(f"Bill {sale.bill_id}: each line must be on exactly one document.")


def _parts(sale: StallSale, day: date) -> list[_Part]:
    marks = marks_of([line.product_id for line in sale.lines if line.product_id])
    rules = selectors.commission_rules({line.group_code for line in sale.lines})
    parts: dict[str, _Part] = {}
    for at, line in enumerate(sale.lines):
        category, craft = marks.get(line.product_id, ("", ""))
        earned = earning(
            gross=line.gross,
            net=line.net,
            commission=commission_rule(
                rules, group_code=line.group_code, craft=craft, category=category, on=day
            ),
            withholding=NOTHING_WITHHELD,
            group_sells=line.seller.kind == "group",
            charges_tax=line.seller.charges_tax,
        )
        part = parts.setdefault(line.group_code, _Part(line.group_code, line.seller))
        part.lines[at] = (line, earned)
    return list(parts.values())


def _save(sale: StallSale, part: _Part, day: date, now: datetime) -> None:
    made = SellerOrder.objects.create(
        code=code_of(sale.order_number, part.group_code),
        order_id=sale.order_id or f"bill:{sale.bill_id}",
        order_number=sale.order_number,
        group_code=part.group_code,
        parcel_key=f"stall-{part.group_code}",
        state=SellerOrderState.DELIVERED,
        confirmed_at=sale.sold_at,
        changed_at=now,
        pack_by=day,
        ship_on=day,
        earliest=day,
        latest=day,
        delivered_on=day,
        carrier="",
        service="Sold at a stall",
        origin_pincode="",
        destination_pincode="",
        place_of_supply=sale.place_of_supply,
        weight_grams=0,
        seller_kind=part.seller.kind,
        seller_name=part.seller.name,
        seller_gstin=part.seller.gstin,
        charges_tax=part.seller.charges_tax,
        delivery_net=Decimal(0),
        delivery_gst=Decimal(0),
    )
    SellerOrderLine.objects.bulk_create(
        SellerOrderLine(
            seller_order=made,
            order_line_id=line.order_line_id or f"bill:{sale.bill_id}:{at}",
            product_id=line.product_id,
            variant_id=line.variant_id if line.product_id else "",
            sku=line.sku,
            name=line.name[:250],
            hsn=line.hsn[:8],
            return_days=sale.return_days,
            quantity=line.quantity,
            rate_percent=line.rate_percent,
            net=line.net.amount,
            gst=line.tax.amount,
            commission_percent=earned.commission_percent,
            commission=earned.commission.amount,
            commission_gst=earned.commission_gst.amount,
            tcs=Decimal(0),
            tds=Decimal(0),
            discount=line.discount.amount,
            stall_position=at,
            label_serial=line.label_serial,
        )
        for at, (line, earned) in part.lines.items()
    )
    SellerOrderChange.objects.create(
        seller_order=made,
        state=SellerOrderState.DELIVERED,
        at=now,
        actor=TILL,
        reason=f"bill of {sale.purse}",
    )


def _share(sale: StallSale, part: _Part, within: bool) -> ledger.SaleShare:
    tax = tuple(heads(line.tax, within_state=within) for line, _earned in part.lines.values())
    earned = [each for _line, each in part.lines.values()]
    return ledger.SaleShare(
        item=code_of(sale.order_number, part.group_code),
        group_code=part.group_code,
        seller=ledger_seller(part.seller),
        goods_net=sum((line.net for line, _earned in part.lines.values()), ZERO),
        goods_gst=summed(tax),
        commission=sum((each.commission for each in earned), ZERO),
        commission_gst=heads(sum((each.commission_gst for each in earned), ZERO), within_state=True),
    )


def summed(taxes: Sequence[ledger.TaxHeads]) -> ledger.TaxHeads:
    """Return several taxes by head as one."""
    return ledger.TaxHeads(
        cgst=sum((each.cgst for each in taxes), ZERO),
        sgst=sum((each.sgst for each in taxes), ZERO),
        igst=sum((each.igst for each in taxes), ZERO),
    )


def request_of(sale: StallSale, document: StallDocument, within: bool) -> DocumentRequest:
    """Return the invoice, or bill of supply, of one seller's lines."""
    lines = [sale.lines[at] for at in document.lines]
    seller, groups = lines[0].seller, {line.group_code for line in lines}
    group = groups.pop() if len(groups) == 1 else ""
    return DocumentRequest(
        kind=DocumentKind.INVOICE if seller.charges_tax else DocumentKind.BILL,
        source=source_of(sale.bill_id, series_key(seller, lines[0].group_code)),
        order_id=sale.order_id,
        order_number=sale.order_number,
        parcel_code=code_of(sale.order_number, group) if group else sale.order_number,
        group_code=group,
        seller=seller,
        place_of_supply=sale.place_of_supply,
        lines=tuple(_on_paper(line, within) for line in lines),
        discount=sum((line.discount.amount for line in lines), Decimal(0)),
    )


def _on_paper(line: StallLine, within: bool) -> DocumentLine:
    tax = heads(line.tax, within_state=within)
    return DocumentLine(
        name=line.name[:250],
        hsn=line.hsn[:8],
        quantity=line.quantity,
        rate_percent=line.rate_percent,
        net=line.net.amount,
        cgst=tax.cgst.amount,
        sgst=tax.sgst.amount,
        igst=tax.igst.amount,
    )
