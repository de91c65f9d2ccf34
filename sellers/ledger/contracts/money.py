"""Money of buyers on its way in or out, and what the operator pays others."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jkrlm.kernel.money import Money
from sellers.ledger.contracts.sales import NO_TAX, NOTHING, TaxHeads


class Purse(StrEnum):
    """Where money is that comes in or goes out."""

    BANK = "bank"
    STRIPE = "stripe"
    UPI = "upi"
    STALL = "stall"


@dataclass(frozen=True, slots=True)
class Payment:
    """Money of a buyer's, by the provider's ``reference``. ``stall`` names the stall whose till took it."""

    order: str
    reference: str
    purse: Purse
    amount: Money
    occurred_on: date
    stall: str = ""


@dataclass(frozen=True, slots=True)
class CashPromise:
    """A parcel's cash that a carrier is given to collect; ``reference`` is the parcel's."""

    order: str
    reference: str
    carrier: str
    amount: Money
    occurred_on: date


@dataclass(frozen=True, slots=True)
class CashRemittance:
    """Cash handed in for an order's parcel. ``fee`` and its GST are what the carrier kept of ``amount``."""

    order: str
    reference: str
    carrier: str
    amount: Money
    occurred_on: date
    fee: Money = NOTHING
    fee_gst: Money = NOTHING
    narration: str = ""


@dataclass(frozen=True, slots=True)
class CashReturn:
    """
    Cash not collected: the parcel was refused or lost. What was sold is taken back by a refund of its own.
    """

    order: str
    reference: str
    carrier: str
    amount: Money
    occurred_on: date


@dataclass(frozen=True, slots=True)
class RefundPayment:
    """A refund that has left."""

    order: str
    reference: str
    purse: Purse
    amount: Money
    occurred_on: date
    stall: str = ""


@dataclass(frozen=True, slots=True)
class StripeSettlement:
    """A settlement of the card company: ``gross`` less ``fee`` and its GST reached the bank."""

    reference: str
    gross: Money
    fee: Money
    occurred_on: date
    fee_gst: Money = NOTHING


@dataclass(frozen=True, slots=True)
class UpiTransfer:
    """A line of the bank that is money by UPI: above nought from a buyer, below back to one."""

    utr: str
    amount: Money
    occurred_on: date
    narration: str = ""


@dataclass(frozen=True, slots=True)
class StallDeposit:
    """Stall cash paid into the bank: ``expected`` by the till, ``deposited`` in truth."""

    reference: str
    stall: str
    expected: Money
    deposited: Money
    occurred_on: date


@dataclass(frozen=True, slots=True)
class BankCredit:
    """Money in the bank that nobody has claimed, by the bank's reference (UTR)."""

    utr: str
    amount: Money
    occurred_on: date


@dataclass(frozen=True, slots=True)
class CreditMatch:
    """Unclaimed money found to be for an order; never more than came."""

    utr: str
    order: str
    amount: Money
    occurred_on: date


@dataclass(frozen=True, slots=True)
class CarrierBill:
    reference: str
    carrier: str
    net: Money
    occurred_on: date
    gst: Money = NOTHING


@dataclass(frozen=True, slots=True)
class CarrierPayment:
    reference: str
    carrier: str
    amount: Money
    occurred_on: date


@dataclass(frozen=True, slots=True)
class CarrierClaim:
    """What a carrier is asked for one parcel; ``reference`` is the claim's number of ours."""

    reference: str
    carrier: str
    amount: Money
    occurred_on: date


@dataclass(frozen=True, slots=True)
class ClaimSettlement:
    """
    A carrier's answer to a claim of ``claimed``: it ``paid`` so much, under the bank's reference (UTR), and
    refused the rest. Nought paid: it refused all of it, and ``bank_reference`` is its own.
    """

    reference: str
    carrier: str
    claimed: Money
    paid: Money
    bank_reference: str
    occurred_on: date


class TaxKind(StrEnum):
    GST = "gst-output"
    TCS = "tcs"
    TDS = "tds"


@dataclass(frozen=True, slots=True)
class TaxRemittance:
    """Tax paid under a challan: ``heads`` (TDS: ``tds``) as the books say, ``paid`` in whole rupees."""

    challan: str
    kind: TaxKind
    paid: Money
    occurred_on: date
    heads: TaxHeads = NO_TAX
    tds: Money = NOTHING
