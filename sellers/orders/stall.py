"""What crosses the door of seller orders about bills of stalls."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from jkrlm.kernel.money import Money
from sellers.tax.facade import SellerOfRecord, TillNumber

NOTHING: Final = Money.zero("INR")


@dataclass(frozen=True, slots=True)
class StallLine:
    """
    A line as the till billed it, sums for all of it. ``order_line_id``, ``product_id`` and ``variant_id`` are
    the store's, empty where it does not know the piece; ``label_serial`` is the code of the label on one
    piece of it.
    """

    order_line_id: str
    product_id: str
    sku: str
    name: str
    hsn: str
    quantity: int
    rate_percent: Decimal
    net: Money
    gross: Money
    discount: Money
    group_code: str
    seller: SellerOfRecord
    label_serial: str = ""
    variant_id: str = ""

    @property
    def tax(self) -> Money:
        return self.gross - self.net


@dataclass(frozen=True, slots=True)
class StallDocument:
    """A tax document that the till has printed, of these lines. ``number`` None: its number was not free."""

    number: TillNumber | None
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StallSale:
    """
    A bill as it is to be booked. ``cash`` is in the till, ``upi`` is said to be on its way to the bank,
    ``card`` is with the card company under ``card_reference`` (empty: it has not said so); they sum to the
    lines' gross. ``purse`` names the till in the ledger.
    """

    bill_id: UUID
    order_id: str
    order_number: str
    exhibition: str
    purse: str
    sold_at: datetime
    place_of_supply: str
    lines: tuple[StallLine, ...]
    documents: tuple[StallDocument, ...]
    cash: Money
    upi: Money
    return_days: int
    card: Money = NOTHING
    card_reference: str = ""

    @property
    def total(self) -> Money:
        return self.cash + self.upi + self.card


@dataclass(frozen=True, slots=True)
class StallBack:
    """Pieces of a line that came back, with net and tax as the credit note says."""

    line: int
    quantity: int
    net: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class StallReturn:
    """
    Pieces back at a till: ``cash`` left ``purse``, ``later`` is to be sent, by finance or to the card.
    ``numbers`` are the credit notes' with the lines of the return that each is about.
    """

    bill_id: UUID
    reference: str
    purse: str
    at: datetime
    back: tuple[StallBack, ...]
    numbers: tuple[StallDocument, ...]
    cash: Money
    later: Money
    reason: str


@dataclass(frozen=True, slots=True)
class StallBooks:
    """How a bill stands: what of it neither bank nor card company has shown, by documents and by ledger."""

    order_number: str
    sold_on: date
    total: Money
    unpaid: Money
