"""
The chart of accounts, as data.

These are the books of the operator of the store, JKRLM, which holds other people's money: the buyers' until
goods are delivered, the sellers' until they are paid. A **seller** here is whoever is paid out, known by a
key of our own: a group's code, or the key of the federation (or of JKTPO) that is seller of record in its
place.

GST on goods is the duty of the seller of record. Where she files it herself it is held for her (``gst-held``)
and handed over with her share; what the operator owes on its own commission, and on goods that it sells
itself, is ``gst-output``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sellers.ledger.errors import AccountUnknown
from sellers.ledger.states import CREDIT_KINDS, AccountKind, Guard


@dataclass(frozen=True, slots=True, order=True)
class AccountRef:
    """An account by its place in the chart and, where it has one, its owner."""

    code: str
    owner: str = ""

    def __str__(self) -> str:
        return f"{self.code}:{self.owner}" if self.owner else self.code


@dataclass(frozen=True, slots=True)
class ChartAccount:
    """
    A place in the chart. ``owner`` says what its accounts are told apart by, empty where it is one account;
    ``about`` says what it holds, and the source of the duty.
    """

    code: str
    kind: AccountKind
    title: str
    about: str
    owner: str = ""
    guard: Guard = Guard.NONE

    @property
    def sign(self) -> int:
        """1 where debits make the balance grow, -1 where credits do."""
        return -1 if self.kind in CREDIT_KINDS else 1

    def of(self, owner: str = "") -> AccountRef:
        """
        Return the account, of this owner where the place has owners.

        Raises:
            AccountUnknown: an owner is missing, or one too many.
        """
        if bool(owner) != bool(self.owner):
            raise AccountUnknown(f"{self.code} wants {self.owner or 'no owner'}, got {owner or 'none'}.")
        return AccountRef(self.code, owner)


_A, _L, _I, _E, _Q = (
    AccountKind.ASSET,
    AccountKind.LIABILITY,
    AccountKind.INCOME,
    AccountKind.EXPENSE,
    AccountKind.EQUITY,
)

BANK: Final = ChartAccount(
    "bank",
    _A,
    "Cash at bank",
    "The escrow (nodal) account through which all buyers' money passes. Source: bank statement.",
)
STRIPE: Final = ChartAccount(
    "stripe-clearing",
    _A,
    "Card payments on their way",
    "Charged by the card company and not yet settled to the bank. Source: its balance transactions.",
)
UPI: Final = ChartAccount(
    "upi-clearing",
    _A,
    "Payments by UPI on their way",
    "What orders were paid by UPI less what the bank's statement shows of it, and of what goes back. A "
    "credit is money in the bank that pays no order and goes back. Source: the bank's numbers.",
)
CASH_ON_DELIVERY: Final = ChartAccount(
    "cod-receivable",
    _A,
    "Cash on delivery with carriers",
    "Cash that a carrier or driver has to collect or has collected, until it is handed in; an "
    "order's remittances "
    "never exceed what was given out to collect. Source: the carrier's remittance advice.",
    owner="carrier",
    guard=Guard.SOURCE,
)
STALL_CASH: Final = ChartAccount(
    "stall-cash",
    _A,
    "Cash at stalls",
    "Taken at a stall until it is deposited. May be negative for a while: bills made offline arrive "
    "after the "
    "deposit. Source: till count.",
    owner="stall",
)
DUE_FROM_BUYERS: Final = ChartAccount(
    "due-from-buyers",
    _A,
    "Due from buyers",
    "What orders cost less what was paid. A credit is money paid in advance of its order.",
)
DUE_FROM_SELLER: Final = ChartAccount(
    "due-from-seller",
    _A,
    "Due from sellers",
    "What was taken back after it had been paid out; recovered from the next share before anything "
    "is payable. "
    "Source: seller agreement.",
    owner="seller",
    guard=Guard.WHOLE,
)
WITHHELD: Final = ChartAccount(
    "withheld-from-seller",
    _A,
    "Tax withheld, to be taken off what a seller of record is handed",
    "TCS and TDS where the seller of record is not the group: the credit in the government's "
    "ledgers is hers, so "
    "the GST handed to her is less by it. Source: s. 52(7) CGST Act.",
    owner="seller",
    guard=Guard.ITEM,
)
INPUT_GST: Final = ChartAccount(
    "input-gst",
    _A,
    "Input tax credit",
    "GST that the operator pays on fees and carriage and may set off. Source: s. 16 CGST Act.",
)
CARRIER_CLAIMS: Final = ChartAccount(
    "due-from-carriers",
    _A,
    "Claims on carriers",
    "What carriers are asked for lost and damaged parcels, until they pay or refuse. Source: the claim, by "
    "its number of ours; what its carrier pays for such a parcel is in the rates.",
    owner="carrier",
    guard=Guard.SOURCE,
)
SUSPENSE: Final = ChartAccount(
    "upi-suspense",
    _L,
    "Money nobody has claimed",
    "A credit in the bank without a matching claim; each is matched once. Source: bank statement, by UTR.",
    guard=Guard.SOURCE,
)
HELD: Final = ChartAccount(
    "held-for-seller",
    _L,
    "Held for groups in the return window",
    "A group's share of an order that it is not yet entitled to: until delivery and the end of the "
    "return window.",
    owner="seller",
    guard=Guard.ITEM,
)
PAYABLE: Final = ChartAccount(
    "payable-to-seller",
    _L,
    "Payable to sellers",
    "What may be paid out. Never negative: what it cannot bear is carried as due.",
    owner="seller",
    guard=Guard.WHOLE,
)
IN_TRANSIT: Final = ChartAccount(
    "payouts-in-transit",
    _L,
    "Payouts on their way",
    "Sent to the bank, neither confirmed nor returned. Each payout is confirmed or returned once.",
    guard=Guard.SOURCE,
)
REFUNDS_DUE: Final = ChartAccount(
    "refunds-due",
    _L,
    "Refunds due to buyers",
    "Decided and not yet paid. Source: E-Commerce Rules 2020, rule 7.",
    guard=Guard.SOURCE,
)
CARRIER_PAYABLE: Final = ChartAccount(
    "payable-to-carrier", _L, "Payable to carriers", "Bills of carriers until they are paid.", owner="carrier"
)
COMMISSION: Final = ChartAccount(
    "commission-income",
    _I,
    "Commission",
    "The operator's commission, without tax. Source: commission rules in force on the day of the order.",
    guard=Guard.ITEM,
)
DELIVERY: Final = ChartAccount(
    "delivery-income",
    _I,
    "Delivery charged to buyers",
    "Without tax. What carriers ask for it is carrier-charges.",
    guard=Guard.ITEM,
)
GATEWAY_RECOVERED: Final = ChartAccount(
    "gateway-fees-recovered",
    _I,
    "Payment fees borne by groups",
    "The part of the payment company's fee that a share bears, where the rules say so.",
    guard=Guard.ITEM,
)
PENALTIES: Final = ChartAccount(
    "penalties", _I, "Penalties", "Taken from a seller with a reason. Source: seller agreement."
)
CARRIER_COMPENSATION: Final = ChartAccount(
    "carrier-compensation",
    _I,
    "Compensation by carriers",
    "Claimed for lost and damaged parcels, less what was refused. The loss itself is in seller-credits and "
    "in what buyers got back. No supply, so no GST. Source: s. 7 CGST Act; circular 178/10/2022-GST.",
)
STALL_CHARGES: Final = ChartAccount(
    "stall-charges",
    _I,
    "Charges for stalls",
    "What groups pay for a stall at an exhibition, without tax. Source: its settlement; two people decide.",
)
GATEWAY_FEES: Final = ChartAccount(
    "gateway-fees", _E, "Fees of the payment company", "Without tax. Source: its balance transactions."
)
CARRIER_CHARGES: Final = ChartAccount(
    "carrier-charges", _E, "Charges of carriers", "Carriage and the handling of cash, without tax."
)
SELLER_CREDITS: Final = ChartAccount(
    "seller-credits", _E, "Credits to sellers", "Given to a seller with a reason, borne by the operator."
)
ALLOWANCES: Final = ChartAccount(
    "fair-allowances",
    _E,
    "Travel and daily allowances",
    "Given to groups that travel to an exhibition, as its call says. Source: the call; two people decide.",
)
VOUCHERS: Final = ChartAccount(
    "voucher-discounts",
    _E,
    "Discounts that the operator pays",
    "Marketing: what a voucher took off goods, tax included, where JKRLM bears it. The seller is paid the "
    "full price, of which this is a part. Source: s. 15(1), s. 2(31) CGST Act; docs/decisions/0032.",
    guard=Guard.ITEM,
)
CASH_DIFFERENCES: Final = ChartAccount(
    "cash-differences", _E, "Cash short and over", "What a till count or a remittance differs by."
)
ROUNDING: Final = ChartAccount(
    "rounding",
    _E,
    "Rounding",
    "Tax is paid in whole rupees. Source: s. 170 CGST Act; s. 288B Income-tax Act.",
)
OPERATOR_FUNDS: Final = ChartAccount(
    "operator-funds", _Q, "The operator's own funds", "Put into or taken out of the account by the operator."
)


def _heads(
    code: str, title: str, about: str, owner: str = "", guard: Guard = Guard.NONE
) -> dict[str, ChartAccount]:
    return {
        head: ChartAccount(f"{code}-{head}", _L, f"{title}: {head.upper()}", about, owner, guard)
        for head in ("cgst", "sgst", "igst")
    }


#: By head: "cgst", "sgst", "igst".
GST_HELD: Final[Mapping[str, ChartAccount]] = _heads(
    "gst-held",
    "GST held for the seller of record",
    "Collected from buyers for a seller of record who files it herself; handed over with the share. "
    "Source: s. 9 CGST Act, s. 5 IGST Act.",
    owner="seller",
    guard=Guard.ITEM,
)
GST_OUTPUT: Final[Mapping[str, ChartAccount]] = _heads(
    "gst-output",
    "GST payable by the operator",
    "On commission and fees, on penalties, and on goods that the operator sells itself. Source: s. "
    "9 CGST Act.",
)
TCS: Final[Mapping[str, ChartAccount]] = _heads(
    "tcs",
    "TCS payable",
    "Collected at source on the net value of others' taxable supplies, paid by the 10th. Source: s. "
    "52 CGST Act. "
    "Negative where a return follows the month's payment: set off in the next.",
)
TDS: Final = ChartAccount(
    "tds",
    _L,
    "TDS payable",
    "Deducted from e-commerce participants. Source: s. 194-O Income-tax Act 1961, renumbered by the "
    "Act of 2025.",
)

CHART: Final[Mapping[str, ChartAccount]] = {
    each.code: each
    for each in (
        *(BANK, STRIPE, UPI, CASH_ON_DELIVERY, STALL_CASH),
        *(DUE_FROM_BUYERS, DUE_FROM_SELLER, WITHHELD, INPUT_GST, CARRIER_CLAIMS),
        *(SUSPENSE, HELD, PAYABLE, IN_TRANSIT, REFUNDS_DUE, CARRIER_PAYABLE),
        *(*GST_HELD.values(), *GST_OUTPUT.values(), *TCS.values(), TDS),
        *(COMMISSION, DELIVERY, GATEWAY_RECOVERED, PENALTIES, CARRIER_COMPENSATION, STALL_CHARGES),
        *(GATEWAY_FEES, CARRIER_CHARGES, SELLER_CREDITS, ALLOWANCES, VOUCHERS, CASH_DIFFERENCES, ROUNDING),
        OPERATOR_FUNDS,
    )
}

#: What a seller's statement is made of: what is held, payable and due, and withheld from her.
SELLER_CODES: Final = (HELD.code, PAYABLE.code, DUE_FROM_SELLER.code, WITHHELD.code)
#: Who pays a sale: the buyer, and the operator where a voucher of its own took something off.
PAYER_CODES: Final = (DUE_FROM_BUYERS.code, REFUNDS_DUE.code, VOUCHERS.code)


def place(ref: AccountRef) -> ChartAccount:
    """
    Return the account's place in the chart.

    Raises:
        AccountUnknown: no such place, or an owner where there is none.
    """
    found = CHART.get(ref.code)
    if found is None:
        raise AccountUnknown(f"The chart of accounts has no {ref.code!r}.")
    found.of(ref.owner)
    return found
