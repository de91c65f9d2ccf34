"""
What groups owe papers for: the commission that the ledger took from them, and what was billed of it.

The ledger counts by the moment at which it recorded something, which no late entry can change: what came late
to the books is in the bill of the month in which it came.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

import sellers.ledger.facade as ledger
from jkrlm.kernel.clock import INDIA, local_date, now
from jkrlm.kernel.dated import in_force
from sellers.tax.documents import Document, contract
from sellers.tax.models import DocumentKind, Registration, RegistrationKind, TaxDocument
from sellers.tax.returns.months import Month

OPERATOR: Final = RegistrationKind.OPERATOR.value
NOUGHT: Final = Decimal(0)
_C: Final = ledger.Component
#: Column of a document -> components of the ledger. A fee for the payment, where a group bears it, is taxed
#: with the commission.
_HEADS: Final[Mapping[str, tuple[ledger.Component, ...]]] = {
    "net": (_C.COMMISSION, _C.GATEWAY_FEE),
    "cgst": (_C.COMMISSION_CGST,),
    "sgst": (_C.COMMISSION_SGST,),
    "igst": (_C.COMMISSION_IGST,),
}
#: A month is billed in the first nights of the next one.
BILLED_WITHIN_DAYS: Final = 3
#: Heads that moved apart by so little came from rounding refunds; they wait for the next month.
ROUNDING_MOST: Final = Decimal("0.05")
LISTED_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class Due:
    """Commission without tax, and the tax on it by head; below nought where more was billed than taken."""

    net: Decimal = NOUGHT
    cgst: Decimal = NOUGHT
    sgst: Decimal = NOUGHT
    igst: Decimal = NOUGHT

    @property
    def heads(self) -> tuple[Decimal, ...]:
        return (self.net, self.cgst, self.sgst, self.igst)

    @property
    def total(self) -> Decimal:
        return sum(self.heads, NOUGHT)

    @property
    def is_mixed(self) -> bool:
        return min(self.heads) < 0 < max(self.heads)

    def less(self, other: "Due") -> "Due":
        return Due(*(mine - hers for mine, hers in zip(self.heads, other.heads, strict=True)))


def end_of(month: Month) -> datetime:
    return datetime.combine(month.following, time.min, INDIA)


def last_closed(day: date) -> Month:
    """Return the newest month that is to be billed by now."""
    return Month.of(day - timedelta(days=BILLED_WITHIN_DAYS)).before


def operator(on: date) -> Registration | None:
    """Return under which registration the operator bills on a day. One query."""
    rows = in_force(Registration.objects.filter(kind=RegistrationKind.OPERATOR), on)
    return rows[-1] if rows else None


def due_until(month: Month, groups: Collection[str] | None = None) -> dict[str, Due]:
    """
    Return group -> what is not billed yet of all that the ledger took until the month's end; absent where
    nothing is. Two queries.
    """
    components = [each for parts in _HEADS.values() for each in parts]
    borne = ledger.borne_by_owners(components, recorded_before=end_of(month), owners=groups)
    taken = {
        owner: Due(
            *(sum((sums[each].amount for each in parts if each in sums), NOUGHT) for parts in _HEADS.values())
        )
        for owner, sums in borne.items()
    }
    billed = _billed(groups)
    found = {code: taken.get(code, Due()).less(billed.get(code, Due())) for code in {*taken, *billed}}
    return {code: due for code, due in sorted(found.items()) if any(due.heads)}


def _billed(groups: Collection[str] | None) -> dict[str, Due]:
    rows = TaxDocument.objects.filter(seller_kind=OPERATOR, voided=None)
    if groups is not None:
        rows = rows.filter(group_code__in=list(groups))
    found: dict[str, Due] = {}
    for code, kind, *heads in rows.values_list("group_code", "kind", *_HEADS):
        sign = 1 if kind == DocumentKind.CREDIT else -1
        found[code] = found.get(code, Due()).less(Due(*(sign * each for each in heads)))
    return found


def billed_of_month(month: Month) -> list[TaxDocument]:
    """Return the bills and credit notes for commission of a month, void ones too. One query."""
    rows = TaxDocument.objects.filter(seller_kind=OPERATOR, source__regex=rf"^commission/[^/]+/{month}(/|$)")
    return list(rows.select_related("voided").order_by("group_code", "pk"))


def commission_bills(group_code: str) -> tuple[Document, ...]:
    """Return what a group was billed for commission, void ones too, the newest first. One query."""
    rows = TaxDocument.objects.filter(seller_kind=OPERATOR, group_code=group_code)
    return tuple(contract(row) for row in rows.select_related("voided").order_by("-pk"))


def unbilled() -> list[str]:
    """Of every group, bills less credit notes are the commission that the ledger took until a month ended."""
    day = local_date(now())
    if operator(day) is None:
        return []
    return [
        f"{code}: {due.total} of its commission until {last_closed(day)} is not billed"
        for code, due in due_until(last_closed(day)).items()
        if not (due.is_mixed and max(map(abs, due.heads)) <= ROUNDING_MOST)
    ][:LISTED_MAX]


def month_of(source: str) -> str:
    """Return the month (2026-11) that a bill for commission is of."""
    return source.split("/")[2]
