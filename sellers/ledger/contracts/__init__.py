"""
What crosses the door of the ledger.

``occurred_on`` is a date in Asia/Kolkata: financial years follow it. A ``reference``, an ``order`` and an
``item`` are names of our own ("1042", "1042-KZ09", "P-2026-17"), never ids of the store and never personal
data: entries are not rewritten, not even when the store moves.
"""

from sellers.ledger.contracts.entries import (
    Entry,
    Journal,
    JournalLine,
    Reversal,
)
from sellers.ledger.contracts.money import (
    BankCredit,
    CarrierBill,
    CarrierPayment,
    CashPromise,
    CashRemittance,
    CashReturn,
    CreditMatch,
    Payment,
    Purse,
    RefundPayment,
    StallDeposit,
    StripeSettlement,
    TaxKind,
    TaxRemittance,
    UpiTransfer,
)
from sellers.ledger.contracts.payouts import (
    Credit,
    Payout,
    PayoutPaid,
    PayoutReturn,
    Penalty,
)
from sellers.ledger.contracts.reports import (
    Gross,
    OpenItem,
    OrderBooks,
    Position,
    SellerStatement,
    ShareBooks,
    StatementLine,
    TrialRow,
)
from sellers.ledger.contracts.sales import (
    NO_TAX,
    NOTHING,
    Clearing,
    Refund,
    Sale,
    SaleShare,
    Seller,
    SellerKind,
    TaxHeads,
    units_of,
)

__all__ = [
    "NOTHING",
    "NO_TAX",
    "BankCredit",
    "CarrierBill",
    "CarrierPayment",
    "CashPromise",
    "CashRemittance",
    "CashReturn",
    "Clearing",
    "Credit",
    "CreditMatch",
    "Entry",
    "Gross",
    "Journal",
    "JournalLine",
    "OpenItem",
    "OrderBooks",
    "Payment",
    "Payout",
    "PayoutPaid",
    "PayoutReturn",
    "Penalty",
    "Position",
    "Purse",
    "Refund",
    "RefundPayment",
    "Reversal",
    "Sale",
    "SaleShare",
    "Seller",
    "SellerKind",
    "SellerStatement",
    "ShareBooks",
    "StallDeposit",
    "StatementLine",
    "StripeSettlement",
    "TaxHeads",
    "TaxKind",
    "TaxRemittance",
    "TrialRow",
    "UpiTransfer",
    "units_of",
]
