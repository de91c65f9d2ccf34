"""How days are written for people, in pages and in mail alike; money as everywhere (kernel)."""

from datetime import date, datetime

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext

from jkrlm.kernel.clock import INDIA
from jkrlm.kernel.formats import indian_grouping, rupees

__all__ = ["day", "days", "indian_grouping", "moment", "rupees"]


def day(value: date) -> str:
    """Write a date as "Sat 28 Nov", in the reader's language."""
    return format_date(value, "D j M")


def moment(value: datetime) -> str:
    """Write an instant as "Sat 21 Nov, 6:40 p.m.", on the Indian clock."""
    return format_date(value.astimezone(INDIA), "D j M, P")


def days(first: date, last: date) -> str:
    """Write a span of dates: "Sat 28 Nov", "Sat 28 to Mon 30 Nov", "Mon 30 Nov to Wed 2 Dec"."""
    if first >= last:
        return day(last)
    same_month = (first.year, first.month) == (last.year, last.month)
    start = format_date(first, "D j") if same_month else day(first)
    return gettext("%(first)s to %(last)s") % {"first": start, "last": day(last)}
