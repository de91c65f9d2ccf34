"""Reads of the bank's answers."""

from decimal import Decimal
from typing import Final

from django.db.models import Count, Sum

from sellers.payouts.errors import NotHere
from sellers.payouts.models import ResultFault, ResultFile, ResultRow

SHOWN: Final = 200


def result_file(number: int) -> ResultFile:
    """
    Return a file. One query.

    Raises:
        NotHere.
    """
    found = ResultFile.objects.select_related("taken_by", "applied_by").filter(pk=number).first()
    if found is None:
        raise NotHere("There is no such file.")
    return found


def faults(number: int, *, most: int | None = SHOWN) -> list[ResultFault]:
    rows = ResultFault.objects.filter(result_id=number).order_by("row", "id")
    return list(rows[:most] if most is not None else rows)


def rows(number: int, *, most: int = SHOWN) -> list[ResultRow]:
    return list(ResultRow.objects.filter(result_id=number).order_by("row")[:most])


def parts(number: int) -> list[tuple[str, int, Decimal]]:
    """Return (outcome, how many, of how much). One query."""
    found = ResultRow.objects.filter(result_id=number).values("outcome")
    return [
        (row["outcome"], row["count"], row["total"])
        for row in found.annotate(count=Count("id"), total=Sum("amount")).order_by("outcome")
    ]
