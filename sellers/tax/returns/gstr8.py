"""
GSTR-8 of the operator for one month: TCS by supplier, and whether the ledger says the same.

A supply is in the month of its document; in the ledger it stands from the day of the order. So what is sold
and not yet handed over, and what was handed over after its month, is the difference, and is named parcel by
parcel.
Source: s. 52, CGST Act; rule 67, CGST Rules.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import sellers.ledger.facade as ledger
from jkrlm.kernel.money import quantize
from sellers.tax.models import DocumentKind, TaxDocument
from sellers.tax.returns.months import Month

NOUGHT: Final = Decimal(0)
_HEADS: Final = ("cgst", "sgst", "igst")
COLUMNS: Final = (
    "GSTIN of the supplier",
    "Trade Name",
    "Gross value of supplies made",
    "Value of supplies returned",
    "Net amount liable for TCS",
    "Integrated Tax",
    "Central Tax",
    "State/UT Tax",
)


@dataclass(slots=True)
class SupplierRow:
    """Values without GST. A month with more returns than supplies is below nought."""

    gstin: str
    name: str
    made: Decimal = NOUGHT
    returned: Decimal = NOUGHT
    igst: Decimal = NOUGHT
    cgst: Decimal = NOUGHT
    sgst: Decimal = NOUGHT

    @property
    def net(self) -> Decimal:
        return self.made - self.returned

    @property
    def tcs(self) -> Decimal:
        return self.igst + self.cgst + self.sgst

    def cells(self) -> list[str]:
        sums = (self.made, self.returned, self.net, self.igst, self.cgst, self.sgst)
        return [self.gstin, self.name, *(f"{each}" for each in sums)]


@dataclass(frozen=True, slots=True)
class Difference:
    """What the ledger says of a parcel's TCS in the month, and what the documents say."""

    parcel: str
    ledger: Decimal
    documents: Decimal

    @property
    def amount(self) -> Decimal:
        return self.ledger - self.documents


@dataclass(frozen=True, slots=True)
class Gstr8:
    month: Month
    suppliers: tuple[SupplierRow, ...]
    documents: Decimal
    ledger: Decimal
    differences: tuple[Difference, ...]


def gstr8(*, month: Month) -> Gstr8:
    """Return the operator's month. Four queries."""
    rows = TaxDocument.objects.filter(
        issued_on__gte=month.first, issued_on__lt=month.following, voided=None, tcs__gt=0
    ).prefetch_related("lines")
    suppliers: dict[str, SupplierRow] = {}
    by_parcel: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        sign = -1 if row.kind == DocumentKind.CREDIT else 1
        found = suppliers.setdefault(row.seller_gstin, SupplierRow(row.seller_gstin, row.seller_name))
        _add(found, row, sign)
        by_parcel[row.parcel_code] += sign * row.tcs
    booked = _booked(month)
    differences = tuple(
        Difference(parcel, booked.get(parcel, NOUGHT), by_parcel.get(parcel, NOUGHT))
        for parcel in sorted({*booked, *by_parcel})
        if booked.get(parcel, NOUGHT) != by_parcel.get(parcel, NOUGHT)
    )
    return Gstr8(
        month=month,
        suppliers=tuple(sorted(suppliers.values(), key=lambda each: each.gstin)),
        documents=sum(by_parcel.values(), NOUGHT),
        ledger=sum(booked.values(), NOUGHT),
        differences=differences,
    )


def _add(found: SupplierRow, row: TaxDocument, sign: int) -> None:
    """TCS is booked on goods; what is for their delivery is not in the value that it is on."""
    goods = sum((line.net for line in row.lines.all() if not line.is_delivery), NOUGHT)
    if sign < 0:
        found.returned += goods
    else:
        found.made += goods
    if row.place_of_supply != row.seller_state:
        found.igst += sign * row.tcs
        return
    central = quantize(row.tcs / 2, "INR")
    found.cgst += sign * central
    found.sgst += sign * (row.tcs - central)


def _booked(month: Month) -> dict[str, Decimal]:
    """Return parcel -> TCS that sales and refunds of the month booked, less what went back."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for head in _HEADS:
        account = ledger.account_of(f"tcs-{head}")
        for entry in ledger.account_book(account, since=month.first, until=month.following):
            if entry.kind in (ledger.EntryKind.SALE, ledger.EntryKind.REFUND):
                found[entry.item] -= entry.amount.amount
    return dict(found)
