"""The report in JKTPO's form, as PDF."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

import exhibitions.plan.facade as plan
from exhibitions.results.plots import beside
from exhibitions.results.reporting import Figures, Report, Row
from exhibitions.results.sheets import figure_rows
from jkrlm.kernel.formats import indian_grouping, rupees
from jkrlm.kernel.money import Money
from media.facade import pdf

_TEMPLATE: Final = Path(__file__).parent / "documents" / "report.typ"


def report_pdf(report: Report) -> bytes:
    """Return the report; the same books give the same bytes."""
    fair = report.fair
    sold = [_("Pieces"), _("Sales"), _("Share")]
    data = {
        "title": _("Report of the exhibition"),
        "name": fair.name,
        "code": fair.code,
        "about": f"{plan.days_words(fair.opens_on, fair.closes_on)} · {fair.venue}, {fair.town}",
        "figures": [[name, _text(value)] for name, value in figure_rows(report)[2:]],
        "days": {
            "title": _("By day"),
            "heads": [_("Day"), _("Visitors"), _("Bills"), _("Sales"), _("Leads")],
            "rows": [
                [
                    _text(each.day),
                    _text(each.visitors),
                    _text(each.bills),
                    _text(each.amount),
                    _text(each.leads),
                ]
                for each in report.days
            ],
        },
        "tables": [
            {"title": title, "heads": [head, *sold], "rows": _rows(rows)}
            for title, head, rows in (
                (_("By zone"), _("Zone"), report.zones),
                (_("By district"), _("District"), report.districts),
                (_("By craft"), _("Craft"), report.crafts),
                (_("By group"), _("Group"), report.groups),
            )
        ],
        "compared": {
            "title": _("Compared with earlier exhibitions"),
            "heads": [
                *(_("Exhibition"), _("Days"), _("Stalls"), _("Visitors"), _("Bills"), _("Turnover")),
                *(_("Average bill"), _("Leads")),
            ],
            "rows": [_compared(each) for each in (report.figures, *report.earlier)],
        },
        "beside": [{"title": each.title, "bars": each.bars} for each in beside(report)],
        "none": _("There is no earlier exhibition at this place or of this series."),
        "has_earlier": bool(report.earlier),
        "signed": [_("Exhibition manager"), _("Checked for JKTPO")],
    }
    return pdf(_TEMPLATE, data, language="en")


def _rows(rows: Iterable[Row]) -> list[list[str]]:
    return [
        [
            f"{each.name} · {each.note}" if each.note else each.name,
            _text(each.pieces),
            _text(each.amount),
            f"{each.share} %",
        ]
        for each in rows
    ]


def _compared(line: Figures) -> list[str]:
    return [
        f"{line.name} ({line.code})",
        str(line.days),
        f"{line.taken}/{line.offered}",
        _text(line.visitors),
        _text(line.bills),
        _text(line.turnover),
        _text(line.average),
        _text(line.leads),
    ]


def _text(value: object) -> str:
    if isinstance(value, Money):
        return rupees(value)
    if isinstance(value, date):
        return date_format(value, "j M Y")
    return indian_grouping(value) if isinstance(value, int) else str(value)
