"""
The door of the ledger. Here the clock is read.

Every verb is idempotent: the same request again returns the first entry (``repeated``), another request under
the same reference raises IdempotencyConflict; an entry that was reversed keeps its reference. What is refused
writes nothing. All may be called inside a transaction; those that take several requests record them whole or
not at all, with a fixed number of queries: prefer one such call to many in one transaction, which may
deadlock.
"""

from collections.abc import Collection, Sequence
from datetime import date

from jkrlm.kernel.clock import now
from sellers.ledger import selectors
from sellers.ledger.account_book import AccountEntry, account_book, borne_by_owners, effects_on
from sellers.ledger.chart import CHART, AccountRef, place
from sellers.ledger.contracts import (
    BankCredit,
    CarrierBill,
    CarrierClaim,
    CarrierPayment,
    CashPromise,
    CashRemittance,
    CashReturn,
    ClaimSettlement,
    Clearing,
    Credit,
    CreditMatch,
    Entry,
    Gross,
    Journal,
    JournalLine,
    OpenItem,
    OrderBooks,
    Payment,
    Payout,
    PayoutPaid,
    PayoutReturn,
    Penalty,
    Position,
    Purse,
    Refund,
    RefundPayment,
    Reversal,
    Sale,
    SaleShare,
    Seller,
    SellerKind,
    SellerStatement,
    ShareBooks,
    StallCharge,
    StallDeposit,
    StatementLine,
    StripeSettlement,
    TaxHeads,
    TaxKind,
    TaxRemittance,
    TrialRow,
    UpiTransfer,
)
from sellers.ledger.errors import (
    AccountUnknown,
    BadAmount,
    BadReference,
    BadShare,
    EntryUnknown,
    IdempotencyConflict,
    LedgerRefusal,
    NothingToClear,
    NotReversible,
    Overdrawn,
    PayoutTooLarge,
    RefundTooLarge,
    Unbalanced,
)
from sellers.ledger.invariants import invariants
from sellers.ledger.plans import named
from sellers.ledger.selectors import balance, balances, booked, entries_of, entry
from sellers.ledger.services import bill_carriage as _bill_carriage
from sellers.ledger.services import charge_stalls as _charge_stalls
from sellers.ledger.services import claim_from_carrier as _claim_from_carrier
from sellers.ledger.services import clear_shares as _clear_shares
from sellers.ledger.services import confirm_payouts as _confirm_payouts
from sellers.ledger.services import credit_seller as _credit_seller
from sellers.ledger.services import deposit_stall_cash as _deposit_stall_cash
from sellers.ledger.services import match_credit as _match_credit
from sellers.ledger.services import move_upi as _move_upi
from sellers.ledger.services import pay_carrier as _pay_carrier
from sellers.ledger.services import pay_refund as _pay_refund
from sellers.ledger.services import penalise_seller as _penalise_seller
from sellers.ledger.services import post_journal as _post_journal
from sellers.ledger.services import promise_cash as _promise_cash
from sellers.ledger.services import receive_bank_credit as _receive_bank_credit
from sellers.ledger.services import receive_payment as _receive_payment
from sellers.ledger.services import recognise_sales as _recognise_sales
from sellers.ledger.services import refund_share as _refund_share
from sellers.ledger.services import remit_cash as _remit_cash
from sellers.ledger.services import remit_tax as _remit_tax
from sellers.ledger.services import return_cash as _return_cash
from sellers.ledger.services import return_payouts as _return_payouts
from sellers.ledger.services import reverse_entry as _reverse_entry
from sellers.ledger.services import send_payouts as _send_payouts
from sellers.ledger.services import settle_claim as _settle_claim
from sellers.ledger.services import settle_stripe as _settle_stripe
from sellers.ledger.share_sums import ShareSums, share_sums
from sellers.ledger.states import Component, EntryKind

__all__ = [
    "CHART",
    "AccountEntry",
    "AccountRef",
    "AccountUnknown",
    "BadAmount",
    "BadReference",
    "BadShare",
    "BankCredit",
    "CarrierBill",
    "CarrierClaim",
    "CarrierPayment",
    "CashPromise",
    "CashRemittance",
    "CashReturn",
    "ClaimSettlement",
    "Clearing",
    "Component",
    "Credit",
    "CreditMatch",
    "Entry",
    "EntryKind",
    "EntryUnknown",
    "Gross",
    "IdempotencyConflict",
    "Journal",
    "JournalLine",
    "LedgerRefusal",
    "NotReversible",
    "NothingToClear",
    "OpenItem",
    "OrderBooks",
    "Overdrawn",
    "Payment",
    "Payout",
    "PayoutPaid",
    "PayoutReturn",
    "PayoutTooLarge",
    "Penalty",
    "Position",
    "Purse",
    "Refund",
    "RefundPayment",
    "RefundTooLarge",
    "Reversal",
    "Sale",
    "SaleShare",
    "Seller",
    "SellerKind",
    "SellerStatement",
    "ShareBooks",
    "ShareSums",
    "StallCharge",
    "StallDeposit",
    "StatementLine",
    "StripeSettlement",
    "TaxHeads",
    "TaxKind",
    "TaxRemittance",
    "TrialRow",
    "Unbalanced",
    "UpiTransfer",
    "account_book",
    "account_of",
    "balance",
    "balances",
    "bill_carriage",
    "booked",
    "borne_by_owners",
    "charge_stalls",
    "claim_from_carrier",
    "clear_shares",
    "confirm_payouts",
    "credit_seller",
    "deposit_stall_cash",
    "effects_on",
    "entries_of",
    "entry",
    "invariants",
    "key_of",
    "match_credit",
    "move_upi",
    "open_items",
    "orders_in_books",
    "pay_carrier",
    "pay_refund",
    "penalise_seller",
    "positions",
    "post_journal",
    "promise_cash",
    "receive_bank_credit",
    "receive_payment",
    "recognise_sale",
    "recognise_sales",
    "refund_share",
    "remit_cash",
    "remit_tax",
    "return_cash",
    "return_payouts",
    "reverse_entry",
    "send_payouts",
    "settle_claim",
    "settle_stripe",
    "share_sums",
    "source_of",
    "statement",
    "trial_balance",
]


def recognise_sale(sale: Sale) -> tuple[Entry, ...]:
    """Write the shares of a confirmed order, an entry for each. Raises BadShare."""
    return _recognise_sales.recognise_sales(sales=[sale], now=now())


def recognise_sales(sales: Sequence[Sale]) -> tuple[Entry, ...]:
    """Write many orders at once. Raises BadShare."""
    return _recognise_sales.recognise_sales(sales=sales, now=now())


def receive_payment(payment: Payment) -> Entry:
    """Write a buyer's money that came in."""
    return _receive_payment.receive_payment(payment=payment, now=now())


def promise_cash(promise: CashPromise) -> Entry:
    """Write cash on delivery that a carrier is given to collect."""
    return _promise_cash.promise_cash(promise=promise, now=now())


def return_cash(returned: CashReturn) -> Entry:
    """Write cash on delivery that was not collected. Raises Overdrawn."""
    return _return_cash.return_cash(returned=returned, now=now())


def remit_cash(remittances: Sequence[CashRemittance]) -> tuple[Entry, ...]:
    """Write what a carrier handed in. Raises Overdrawn."""
    return _remit_cash.remit_cash(remittances=remittances, now=now())


def refund_share(refund: Refund) -> Entry:
    """Take back part of a share, at its frozen rates. Raises EntryUnknown, RefundTooLarge."""
    return _refund_share.refund_share(refund=refund, now=now())


def pay_refund(paid: RefundPayment) -> Entry:
    """Write a refund that has left. Raises Overdrawn."""
    return _pay_refund.pay_refund(paid=paid, now=now())


def clear_shares(clearings: Sequence[Clearing]) -> tuple[Entry, ...]:
    """Make shares payable whose return window is over. Raises NothingToClear."""
    return _clear_shares.clear_shares(clearings=clearings, now=now())


def send_payouts(payouts: Sequence[Payout]) -> tuple[Entry, ...]:
    """Write a batch sent to the bank. Raises PayoutTooLarge, which names the seller."""
    return _send_payouts.send_payouts(payouts=payouts, now=now())


def confirm_payouts(paid: Sequence[PayoutPaid]) -> tuple[Entry, ...]:
    """Write payouts that arrived. Raises EntryUnknown."""
    return _confirm_payouts.confirm_payouts(paid=paid, now=now())


def return_payouts(returned: Sequence[PayoutReturn]) -> tuple[Entry, ...]:
    """Write payouts that came back, payable again. Raises EntryUnknown."""
    return _return_payouts.return_payouts(returned=returned, now=now())


def penalise_seller(penalty: Penalty) -> Entry:
    """Take from a seller, with a reason."""
    return _penalise_seller.penalise_seller(penalty=penalty, now=now())


def credit_seller(credit: Credit) -> Entry:
    """Give to a seller, with a reason."""
    return _credit_seller.credit_seller(credit=credit, now=now())


def charge_stalls(charges: Sequence[StallCharge]) -> tuple[Entry, ...]:
    """Take from groups what their stalls at an exhibition cost, once for each."""
    return _charge_stalls.charge_stalls(charges=charges, now=now())


def settle_stripe(settled: StripeSettlement) -> Entry:
    """Write a settlement of the card company."""
    return _settle_stripe.settle_stripe(settled=settled, now=now())


def move_upi(moved: UpiTransfer) -> Entry:
    """Write money that came, or went back, by UPI, as the bank shows it."""
    return _move_upi.move_upi(moved=moved, now=now())


def deposit_stall_cash(deposit: StallDeposit) -> Entry:
    """Write stall cash that reached the bank."""
    return _deposit_stall_cash.deposit_stall_cash(deposit=deposit, now=now())


def receive_bank_credit(came: BankCredit) -> Entry:
    """Write money in the bank that nobody has claimed."""
    return _receive_bank_credit.receive_bank_credit(came=came, now=now())


def match_credit(match: CreditMatch) -> Entry:
    """Make unclaimed money an order's payment. Raises Overdrawn."""
    return _match_credit.match_credit(match=match, now=now())


def bill_carriage(bill: CarrierBill) -> Entry:
    """Write a carrier's bill."""
    return _bill_carriage.bill_carriage(bill=bill, now=now())


def pay_carrier(paid: CarrierPayment) -> Entry:
    """Write a payment to a carrier."""
    return _pay_carrier.pay_carrier(paid=paid, now=now())


def claim_from_carrier(claim: CarrierClaim) -> Entry:
    """Write what a carrier is asked for a lost or damaged parcel."""
    return _claim_from_carrier.claim_from_carrier(claim=claim, now=now())


def settle_claim(settled: ClaimSettlement) -> Entry:
    """Write a carrier's answer to a claim: paid (in part) or refused. Raises BadAmount, Overdrawn."""
    return _settle_claim.settle_claim(settled=settled, now=now())


def remit_tax(remitted: TaxRemittance) -> Entry:
    """Write tax paid under a challan. Raises BadAmount."""
    return _remit_tax.remit_tax(remitted=remitted, now=now())


def post_journal(journal: Journal) -> Entry:
    """Write an entry by hand. Raises AccountUnknown, Overdrawn, Unbalanced."""
    return _post_journal.post_journal(journal=journal, now=now())


def reverse_entry(reversal: Reversal) -> Entry:
    """Take an entry back whole. Raises EntryUnknown, NotReversible, Overdrawn."""
    return _reverse_entry.reverse_entry(reversal=reversal, now=now())


def account_of(code: str, owner: str = "") -> AccountRef:
    """Return an account of the chart. Raises AccountUnknown."""
    account = AccountRef(code, owner)
    place(account)
    return account


def source_of(kind: str, *names: str) -> str:
    """
    Return the source under which entries stand: ``source_of("order", "1042")``, ``source_of("payout", …)``.
    """
    return named(kind, *names)


def key_of(kind: str, *names: str) -> str:
    """Return the key of an entry: ``key_of("refund", order, item, reference)``, ``key_of("payment", …)``."""
    return named(kind, *names)


def positions(owners: Collection[str], *, currency: str = "INR") -> dict[str, Position]:
    """Return where sellers stand: held, payable, due."""
    return selectors.positions(owners, currency=currency)


def statement(*, owner: str, since: date, until: date, currency: str = "INR") -> SellerStatement:
    """Return a seller's lines from ``since`` until, not including, ``until``; her position after each."""
    return selectors.statement(owner=owner, since=since, until=until, currency=currency)


def trial_balance(*, before: date | None = None) -> tuple[TrialRow, ...]:
    """Return every account that is not nought; of what occurred before a day, where one is given."""
    return selectors.trial_balance(before=before)


def open_items(*, code: str, owner: str = "") -> tuple[OpenItem, ...]:
    """Return what is open on a code's accounts, oldest first. Raises AccountUnknown."""
    return selectors.open_items(code=code, owner=owner)


def orders_in_books(orders: Collection[str], *, currency: str = "INR") -> dict[str, OrderBooks]:
    """Return how each of these orders stands; one that the books know nothing of has no shares."""
    return selectors.orders_in_books(orders, currency=currency)
