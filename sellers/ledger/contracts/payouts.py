"""What sellers are paid, and what is taken from or given to them."""

from dataclasses import dataclass
from datetime import date

from jkrlm.kernel.money import Money
from sellers.ledger.contracts.sales import NO_TAX, TaxHeads


@dataclass(frozen=True, slots=True)
class Payout:
    """
    A transfer sent to the bank. ``reference`` is used once; a returned transfer is sent under a new one.
    """

    reference: str
    seller: str
    amount: Money
    occurred_on: date


@dataclass(frozen=True, slots=True)
class PayoutPaid:
    """The bank's confirmation, with its UTR."""

    reference: str
    utr: str
    occurred_on: date


@dataclass(frozen=True, slots=True)
class PayoutReturn:
    """A transfer that came back, before or after it was confirmed."""

    reference: str
    reason: str
    occurred_on: date


@dataclass(frozen=True, slots=True)
class Penalty:
    """Taken from a seller, tax included; ``gst`` is the operator's on it."""

    reference: str
    seller: str
    amount: Money
    reason: str
    occurred_on: date
    gst: TaxHeads = NO_TAX


@dataclass(frozen=True, slots=True)
class StallCharge:
    """A group's stall at an exhibition, tax included; ``gst`` is the operator's on it. Once for the two."""

    exhibition: str
    seller: str
    amount: Money
    reason: str
    occurred_on: date
    gst: TaxHeads = NO_TAX


@dataclass(frozen=True, slots=True)
class Credit:
    """Given to a seller by the operator; an allowance for an exhibition stands on an account of its own."""

    reference: str
    seller: str
    amount: Money
    reason: str
    occurred_on: date
    is_allowance: bool = False
