"""What is odd about a sale that was made without us: found when it is booked, and the sale stands."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

import exhibitions.plan.facade as plan
from exhibitions.till.blocked import words_of
from exhibitions.till.bundle import newest, serial_fault
from exhibitions.till.models import Bundle, CashierPin, Entry, Till
from exhibitions.till.payload import Line, Sold
from exhibitions.till.states import FlagCode
from jkrlm.kernel.clock import INDIA, local_date
from sellers.tax.facade import financial_year

#: Of a tablet's clock nobody minds ten minutes.
CLOCK_WITHIN: Final = timedelta(minutes=10)
Odd = tuple[FlagCode, str, str]


def sold_at(entry: Entry) -> datetime:
    """
    Return when it was sold: by the tablet's clock, unless that is impossible (before it was paired, or after
    we had it); then by the tablet's clock put right as far as we know how wrong it was.
    """
    earliest, latest = entry.till.paired_at - CLOCK_WITHIN, entry.received_at + CLOCK_WITHIN
    if earliest <= entry.at <= latest:
        return min(entry.at, entry.received_at)
    put_right = entry.at + timedelta(seconds=entry.clock_off_seconds)
    return min(max(put_right, entry.till.paired_at), entry.received_at)


def sale_at(entry: Entry, sale: Sold) -> datetime:
    """
    Return when a sale was. A paper bill was sold on the day on the paper, at noon, because nobody noted the
    hour; of one typed in on that very day the tablet's clock is nearer.
    """
    typed, day = sold_at(entry), _paper_day(entry, sale)
    return typed if day in (None, local_date(typed)) else datetime.combine(day, time(12), INDIA)


def _paper_day(entry: Entry, sale: Sold) -> date | None:
    """Return the day on the paper where it can be: of the exhibition, in its numbers' year, not later."""
    if sale.paper_on is None:
        return None
    fair, typed = plan.exhibition(entry.till.exhibition), local_date(sold_at(entry))
    years = {paper.parts[1] for paper in sale.documents}
    is_possible = fair.opens_on <= sale.paper_on <= min(typed, fair.closes_on)
    return sale.paper_on if is_possible and years == {financial_year(sale.paper_on)} else None


def _paper_odd(entry: Entry, sale: Sold) -> Iterator[Odd]:
    if sale.paper_on is not None and _paper_day(entry, sale) is None:
        words = (
            f"The paper says {sale.paper_on:%d %b %Y}, which cannot be: it is booked on the day it was typed."
        )
        yield FlagCode.DAYS, "paper", words


def clock_odd(entry: Entry) -> Iterator[Odd]:
    off = abs(entry.clock_off_seconds) > CLOCK_WITHIN.total_seconds()
    if off or entry.at > entry.received_at + CLOCK_WITHIN or entry.at < entry.till.paired_at - CLOCK_WITHIN:
        said, had = f"{entry.at:%d %b %Y %H:%M %Z}", f"{entry.received_at:%d %b %Y %H:%M} UTC"
        words = f"The tablet said {said}; we had it at {had}."
        yield FlagCode.CLOCK, "", words


def cashier_odd(entry: Entry, cashier: str, at: datetime, sold: datetime | None = None) -> Iterator[Odd]:
    """``at`` is when she wrote it; ``sold`` when it was sold, if on paper: she may be there on either day."""
    pin = CashierPin.objects.filter(
        exhibition=entry.till.exhibition, user_id=int(cashier) if cashier.isdigit() else 0
    ).first()
    day = local_date(at)
    days = {day, local_date(sold or at)}
    on_duty = any(
        str(each.user_id) == cashier and any(each.since <= one <= each.until for one in days)
        for each in plan.cashiers(entry.till.exhibition)
    )
    if pin is None:
        yield FlagCode.CASHIER, "", f"Nobody is cashier {cashier} here."
    elif pin.ended_at is not None and at > pin.ended_at:
        yield FlagCode.CASHIER, "", f"Her PIN was ended on {local_date(pin.ended_at):%d %b %Y}."
    elif not on_duty:
        yield FlagCode.CASHIER, "", f"She is not on the team as cashier on {day:%d %b %Y}."


def sale_odd(entry: Entry, sale: Sold) -> Iterator[Odd]:
    """Yield what differs from what the store, tax and certification say now."""
    till = entry.till
    latest = newest(till.exhibition)
    used = Bundle.objects.filter(exhibition=till.exhibition, version=sale.version).first()
    items = {**_items(used), **_items(latest)}
    sellers = {each["key"] for row in (latest, used) if row for each in row.content["sellers"]}
    for at, line in enumerate(sale.lines):
        item, where = items.get(line.variant), f"line {at + 1}"
        if item is None:
            yield FlagCode.UNKNOWN_ITEM, where, f"{line.sku}: it is not among the goods of this exhibition."
            continue
        if item["price"] != line.unit_price:
            words = f"{line.sku}: sold for {_rupees(line.unit_price)}, the price is {_rupees(item['price'])}."
            yield FlagCode.PRICE_CHANGED, where, words
        if blocked := words_of(item):
            yield FlagCode.CERTIFICATE_REVOKED, where, f"{line.sku}: {blocked}"
        yield from _tax_odd(line, item, sellers, where)
    for at, line in enumerate(sale.lines):
        fault = serial_fault(line.serial) if line.serial else ""
        if fault:
            yield FlagCode.CERTIFICATE_REVOKED, f"line {at + 1} {line.serial}", f"{line.sku}: {fault}."
    yield from _discount_odd(till, sale)
    yield from _days_odd(till, sale_at(entry, sale))
    yield from _paper_odd(entry, sale)


def _days_odd(till: Till, at: datetime) -> Iterator[Odd]:
    fair, closed = plan.exhibition(till.exhibition), plan.closed_at(till.exhibition)
    if not fair.opens_on <= local_date(at) <= fair.closes_on:
        yield FlagCode.DAYS, "", f"Sold on {local_date(at):%d %b %Y}, the exhibition is on other days."
    elif closed is not None and at > closed:
        yield FlagCode.DAYS, "", "Sold after the exhibition was closed."


def _items(row: Bundle | None) -> Mapping[str, Mapping[str, Any]]:
    return {each["variant"]: each for each in row.content["items"]} if row else {}


def _tax_odd(line: Line, item: Mapping[str, Any], sellers: set[str], where: str) -> Iterator[Odd]:
    rate = rate_at(item["bands"], line.gross, line.quantity)
    if rate != line.rate:
        yield FlagCode.TAX, where, f"{line.sku}: billed with {line.rate} % GST, it bears {rate} %."
    if item["seller"] and line.seller != item["seller"]:
        yield (
            FlagCode.TAX,
            f"{where} seller",
            f"{line.sku}: billed for {line.seller}, now {item['seller']} sells.",
        )
    elif line.seller not in sellers:
        yield FlagCode.TAX, f"{where} seller", f"{line.sku}: nobody here sells as {line.seller}."


def rate_at(bands: list[dict[str, Any]], gross: int, quantity: int) -> Decimal:
    """
    Return the rate of the first band that holds the price of one of these pieces, tax included: ``gross`` is
    paise for all of them. A part of a paisa above a band's end is above it, as on the tablet.
    """
    for band in bands:
        if band["upto"] is None or gross <= band["upto"] * quantity:
            return Decimal(band["rate"])
    return Decimal(bands[-1]["rate"])


def _discount_odd(till: Till, sale: Sold) -> Iterator[Odd]:
    """A discount is the group's to bear: each group's lines are judged by themselves, and so is the bill."""
    limit = plan.exhibition(till.exhibition).cashiers_discount_percent
    for group in dict.fromkeys(line.group for line in sale.lines):
        lines = [line for line in sale.lines if line.group == group]
        whole = sum(line.quantity * line.unit_price for line in lines)
        off = sum(line.discount for line in lines)
        # A discount is spread over lines to the paisa: that much may be above the limit.
        if off * 100 > limit * whole + 100 * len(lines):
            percent = (Decimal(off) * 100 / whole).quantize(Decimal("0.01"))
            yield FlagCode.DISCOUNT, group, f"{group}: {percent} % off, cashiers may give {limit} %."


def _rupees(units: int) -> str:
    return f"₹{Decimal(units) / 100:,.2f}"
