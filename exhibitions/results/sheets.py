"""The report as a workbook: a sheet for each table, sums as numbers."""

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from exhibitions.results.reporting import Figures, Report
from jkrlm.kernel.money import Money

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def report_xlsx(report: Report) -> bytes:
    """Return the workbook; what could be taken for a formula is kept as text."""
    # Imported here: it costs a process 19 MB, which only who makes a workbook should pay.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, heads, rows in _tables(report):
        _sheet(book, name, heads, rows)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _tables(report: Report) -> Iterable[tuple[str, Sequence[str], Iterable[Sequence[object]]]]:
    sold = (_("Pieces"), _("Sales, ₹"), _("Share, %"))
    yield _("Summary"), (_("What"), report.figures.code), figure_rows(report)
    yield (
        _("Days"),
        (_("Day"), _("Visitors"), _("Bills"), _("Sales, ₹"), _("Leads")),
        ((each.day, each.visitors, each.bills, each.amount, each.leads) for each in report.days),
    )
    for name, head, rows in (
        (_("Zones"), _("Zone"), report.zones),
        (_("Districts"), _("District"), report.districts),
        (_("Crafts"), _("Craft"), report.crafts),
    ):
        yield name, (head, *sold), ((each.name, each.pieces, each.amount, each.share) for each in rows)
    yield (
        _("Groups"),
        (_("Group"), _("Stall"), *sold),
        ((each.name, each.note, each.pieces, each.amount, each.share) for each in report.groups),
    )
    yield (
        _("Compared"),
        (_("Exhibition"), *(name for name, _value in _figures(report.figures))),
        (
            (f"{each.name} ({each.code})", *(value for _name, value in _figures(each)))
            for each in (report.figures, *report.earlier)
        ),
    )


def figure_rows(report: Report) -> list[tuple[str, object]]:
    """Return the summary, a name and a value each: numbers, days and sums as such."""
    fair = report.fair
    return [
        (_("Exhibition"), fair.name),
        (_("Place"), f"{fair.venue}, {fair.town}"),
        (_("Applications"), report.applied),
        *_figures(report.figures),
    ]


def _figures(line: Figures) -> list[tuple[str, object]]:
    return [
        (_("First day"), line.opens_on),
        (_("Last day"), line.closes_on),
        (_("Stalls offered"), line.offered),
        (_("Stalls allotted"), line.allotted),
        (_("Stalls taken"), line.taken),
        (_("No-shows"), line.no_shows),
        (_("Visitors"), line.visitors),
        (_("Bills"), line.bills),
        (_("Turnover, ₹"), line.turnover),
        (_("Average bill, ₹"), line.average),
        (_("Leads"), line.leads),
        (_("Orders booked"), line.orders),
        (_("Orders booked, ₹"), line.orders_worth),
    ]


def _sheet(book: Any, name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    sheet = book.create_sheet(name[:31])
    sheet.freeze_panes = "A2"
    sheet.column_dimensions["A"].width = 34
    for letter in "BCDEFGHIJKLMN":
        sheet.column_dimensions[letter].width = 16
    titles = []
    for head in heads:
        cell = WriteOnlyCell(sheet, value=_plain(head))
        cell.font = Font(bold=True)
        titles.append(cell)
    sheet.append(titles)
    for row in rows:
        sheet.append([_plain(each) for each in row])


def _plain(value: object) -> object:
    if isinstance(value, Money):
        return value.amount
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return (
        value if isinstance(value, int | float | Decimal) or not hasattr(value, "__proxy__") else str(value)
    )
