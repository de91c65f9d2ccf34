"""What crosses the door of results."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from jkrlm.kernel.money import Money

NOTHING: Final = Money.zero("INR")


@dataclass(frozen=True, slots=True)
class LeadWish:
    """A lead as typed; ``consent`` says that she agreed to ``consent_words``. ``worth`` in rupees."""

    kind: str
    name: str
    contact: str
    wants: str
    consent: bool
    consent_words: str
    language: str = "en"
    stall_code: str = ""
    quantity: int | None = None
    worth: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class LeadView:
    """A lead with what is answered to; ``phone`` and ``email`` are empty where it was forgotten."""

    id: int
    number: str
    exhibition: str
    exhibition_name: str
    kind: str
    name: str
    phone: str
    email: str
    wants: str
    quantity: int | None
    worth: Money
    stall_code: str
    group_code: str
    language: str
    consent_at: datetime
    taken_on: date


@dataclass(frozen=True, slots=True)
class Line:
    """A group's settlement. See models.SettlementLine for what the sums are."""

    group_code: str
    stall_code: str
    bills: int
    pieces: int
    sold: Money
    returned: Money
    discount: Money
    gst: Money
    gst_hers: Money
    commission: Money
    commission_gst: Money
    other: Money
    share: Money
    charge: Money
    charge_gst: Money
    allowances: Money
    held: Money

    @property
    def gets(self) -> Money:
        """What the exhibition brings the group, whenever it is paid; below nought: she owes it."""
        return self.share + self.gst_hers + self.allowances - self.charge

    @property
    def taken(self) -> Money:
        """Commission with its GST, and what else the group bears."""
        return self.commission + self.commission_gst + self.other

    @property
    def cleared(self) -> Money:
        """What of share and GST may be paid out already."""
        return self.share + self.gst_hers - self.held


@dataclass(frozen=True, slots=True)
class TillLine:
    """A till's money; ``short`` is what the bank counted less than was sent."""

    number: int
    label: str
    bills: int
    cash: Money
    upi: Money
    card: Money
    difference: Money
    reasons: tuple[str, ...]
    deposited: Money
    short: Money
    left: Money


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why an exhibition cannot be settled yet, and where to mend it."""

    words: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class SettlementView:
    """
    What an exhibition comes to. ``state`` is empty where nobody has proposed it: then the lines are what the
    books say now. ``late`` is what the books have gained since it was approved.
    """

    exhibition: str
    state: str
    lines: tuple[Line, ...]
    tills: tuple[TillLine, ...]
    proposed_by: str = ""
    proposed_by_id: int = 0
    proposed_at: datetime | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    why: str = ""
    id: int = 0
    late: Money = NOTHING

    def sum_of(self, name: str) -> Money:
        return sum((getattr(each, name) for each in self.lines), NOTHING)
