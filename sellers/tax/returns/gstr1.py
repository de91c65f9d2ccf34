"""
GSTR-1 of one seller of record for one month, in the columns and names of the portal.

Supplies to unregistered buyers: large (between states, invoice above the limit) one by one, small in sums by
place and rate, less the credit notes about small ones; credit notes about large ones one by one; all goods by
HSN; numbers used, with those made void. A void document is in no sum. Source: rule 59, CGST Rules; limit:
notification 12/2024 (₹1,00,000 from August 2024).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sellers.tax.models import DocumentKind, TaxDocument, TaxDocumentLine
from sellers.tax.returns.months import Month
from sellers.tax.returns.states import place_of_supply, state_code

LARGE_ABOVE: Final = Decimal(100_000)
NOUGHT: Final = Decimal(0)
_NATURE: Final = {
    DocumentKind.INVOICE: (1, "Invoices for outward supply"),
    DocumentKind.BILL: (1, "Bills of supply"),
    DocumentKind.CREDIT: (5, "Credit Note"),
}


@dataclass(slots=True)
class Heads:
    """Sums of lines."""

    net: Decimal = NOUGHT
    cgst: Decimal = NOUGHT
    sgst: Decimal = NOUGHT
    igst: Decimal = NOUGHT
    quantity: int = 0

    @property
    def total(self) -> Decimal:
        return self.net + self.cgst + self.sgst + self.igst

    def add(self, line: TaxDocumentLine, sign: int) -> None:
        self.net += sign * line.net
        self.cgst += sign * line.cgst
        self.sgst += sign * line.sgst
        self.igst += sign * line.igst
        self.quantity += 0 if line.is_delivery else sign * line.quantity


@dataclass(slots=True)
class Gstr1:
    """``small`` by (place, between states?, rate); ``hsn`` by (code, rate); ``numbers``: one a series."""

    gstin: str
    month: Month
    large: list[tuple[TaxDocument, dict[Decimal, Heads]]] = field(default_factory=list)
    notes: list[tuple[TaxDocument, dict[Decimal, Heads]]] = field(default_factory=list)
    small: dict[tuple[str, bool, Decimal], Heads] = field(default_factory=lambda: defaultdict(Heads))
    hsn: dict[tuple[str, Decimal], Heads] = field(default_factory=lambda: defaultdict(Heads))
    numbers: list[tuple[DocumentKind, str, str, int, int]] = field(default_factory=list)
    sum: Heads = field(default_factory=Heads)


def gstr1(*, seller_key: str, month: Month) -> Gstr1:
    """Return a seller's month. Two queries."""
    rows = list(
        TaxDocument.objects.filter(
            series__seller_key=seller_key, issued_on__gte=month.first, issued_on__lt=month.following
        )
        .select_related("voided", "original", "series")
        .prefetch_related("lines")
        .order_by("series__prefix", "serial")
    )
    made = Gstr1(gstin=seller_key, month=month)
    for row in rows:
        if not getattr(row, "voided", None):
            _count(made, row)
    made.numbers = list(_numbers(rows))
    return made


def _count(made: Gstr1, row: TaxDocument) -> None:
    sign = -1 if row.kind == DocumentKind.CREDIT else 1
    lines = list(row.lines.all())
    about = row.original if row.original is not None else row
    across = row.place_of_supply != row.seller_state
    for line in lines:
        made.hsn[(line.hsn, line.rate_percent)].add(line, sign)
        made.sum.add(line, sign)
    if about.kind == DocumentKind.BILL:
        return
    if across and about.total > LARGE_ABOVE:
        rates: dict[Decimal, Heads] = defaultdict(Heads)
        for line in lines:
            rates[line.rate_percent].add(line, 1)
        (made.notes if sign < 0 else made.large).append((row, dict(rates)))
        return
    for line in lines:
        made.small[(row.place_of_supply, across, line.rate_percent)].add(line, sign)


def _numbers(rows: Iterable[TaxDocument]) -> Iterable[tuple[DocumentKind, str, str, int, int]]:
    series: dict[int, list[TaxDocument]] = defaultdict(list)
    for row in rows:
        series[row.series_id].append(row)
    for used in series.values():
        void = sum(1 for row in used if getattr(row, "voided", None))
        yield DocumentKind(used[0].kind), used[0].number, used[-1].number, len(used), void


def tables(made: Gstr1) -> dict[str, list[list[str]]]:
    """Return the portal's sheets by name, the first row being their columns."""
    after = ["Applicable % of Tax Rate", "Rate", "Taxable Value", "Cess Amount"]
    b2cl = [
        ["Invoice Number", "Invoice date", "Invoice Value", "Place Of Supply", *after, "E-Commerce GSTIN"]
    ]
    for row, rates in made.large:
        b2cl += [
            [row.number, _day(row.issued_on), f"{row.total}", place_of_supply(row.place_of_supply), "",
             f"{rate}", f"{heads.net}", "0", ""]
            for rate, heads in sorted(rates.items())
        ]  # fmt: skip
    b2cs = [["Type", "Place Of Supply", *after, "E-Commerce GSTIN"]]
    b2cs += [
        ["OE", place_of_supply(place), "", f"{rate}", f"{heads.net}", "0", ""]
        for (place, _across, rate), heads in sorted(made.small.items())
    ]
    cdnur = [["UR Type", "Note Number", "Note Date", "Note Type", "Place Of Supply", "Note Value", *after]]
    for row, rates in made.notes:
        cdnur += [
            ["B2CL", row.number, _day(row.issued_on), "C", place_of_supply(row.place_of_supply),
             f"{row.total}", "", f"{rate}", f"{heads.net}", "0"]
            for rate, heads in sorted(rates.items())
        ]  # fmt: skip
    hsn = [
        ["HSN", "Description", "UQC", "Total Quantity", "Total Value", "Rate", "Taxable Value",
         "Integrated Tax Amount", "Central Tax Amount", "State/UT Tax Amount", "Cess Amount"]
    ]  # fmt: skip
    hsn += [
        [code, "", _unit(code), str(heads.quantity), f"{heads.total}", f"{rate}", f"{heads.net}",
         f"{heads.igst}", f"{heads.cgst}", f"{heads.sgst}", "0"]
        for (code, rate), heads in sorted(made.hsn.items())
    ]  # fmt: skip
    docs = [["Nature of Document", "Sr. No. From", "Sr. No. To", "Total Number", "Cancelled"]]
    docs += [
        [_NATURE[kind][1], first, last, str(count), str(void)]
        for kind, first, last, count, void in made.numbers
    ]
    return {"b2cl": b2cl, "b2cs": b2cs, "cdnur": cdnur, "hsn": hsn, "docs": docs}


def as_json(made: Gstr1) -> dict[str, Any]:
    """Return the month as the portal's upload names it; amounts as numbers with two places."""
    by_place: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row, rates in made.large:
        by_place[state_code(row.place_of_supply)].append(
            {"inum": row.number, "idt": _dashed(row.issued_on), "val": row.total, "itms": _items(rates)}
        )
    return {
        "gstin": made.gstin,
        "fp": f"{made.month.first:%m%Y}",
        "b2cl": [{"pos": place, "inv": invoices} for place, invoices in sorted(by_place.items())],
        "b2cs": [
            {
                "sply_ty": "INTER" if across else "INTRA",
                "pos": state_code(place),
                "typ": "OE",
                "rt": rate,
                "txval": heads.net,
                "iamt": heads.igst,
                "camt": heads.cgst,
                "samt": heads.sgst,
                "csamt": NOUGHT,
            }
            for (place, across, rate), heads in sorted(made.small.items())
        ],
        "cdnur": [
            {
                "typ": "B2CL",
                "ntty": "C",
                "nt_num": row.number,
                "nt_dt": _dashed(row.issued_on),
                "pos": state_code(row.place_of_supply),
                "val": row.total,
                "itms": _items(rates),
            }
            for row, rates in made.notes
        ],
        "hsn": {"data": [_hsn(number, *item) for number, item in enumerate(sorted(made.hsn.items()), 1)]},
        "doc_issue": {"doc_det": _issued(made)},
    }


def _items(rates: dict[Decimal, Heads]) -> list[dict[str, Any]]:
    return [
        {"num": number, "itm_det": {"rt": rate, "txval": heads.net, "iamt": heads.igst, "csamt": NOUGHT}}
        for number, (rate, heads) in enumerate(sorted(rates.items()), 1)
    ]


def _hsn(number: int, key: tuple[str, Decimal], heads: Heads) -> dict[str, Any]:
    return {
        "num": number,
        "hsn_sc": key[0],
        "uqc": _unit(key[0]),
        "qty": heads.quantity,
        "rt": key[1],
        "txval": heads.net,
        "iamt": heads.igst,
        "camt": heads.cgst,
        "samt": heads.sgst,
        "csamt": NOUGHT,
    }


def _issued(made: Gstr1) -> list[dict[str, Any]]:
    by_nature: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for kind, first, last, count, void in made.numbers:
        found = by_nature[_NATURE[kind][0]]
        found.append(
            {"num": len(found) + 1, "from": first, "to": last, "totnum": count, "cancel": void,
             "net_issue": count - void}
        )  # fmt: skip
    return [{"doc_num": nature, "docs": docs} for nature, docs in sorted(by_nature.items())]


def _unit(code: str) -> str:
    """Services have no unit; goods are counted in pieces."""
    return "NA" if code.startswith("99") else "PCS-PIECES"


def _day(day: date) -> str:
    return f"{day:%d-%b-%Y}"


def _dashed(day: date) -> str:
    return f"{day:%d-%m-%Y}"
