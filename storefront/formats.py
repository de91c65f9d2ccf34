"""How money and days are written for people, in pages and in mail alike."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext

from jkrlm.kernel.clock import INDIA
from jkrlm.kernel.money import Money, fraction_digits

SYMBOLS = {"INR": "₹", "USD": "$"}


def indian_grouping(whole: int) -> str:
    """Group the digits of a whole number the Indian way: 12,34,567."""
    digits = str(abs(whole))
    head, groups = digits[:-3], [digits[-3:]]
    while head:
        head, group = head[:-2], head[-2:]
        groups.insert(0, group)
    return ("−" if whole < 0 else "") + ",".join(groups)


def rupees(amount: Money | Decimal | int, *, paise: bool = False) -> str:
    """
    Write an amount in Indian grouping: ₹1,25,000; paise only where there are any, or always if asked.

    A bare number is taken as rupees; other currencies carry their sign or ISO 4217 code. Rounded
    half-even to the smallest unit.
    """
    money = amount if isinstance(amount, Money) else Money(Decimal(amount), "INR")
    exact = money.quantized().amount
    whole, _, fraction = f"{abs(exact):.{fraction_digits(money.currency)}f}".partition(".")
    shown = f".{fraction}" if fraction and (paise or fraction.strip("0")) else ""
    sign = "−" if exact < 0 else ""
    return f"{sign}{SYMBOLS.get(money.currency, money.currency + ' ')}{indian_grouping(int(whole))}{shown}"


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
