"""
The formats in which banks send statements, as data: what their columns are called, how they write days and
amounts. A new bank is a row here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

#: Where an amount stands: two columns (out, in); one column with another that says Dr or Cr; one column
#: whose sign, brackets or ending says it.
Amounts = Literal["two-columns", "with-side", "signed"]

DAY: Final = "day"
REFERENCE: Final = "reference"
NARRATION: Final = "narration"
OUT: Final = "out"
IN: Final = "in"
AMOUNT: Final = "amount"
SIDE: Final = "side"
BALANCE: Final = "balance"


@dataclass(frozen=True, slots=True)
class Template:
    """
    ``headings`` gives each column the names it may have, in small letters; ``days`` are formats of strptime.

    ``passed_over`` begin the narration of rows that carry a balance and no amount; ``ends`` begin the first
    cell of what stands below the table.
    """

    slug: str
    title: str
    about: str
    headings: Mapping[str, tuple[str, ...]]
    amounts: Amounts
    days: tuple[str, ...]
    passed_over: tuple[str, ...] = ("opening balance", "balance brought forward", "b/f", "closing balance")
    ends: tuple[str, ...] = ("total", "closing balance", "statement summary", "***", "end of statement")

    @property
    def columns(self) -> tuple[str, ...]:
        amount = {"two-columns": (OUT, IN), "with-side": (AMOUNT, SIDE), "signed": (AMOUNT,)}[self.amounts]
        return (DAY, NARRATION, REFERENCE, *amount, BALANCE)


_NARRATION: Final = ("narration", "description", "particulars", "transaction remarks", "remarks")
_REFERENCE: Final = (
    "reference",
    "ref no",
    "ref no./cheque no.",
    "chq./ref.no.",
    "chq/ref no",
    "utr",
    "utr no",
    "instrument id",
    "cheque no",
)
_BALANCE: Final = ("balance", "closing balance", "running balance", "balance (inr)", "balance(inr)")
_DAY_FIRST: Final = (
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%d-%b-%Y",
    "%d %b %Y",
    "%d/%m/%y",
    "%d-%m-%y",
    "%d-%b-%y",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d-%m-%Y %H:%M:%S",
)

TEMPLATES: Final[Mapping[str, Template]] = {
    each.slug: each
    for each in (
        Template(
            slug="two-columns",
            title="Withdrawals and deposits in two columns",
            about="Txn Date, Description, Ref No./Cheque No., Debit, Credit, Balance. Days like 21/11/2026.",
            headings={
                DAY: ("txn date", "transaction date", "date", "tran date", "post date"),
                NARRATION: _NARRATION,
                REFERENCE: _REFERENCE,
                OUT: (
                    "debit",
                    "withdrawal amt.",
                    "withdrawal",
                    "withdrawals",
                    "withdrawal amount (inr)",
                    "dr",
                ),
                IN: ("credit", "deposit amt.", "deposit", "deposits", "deposit amount (inr)", "cr"),
                BALANCE: _BALANCE,
            },
            amounts="two-columns",
            days=_DAY_FIRST,
        ),
        Template(
            slug="with-side",
            title="One amount, and Dr or Cr beside it",
            about="Date, Narration, UTR, Amount, Dr/Cr, Balance. Days like 21-Nov-2026.",
            headings={
                DAY: ("date", "value date", "txn date", "transaction date"),
                NARRATION: _NARRATION,
                REFERENCE: _REFERENCE,
                AMOUNT: ("amount", "amount (inr)", "transaction amount", "transaction amount(inr)"),
                SIDE: ("dr/cr", "dr / cr", "cr/dr", "d/c", "type"),
                BALANCE: _BALANCE,
            },
            amounts="with-side",
            days=_DAY_FIRST,
        ),
        Template(
            slug="signed",
            title="One amount, in brackets or below nought where money left",
            about="Date, Particulars, Reference, Amount, Balance. (1,234.50) is out. Days like 2026-11-21.",
            headings={
                DAY: ("date", "value date", "booking date"),
                NARRATION: _NARRATION,
                REFERENCE: _REFERENCE,
                AMOUNT: ("amount", "amount (inr)"),
                BALANCE: _BALANCE,
            },
            amounts="signed",
            days=("%Y-%m-%d", *_DAY_FIRST),
        ),
    )
}
