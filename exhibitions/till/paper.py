"""
A till's day on paper: what was sold, what the cash should be and was, pieces counted, and two signatures.
"""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.db.models import Count, QuerySet, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

import exhibitions.plan.facade as plan
from exhibitions.till.models import Bill, TillDay
from exhibitions.till.payload import DENOMINATIONS
from jkrlm.kernel.clock import INDIA
from jkrlm.people.facade import names_of
from media.facade import pdf
from sellers.tax.facade import till_code

_TEMPLATE: Final = Path(__file__).parent / "documents" / "day.typ"


def day_pdf(day: TillDay, language: str) -> bytes:
    """Return the shift report of a day, for its cashier to sign; the same day gives the same bytes."""
    with override(language):
        return pdf(_TEMPLATE, _data(day, language), language=language)


def _data(day: TillDay, language: str) -> dict[str, Any]:
    fair = plan.exhibition(day.till.exhibition)
    bills = Bill.objects.filter(till=day.till, entry__seq__gt=day.opened.seq)
    if day.closed is not None:
        bills = bills.filter(entry__seq__lt=day.closed.seq)
    return {
        "title": _("Day of till %(till)s") % {"till": till_code(day.till.number)},
        "code": f"{fair.code} {till_code(day.till.number)}",
        "about": [
            [_("Exhibition"), fair.names.get(language) or fair.name],
            [_("Day"), date_format(day.day, "j F Y")],
            [_("Till"), day.till.label],
            [_("Opened"), _at(day, "opened_at", "opened_by")],
            [_("Closed"), _at(day, "closed_at", "closed_by")],
        ],
        "sums": [[name, _rupees(amount)] for name, amount in _sums(day)],
        "rows": _rows(bills),
        "heads": [_("Kind"), _("Bills"), _("Cash"), _("UPI"), _("Sum")],
        "pieces": {
            "opening": _pieces(day.opening_count),
            "closing": _pieces(day.closing_count),
        },
        "words": {
            "opening": _("Counted at opening"),
            "closing": _("Counted at closing"),
            "reason": _("Reason of the difference"),
            "cashier": _("Cashier"),
            "manager": _("Manager"),
        },
        "reason": day.reason or "–",
    }


def _at(day: TillDay, when: str, who: str) -> str:
    moment = getattr(day, when)
    if moment is None:
        return "–"
    actor = f"person:{getattr(day, who)}"
    return f"{moment.astimezone(INDIA):%H:%M}, {names_of([actor]).get(actor, actor)}"


def _sums(day: TillDay) -> tuple[tuple[str, Decimal], ...]:
    return (
        (_("Float"), day.till_float),
        (_("Cash taken"), day.cash_in),
        (_("Cash given back"), day.cash_out),
        (_("Expected"), day.expected),
        (_("Counted"), day.counted),
        (_("Difference"), day.difference),
    )


def _rows(bills: QuerySet[Bill]) -> list[list[str]]:
    found = []
    for name, is_return in ((_("Sales"), False), (_("Returns"), True)):
        sums = bills.filter(is_return=is_return).aggregate(
            n=Count("pk"), cash=Sum("cash"), upi=Sum("upi"), total=Sum("total")
        )
        amounts = [_rupees(sums[each] or Decimal(0)) for each in ("cash", "upi", "total")]
        found.append([name, str(sums["n"]), *amounts])
    return found


def _pieces(counted: Mapping[str, int]) -> list[list[str]]:
    return [
        [f"₹{each}", str(counted[each]), _rupees(Decimal(each) * counted[each])]
        for each in DENOMINATIONS
        if counted.get(each)
    ]


def _rupees(amount: Decimal) -> str:
    return f"₹{amount:,.2f}"
