"""Book what came back to a till: credit notes with the till's numbers, money out, pieces back into stock."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Sum

import exhibitions.stock.facade as stock
import sellers.orders.facade as orders
from exhibitions.till.bundle import paise, rupees_of
from exhibitions.till.errors import SaleMissing, TillRefusal
from exhibitions.till.models import Bill, BillLine, Entry
from exhibitions.till.payload import Returned, Whole, back_of
from exhibitions.till.services.book_sale import numbered
from exhibitions.till.services.card_money import send_card_back
from exhibitions.till.services.judge_sale import cashier_odd, clock_odd, sold_at
from exhibitions.till.services.raise_flag import raise_flag
from exhibitions.till.states import BillState, FlagCode
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money


def book_return(*, entry: Entry, said: Returned, now: datetime) -> None:
    """
    Book it against the sale, which may be another till's.

    Raises:
        SaleMissing: that sale has not reached us; the till waits for it, visibly.
        TillRefusal; SplitDisagrees: so much is not left of it.
    """
    sale = Bill.objects.select_for_update().filter(bill_id=said.of, is_return=False).first()
    if sale is None or sale.exhibition != entry.till.exhibition:
        raise SaleMissing(f"It gives back bill {said.of}, which has not reached us.")
    at = sold_at(entry)
    cash = sum(payment.amount for payment in said.payments if payment.method == "cash")
    card = sum(payment.amount for payment in said.payments if payment.method == "card")
    bill = Bill.objects.create(
        entry=entry,
        bill_id=entry.entry_id,
        till=entry.till,
        exhibition=entry.till.exhibition,
        is_return=True,
        of=sale,
        number=said.documents[0].number,
        state=BillState.SETTLED,
        sold_at=at,
        sold_on=local_date(at),
        booked_at=now,
        cashier_id=said.cashier,
        total=rupees_of(said.total).amount,
        cash=rupees_of(cash).amount,
        upi=rupees_of(said.total - cash - card).amount,
        card=rupees_of(card).amount,
        discount_reason=said.reason,
        order_id=sale.order_id,
        order_number=sale.order_number,
    )
    lines = {line.position: line for line in sale.lines.all()}
    for back in said.lines:
        _row(bill, lines, back.line, back.quantity, back.gross, back.net)
    borne = orders.stall_upi_borne(sale.bill_id)
    _book(entry, said, bill, lines, now)
    for code, about, message in (*clock_odd(entry), *cashier_odd(entry, said.cashier, at)):
        raise_flag(entry=entry, code=code, about=about, message=message, now=now)
    _money_back(entry, bill, sale, borne.amount, now)
    told = {"bill": str(bill.bill_id), "exhibition": bill.exhibition, "order": bill.order_number}
    outbox.record("BillKept", told)
    outbox.record("BillSettled", told)


def _money_back(entry: Entry, bill: Bill, sale: Bill, borne: Decimal, now: datetime) -> None:
    """
    What was not borne goes back by UPI or to the card; cash that went out for money which nobody has shown is
    somebody's loss.
    """
    due, to_card = bill.upi - min(bill.upi, borne), bill.card - min(bill.card, borne)
    if to_card:
        send_card_back(entry=entry, sale=sale, amount=to_card, now=now)
    if due:
        raise_flag(
            entry=entry,
            code=FlagCode.UPI_OUT,
            message=f"₹{due:,.2f} of {sale.number} are to be sent back to the buyer.",
            amount=due,
            now=now,
        )
    in_cash = Bill.objects.filter(of=sale).aggregate(sum=Sum("cash"))["sum"] or Decimal(0)
    if bill.cash and sale.card and in_cash > sale.cash:
        raise_flag(
            entry=entry,
            code=FlagCode.CASH_BACK,
            message=f"₹{bill.cash:,.2f} of {sale.number} went back in cash; it was paid by card.",
            now=now,
        )
    if bill.cash and sale.upi and not sale.upi_seen and in_cash > sale.cash:
        raise_flag(
            entry=entry,
            code=FlagCode.CASH_BACK,
            message=f"₹{bill.cash:,.2f} of {sale.number} went back in cash; the bank has not shown its UPI.",
            now=now,
        )


def _book(entry: Entry, said: Returned, bill: Bill, lines: dict[int, BillLine], now: datetime) -> None:
    """Money and documents, then the pieces back into stock."""
    assert bill.of is not None
    orders.take_back_at_stall(
        orders.StallReturn(
            bill_id=bill.of.bill_id,
            reference=f"return {entry.entry_id}",
            purse=entry.till.purse,
            at=bill.sold_at,
            back=tuple(
                orders.StallBack(back.line, back.quantity, rupees_of(back.net), rupees_of(back.tax))
                for back in said.lines
            ),
            numbers=numbered(entry, said.documents, bill, now),
            cash=Money(bill.cash, "INR"),
            later=Money(bill.upi + bill.card, "INR"),
            reason=said.reason,
        )
    )
    in_store = bill.of.entry.placed.lines
    stock.note_back(
        bill.exhibition,
        str(bill.bill_id),
        [
            stock.Sold(
                lines[back.line].variant_id,
                back.quantity,
                (lines[back.line].serial,) if lines[back.line].serial else (),
                in_store=str(back.line) in in_store,
            )
            for back in said.lines
        ],
    )


def _row(bill: Bill, lines: dict[int, BillLine], position: int, quantity: int, gross: int, net: int) -> None:
    line = lines.get(position)
    if line is None or line.returned + quantity > line.quantity:
        raise TillRefusal(f"Of line {position + 1} so many pieces are not left.")
    _check_sums(line, quantity, gross, net)
    line.returned += quantity
    line.save(update_fields=["returned"])
    BillLine.objects.create(
        bill=bill,
        position=position,
        variant_id=line.variant_id,
        product_id=line.product_id,
        sku=line.sku,
        name=line.name,
        serial=line.serial,
        group_code=line.group_code,
        seller_key=line.seller_key,
        hsn=line.hsn,
        quantity=quantity,
        unit_price=line.unit_price,
        discount=Decimal(0),
        gross=rupees_of(gross).amount,
        net=rupees_of(net).amount,
        rate_percent=line.rate_percent,
    )


def _check_sums(line: BillLine, quantity: int, gross: int, net: int) -> None:
    """A return gives back what its pieces cost, to the paisa."""
    before = BillLine.objects.filter(bill__of=line.bill_id, position=line.position)
    sums = before.aggregate(gross=Sum("gross"), net=Sum("net"))
    sold = Whole(
        quantity=line.quantity,
        gross=paise(line.gross),
        net=paise(line.net),
        rate=line.rate_percent,
        pieces_back=line.returned,
        gross_back=paise(sums["gross"] or Decimal(0)),
        net_back=paise(sums["net"] or Decimal(0)),
    )
    if back_of(sold, quantity) != (gross, net):
        raise TillRefusal(f"Of line {line.position + 1}: {quantity} pieces did not cost so much.")
