"""The statement as a PDF, in the reader's language."""

from datetime import date
from pathlib import Path
from typing import Final

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import override

from media.facade import pdf
from sellers.earnings.statement import Row, Statement, months_of
from sellers.earnings.words import kind_word, part_word
from sellers.registry.facade import groups_by_code

_TEMPLATE: Final = Path(__file__).with_name("statement.typ")


def statement_pdf(statement: Statement, *, language: str, on: date, year: int | None = None) -> bytes:
    """
    Return a statement as a document; with ``year`` as the months of a financial year until ``on``.

    Raises:
        DocumentRefused: it is too large, or took too long.
    """
    with override(language):
        data = _data(statement, language, year, on)
    return pdf(_TEMPLATE, data, language=language)


def _data(statement: Statement, language: str, year: int | None, on: date) -> dict[str, object]:
    group = groups_by_code([statement.group_code]).get(statement.group_code)
    names = {"hi": group.name_hi, "ur": group.name_ur} if group is not None else {}
    name = names.get(language) or (group.name if group is not None else statement.group_code)
    months = months_of(statement, on=on) if year is not None else ()
    when = f"{year}-{(year + 1) % 100:02d}" if year is not None else format_date(statement.since, "F Y")
    return {
        "title": _("Statement"),
        "group": name,
        "code": statement.group_code,
        "when": when,
        "words": {
            "brand": _("Umeed"),
            "group": _("Group"),
            "for": _("Financial year") if year is not None else _("Month"),
            "opening": _("At the beginning"),
            "closing": _("At the end"),
            "day": _("Day"),
            "what": _("What"),
            "amount": _("Amount"),
            "balance": _("Then yours"),
            "month": _("Month"),
            "sold": _("Sold"),
            "back": _("Given back to buyers"),
            "paid": _("Sent to your bank"),
            "other": _("Other"),
            "nothing": _("Nothing happened in this time."),
            "about": _(
                "Amounts are in rupees. “Sold” is what is yours of the price: without GST, commission and"
                " taxes in your name. Below nought is what the group owes."
            ),
        },
        "opening": statement.opening,
        "closing": statement.closing,
        "rows": [_row(row) for row in statement.rows] if year is None else [],
        "months": [
            {
                "month": format_date(each.month, "F Y"),
                "opening": each.opening,
                "sold": each.sold,
                "back": each.back,
                "paid": each.paid,
                "other": each.other,
                "closing": each.closing,
            }
            for each in months
        ],
        "yearly": year is not None,
    }


def _row(row: Row) -> dict[str, object]:
    return {
        "day": _day(row.on),
        "what": kind_word(row.kind),
        "name": row.name,
        "note": row.narration,
        "parts": [{"what": part_word(part), "amount": amount} for part, amount in row.parts if part]
        if len(row.parts) > 1
        else [],
        "amount": row.amount,
        "balance": row.balance,
    }


def _day(on: date) -> str:
    return format_date(on, "j M Y")
