"""What a tablet signs, read and held against itself: every sum is ours before it is kept. Money is paise."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from exhibitions.till.errors import EntryRefused

Paise = Annotated[int, Field(ge=0, le=10_000_000_000, strict=True)]
Count = Annotated[int, Field(ge=1, le=10_000, strict=True)]
_UPI: Final = re.compile(r"UT[0-9A-HJKMNP-TV-Z]{9}|[0-9]{12}")
#: Stripe's name of a payment.
_CARD: Final = re.compile(r"pi_[0-9A-Za-z_]{6,70}")
_NUMBER: Final = re.compile(r"(T[0-9A-Z]{2}[BC]?)/([0-9]{2})-([0-9]{2})/([0-9]{5})")
#: Places in a tablet's chain: a busy till fills a thousand a day.
SEQ_MAX: Final = 1_000_000
#: A flat battery sets a tablet's clock back to 1970; what lies beyond these years no clock shows, nor can a
#: database and its drivers hold all of it.
YEARS: Final = (1970, 2100)
#: Notes and coins, in rupees.
DENOMINATIONS: Final = ("2000", "500", "200", "100", "50", "20", "10", "5", "2", "1", "0.5")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Line(_Strict):
    variant: str = Field(max_length=128)
    sku: str = Field(max_length=255)
    serial: str | None = Field(default=None, max_length=40)
    quantity: Count
    unit_price: Paise
    discount: Paise
    gross: Annotated[int, Field(ge=1, strict=True)]
    net: Paise
    tax: Paise
    rate: Decimal = Field(ge=0, le=100)
    hsn: str = Field(max_length=8)
    group: str = Field(min_length=1, max_length=16)
    seller: str = Field(min_length=1, max_length=24)
    name: str = Field(default="", max_length=250)


class Paper(_Strict):
    """A tax document that the tablet has numbered."""

    seller: str = Field(min_length=1, max_length=24)
    number: str = Field(max_length=16)
    lines: list[int] = Field(min_length=1)
    net: Paise
    tax: Paise
    gross: Paise

    @property
    def parts(self) -> tuple[str, int, int]:
        """Return series, the year whose April begins the financial year, and the serial."""
        return number_parts(self.number)


class Payment(_Strict):
    method: Literal["cash", "upi", "card"]
    amount: Annotated[int, Field(ge=1, strict=True)]
    tendered: Paise | None = None
    change: Paise | None = None
    reference: str | None = Field(default=None, max_length=80)


class Discount(_Strict):
    percent: Decimal = Field(ge=0, le=100)
    reason: str = Field(default="", max_length=200)


class _Entry(_Strict):
    id: UUID
    device: UUID
    seq: Annotated[int, Field(ge=1, le=SEQ_MAX, strict=True)]
    prev: str = Field(pattern=r"^([0-9a-f]{64})?$")
    at: datetime
    cashier: str = Field(max_length=20)
    exhibition: str = Field(max_length=40)
    version: str = Field(default="", max_length=64)


class Opened(_Entry):
    kind: Literal["open"]
    till_float: Paise = Field(alias="float")
    counted: dict[str, Annotated[int, Field(ge=0, strict=True)]]


class Sold(_Entry):
    kind: Literal["sale"]
    lines: list[Line] = Field(min_length=1, max_length=100)
    documents: list[Paper] = Field(min_length=1)
    discount: Discount | None = None
    payments: list[Payment] = Field(min_length=1, max_length=3)
    total: Paise
    phone: str | None = Field(default=None, max_length=20)
    paper: str | None = Field(default=None, max_length=40)
    #: The day on the paper; tablets before this field said none.
    paper_on: date | None = None


class BackLine(_Strict):
    line: Annotated[int, Field(ge=0, strict=True)]
    quantity: Count
    gross: Annotated[int, Field(ge=1, strict=True)]
    net: Paise
    tax: Paise


class Returned(_Entry):
    kind: Literal["return"]
    of: UUID
    lines: list[BackLine] = Field(min_length=1, max_length=100)
    documents: list[Paper] = Field(min_length=1)
    payments: list[Payment] = Field(min_length=1, max_length=2)
    total: Paise
    reason: str = Field(min_length=1, max_length=200)


class Voided(_Entry):
    kind: Literal["void"]
    of: UUID | None = None
    seller: str | None = Field(default=None, max_length=24)
    number: str | None = Field(default=None, max_length=16)
    reason: str = Field(min_length=1, max_length=200)


class Closed(_Entry):
    kind: Literal["close"]
    counted: dict[str, Annotated[int, Field(ge=0, strict=True)]]
    cash_expected: Annotated[int, Field(ge=-10_000_000_000, le=10_000_000_000, strict=True)]
    cash_counted: Paise
    reason: str | None = Field(default=None, max_length=200)


Payload = Opened | Sold | Returned | Voided | Closed
_KINDS: Final[dict[str, type[Payload]]] = {
    "open": Opened,
    "sale": Sold,
    "return": Returned,
    "void": Voided,
    "close": Closed,
}


def number_parts(number: str) -> tuple[str, int, int]:
    """Return (series, year, serial) of a document's number. Raises EntryRefused."""
    found = _NUMBER.fullmatch(number)
    if found is None or (int(found[2]) + 1) % 100 != int(found[3]) or int(found[4]) < 1:
        raise EntryRefused(f"{number} is no number of a till's document.", field="documents")
    return found[1], 2000 + int(found[2]), int(found[4])


def read(text: str) -> Payload:
    """
    Return what an entry says, its sums checked.

    Raises:
        EntryRefused: with where it is wrong.
    """
    try:
        told: Any = json.loads(text)
        kind = _KINDS[told["kind"]]
        entry = kind.model_validate(told)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise EntryRefused(f"{where}: {first['msg']}", field=where) from fault
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise EntryRefused("This is no entry of a till.") from fault
    if entry.at.tzinfo is None:
        raise EntryRefused("at: the time wants an offset.", field="at")
    if not YEARS[0] <= entry.at.year <= YEARS[1]:
        raise EntryRefused("at: no clock of a tablet shows that year.", field="at")
    if "\x00" in text or "\\u0000" in text:
        raise EntryRefused("No text holds a zero byte.")
    if (entry.seq == 1) != (entry.prev == ""):
        raise EntryRefused("prev: only the first entry has none before it.", field="prev")
    _judge(entry)
    return entry


def _judge(entry: Payload) -> None:
    match entry:
        case Sold():
            _judge_sale(entry)
        case Returned():
            _judge_return(entry)
        case Voided():
            if (entry.of is None) == (entry.number is None) or (entry.number is None) != (
                entry.seller is None
            ):
                raise EntryRefused("A void names a bill, or a seller's number.", field="of")
            if entry.number is not None:
                number_parts(entry.number)
        case Closed():
            if entry.cash_counted != pieces_worth(entry.counted):
                raise EntryRefused("cash_counted: not what the pieces come to.", field="cash_counted")
            if entry.cash_counted != entry.cash_expected and not entry.reason:
                raise EntryRefused("reason: say why the cash differs.", field="reason")
        case Opened():
            if entry.till_float != pieces_worth(entry.counted):
                raise EntryRefused("float: not what the pieces come to.", field="float")


def net_of(gross: int, rate: Decimal) -> int:
    """Return what is left of a price without its tax, half-even to the paisa."""
    return int((Decimal(gross) * 100 / (100 + rate)).quantize(Decimal(1), ROUND_HALF_EVEN))


def part_of(whole: int, quantity: int, of: int) -> int:
    """Return what so many pieces of a line are of its price, half-even to the paisa."""
    return int((Decimal(whole) * quantity / of).quantize(Decimal(1), ROUND_HALF_EVEN))


@dataclass(frozen=True, slots=True)
class Whole:
    """A line as it was sold, and what came back of it before: pieces, gross and net."""

    quantity: int
    gross: int
    net: int
    rate: Decimal
    pieces_back: int = 0
    gross_back: int = 0
    net_back: int = 0


def back_of(line: Whole, quantity: int) -> tuple[int, int]:
    """
    Return (gross, net) of pieces that come back: of the last the rest, of fewer their part, its net by the
    rate, but never more than what is left of gross, of net and of tax.
    """
    left, net_left = line.gross - line.gross_back, line.net - line.net_back
    if line.pieces_back + quantity == line.quantity:
        return left, net_left
    gross = min(part_of(line.gross, quantity, line.quantity), left)
    least = max(gross - (left - net_left), 0)
    return gross, min(max(net_of(gross, line.rate), least), net_left, gross)


def pieces_worth(counted: dict[str, int]) -> int:
    """Return what notes and coins come to. Raises EntryRefused."""
    wrong = next((each for each in counted if each not in DENOMINATIONS), None)
    if wrong is not None:
        raise EntryRefused(f"counted: there is no piece of {wrong} rupees.", field="counted")
    return sum(int(Decimal(each) * 100) * pieces for each, pieces in counted.items())


def _judge_sale(sale: Sold) -> None:
    for at, line in enumerate(sale.lines):
        if line.gross != line.quantity * line.unit_price - line.discount:
            raise EntryRefused(f"lines.{at}.gross: not quantity × price − discount.", field="lines")
        if line.net != net_of(line.gross, line.rate) or line.tax != line.gross - line.net:
            raise EntryRefused(f"lines.{at}.net: not the price without its tax.", field="lines")
    _judge_papers(sale.documents, [(line.gross, line.net, line.seller) for line in sale.lines], credit=False)
    _judge_total(sale.total, sum(line.gross for line in sale.lines), sale.payments)
    for at, payment in enumerate(sale.payments):
        if payment.method == "cash":
            if payment.tendered is None or payment.tendered - (payment.change or 0) != payment.amount:
                raise EntryRefused(f"payments.{at}: tendered − change is not the amount.", field="payments")
        elif payment.method == "card" and not _CARD.fullmatch(payment.reference or ""):
            raise EntryRefused(f"payments.{at}.reference: Stripe's name of a payment.", field="payments")
        elif payment.method == "upi" and not _UPI.fullmatch(payment.reference or ""):
            raise EntryRefused(
                f"payments.{at}.reference: UT and nine signs, or twelve digits.", field="payments"
            )
    if sale.paper_on is not None and not sale.paper:
        raise EntryRefused("paper_on: only a bill written on paper has a day of its own.", field="paper_on")
    if sum(payment.method != "cash" for payment in sale.payments) > 1:
        raise EntryRefused("payments: one by UPI or card on a bill at most.", field="payments")


def _judge_return(back: Returned) -> None:
    if len({line.line for line in back.lines}) != len(back.lines):
        raise EntryRefused("lines: each line of the sale once.", field="lines")
    for at, line in enumerate(back.lines):
        if line.net + line.tax != line.gross:
            raise EntryRefused(f"lines.{at}: net and tax are not gross.", field="lines")
    _judge_papers(back.documents, [(line.gross, line.net, None) for line in back.lines], credit=True)
    _judge_total(back.total, sum(line.gross for line in back.lines), back.payments)


def _judge_papers(papers: list[Paper], lines: list[tuple[int, int, str | None]], *, credit: bool) -> None:
    if sorted(at for paper in papers for at in paper.lines) != list(range(len(lines))):
        raise EntryRefused("documents: each line on exactly one document.", field="documents")
    if len({paper.seller for paper in papers}) != len(papers):
        raise EntryRefused("documents: one for each seller of record.", field="documents")
    for at, paper in enumerate(papers):
        mine = [lines[each] for each in paper.lines]
        gross, net = sum(each[0] for each in mine), sum(each[1] for each in mine)
        if (paper.gross, paper.net, paper.tax) != (gross, net, gross - net):
            raise EntryRefused(f"documents.{at}: its sums are not those of its lines.", field="documents")
        if any(each[2] not in (None, paper.seller) for each in mine):
            raise EntryRefused(f"documents.{at}: a line of another seller.", field="documents")
        series = number_parts(paper.number)[0]
        if (series.endswith("C") != credit and len(series) == 4) or (credit and len(series) == 3):
            raise EntryRefused(f"documents.{at}.number: another series.", field="documents")


def _judge_total(total: int, lines: int, payments: list[Payment]) -> None:
    if total != lines or total != sum(payment.amount for payment in payments):
        raise EntryRefused("total: not the sum of the lines, or of the payments.", field="total")
