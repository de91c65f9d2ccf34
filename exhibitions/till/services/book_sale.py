"""Book a sale: stock, bill, seller orders, money and documents in the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

import exhibitions.plan.facade as plan
import exhibitions.stock.facade as stock
import sellers.orders.facade as orders
from exhibitions.till.bundle import newest, rupees_of, state_of
from exhibitions.till.models import Bill, BillLine, Bundle, Entry
from exhibitions.till.payload import Line, Paper, Sold
from exhibitions.till.services.card_money import take_card
from exhibitions.till.services.judge_sale import cashier_odd, clock_odd, sale_at, sale_odd, sold_at
from exhibitions.till.services.raise_flag import raise_flag
from exhibitions.till.services.receipt import send_receipt
from exhibitions.till.states import BillState, FlagCode
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from logistics.facade import HOME_STATE
from sellers.tax.facade import SellerOfRecord, TillNumber, is_number_free


def book_sale(*, entry: Entry, sale: Sold, now: datetime) -> Bill:
    """
    Return the bill; its oddities are flagged, and it stands.

    Raises:
        SplitDisagrees; DocumentRefused: the till stops here, staff look.
    """
    till, at = entry.till, sale_at(entry, sale)
    placed = entry.placed
    items = _items(till.exhibition, sale.version)
    sellers = _sellers(till.exhibition, sale.version)
    cash = sum(payment.amount for payment in sale.payments if payment.method == "cash")
    upi = next((payment for payment in sale.payments if payment.method == "upi"), None)
    card = next((payment for payment in sale.payments if payment.method == "card"), None)
    is_charged = take_card(entry=entry, sale=sale, order=placed.order_number, now=now)
    bill = Bill.objects.create(
        entry=entry,
        bill_id=entry.entry_id,
        till=till,
        exhibition=till.exhibition,
        number=sale.documents[0].number,
        state=BillState.WAITING if upi or not is_charged else BillState.SETTLED,
        sold_at=at,
        sold_on=local_date(at),
        booked_at=now,
        cashier_id=sale.cashier,
        total=rupees_of(sale.total).amount,
        cash=rupees_of(cash).amount,
        upi=rupees_of(upi.amount if upi else 0).amount,
        upi_reference=(upi.reference or "") if upi else "",
        card=rupees_of(card.amount if card else 0).amount,
        card_reference=(card.reference or "") if card else "",
        discount_percent=sale.discount.percent if sale.discount else None,
        discount_reason=sale.discount.reason if sale.discount else "",
        order_id=placed.order_id,
        order_number=placed.order_number,
        paper=_paper(entry, sale, now),
        phone=sale.phone or "",
    )
    rows = [_row(bill, position, line, items) for position, line in enumerate(sale.lines)]
    BillLine.objects.bulk_create(rows)
    _book(entry, sale, bill, rows, sellers, now)
    _take_stock(entry, sale, bill, now)
    for code, about, message in (
        *clock_odd(entry),
        *cashier_odd(entry, sale.cashier, sold_at(entry), at),
        *sale_odd(entry, sale),
    ):
        raise_flag(entry=entry, code=code, about=about, message=message, now=now)
    told = {"bill": str(bill.bill_id), "exhibition": bill.exhibition, "order": bill.order_number}
    outbox.record("BillKept", told)
    if bill.state == BillState.SETTLED:
        outbox.record("BillSettled", told)
    if bill.phone:
        send_receipt(bill=bill, now=now)
    return bill


def _items(exhibition: str, version: str) -> dict[str, Any]:
    """Return the goods as they are now, and as the tablet knew those that are gone."""
    used = Bundle.objects.filter(exhibition=exhibition, version=version).first()
    rows = [row for row in (used, newest(exhibition)) if row is not None]
    return {each["variant"]: each for row in rows for each in row.content["items"]}


def _sellers(exhibition: str, version: str) -> dict[str, SellerOfRecord]:
    """Return the sellers as the tablet knew them, and as they are now."""
    used = Bundle.objects.filter(exhibition=exhibition, version=version).first()
    found: dict[str, SellerOfRecord] = {}
    for row in (newest(exhibition), used):
        for each in row.content["sellers"] if row else ():
            found[each["key"]] = SellerOfRecord(
                each["kind"], each["name"], each["gstin"], each["state"], each["charges_tax"]
            )
    return found


def _paper(entry: Entry, sale: Sold, now: datetime) -> str:
    """A paper bill is typed in once; the second time it is a sale all the same, and staff ask."""
    number = " ".join((sale.paper or "").split())
    twice = Bill.objects.filter(exhibition=entry.till.exhibition, paper=number).first() if number else None
    if twice is None:
        return number
    raise_flag(
        entry=entry,
        code=FlagCode.PAPER,
        message=f"Paper bill {number} was typed in before, as {twice.number}.",
        now=now,
    )
    return ""


def _row(bill: Bill, position: int, line: Line, items: dict[str, Any]) -> BillLine:
    item = items.get(line.variant, {})
    return BillLine(
        bill=bill,
        position=position,
        variant_id=line.variant,
        product_id=item.get("product", ""),
        sku=line.sku,
        name=(item.get("name", {}).get("en") or line.name or line.sku)[:250],
        serial=line.serial or "",
        group_code=line.group,
        seller_key=line.seller,
        hsn=line.hsn,
        quantity=line.quantity,
        unit_price=rupees_of(line.unit_price).amount,
        discount=rupees_of(line.discount).amount,
        gross=rupees_of(line.gross).amount,
        net=rupees_of(line.net).amount,
        rate_percent=line.rate,
    )


def _book(
    entry: Entry,
    sale: Sold,
    bill: Bill,
    rows: Sequence[BillLine],
    sellers: dict[str, SellerOfRecord],
    now: datetime,
) -> None:
    ids = entry.placed.lines
    lines = tuple(
        orders.StallLine(
            order_line_id=ids.get(str(at), ""),
            product_id=row.product_id,
            sku=row.sku,
            name=row.name,
            hsn=row.hsn,
            quantity=row.quantity,
            rate_percent=row.rate_percent,
            net=rupees_of(line.net),
            gross=rupees_of(line.gross),
            discount=rupees_of(line.discount),
            group_code=row.group_code,
            seller=sellers.get(line.seller) or _stranger(line),
            label_serial=row.serial,
            variant_id=row.variant_id,
        )
        for at, (line, row) in enumerate(zip(sale.lines, rows, strict=True))
    )
    held = plan.exhibition(bill.exhibition)
    orders.book_stall_sale(
        orders.StallSale(
            bill_id=bill.bill_id,
            order_id=bill.order_id,
            order_number=bill.order_number,
            exhibition=bill.exhibition,
            purse=bill.till.purse,
            sold_at=bill.sold_at,
            place_of_supply=state_of(bill.exhibition),
            lines=lines,
            documents=numbered(entry, sale.documents, bill, now),
            cash=rupees_of(int(bill.cash * 100)),
            upi=rupees_of(int(bill.upi * 100)),
            card=rupees_of(int(bill.card * 100)),
            card_reference="" if bill.state == BillState.WAITING else bill.card_reference,
            return_days=held.return_days,
        )
    )


def _stranger(line: Line) -> SellerOfRecord:
    """Somebody whom no bundle of ours named: the bill says her key, and whether tax was charged."""
    is_registered = not line.seller.partition(":")[2]
    return SellerOfRecord(
        "group", line.seller, line.seller if is_registered else "", HOME_STATE, is_registered and line.tax > 0
    )


def numbered(
    entry: Entry, papers: Sequence[Paper], bill: Bill, now: datetime
) -> tuple[orders.StallDocument, ...]:
    """Return the documents with their numbers; one whose number is used already has none, and is flagged."""
    found = []
    for paper in papers:
        series, year, serial = paper.parts
        number = TillNumber(paper.seller, series, year, serial, bill.sold_on)
        free = is_number_free(number)
        if not free:
            raise_flag(
                entry=entry,
                code=FlagCode.NUMBER,
                about=f"{paper.seller} {paper.number}",
                message=f"{paper.number} of {paper.seller} was used already: this bill has no tax document.",
                now=now,
            )
        found.append(orders.StallDocument(number if free else None, tuple(paper.lines)))
    return tuple(found)


def _take_stock(entry: Entry, sale: Sold, bill: Bill, now: datetime) -> None:
    sold = [
        stock.Sold(line.variant, line.quantity, (line.serial,) if line.serial else ()) for line in sale.lines
    ]
    for short in stock.note_sold(bill.exhibition, str(bill.bill_id), sold):
        sku = next((line.sku for line in sale.lines if line.variant == short.variant_id), short.variant_id)
        words = (
            _("%(sku)s: piece %(serial)s was not there any more.") % {"sku": sku, "serial": short.serial}
            if short.serial
            else _("%(sku)s: %(count)s more sold than were there.") % {"sku": sku, "count": short.quantity}
        )
        raise_flag(
            entry=entry,
            code=FlagCode.OVERSOLD,
            about=f"{short.variant_id} {short.serial}".strip(),
            message=words,
            now=now,
        )
    if len(entry.placed.lines) == len(sale.lines):
        stock.note_imported([str(bill.bill_id)])
