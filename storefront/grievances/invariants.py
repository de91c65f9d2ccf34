"""What must be true of grievances at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable
from typing import Final

from django.db import connection
from django.db.models import Exists, OuterRef

from storefront.grievances.models import Grievance, GrievanceMessage
from storefront.grievances.states import Author

LISTED_MAX: Final = 100
_HOLES = """
SELECT c.series, c.last, count(g.id), coalesce(max(right(g.number, 6)::int), 0)
  FROM shop_grievances_grievancecounter c
  LEFT JOIN shop_grievances_grievance g ON left(g.number, 5) = c.series
 GROUP BY c.series, c.last
HAVING count(g.id) <> c.last OR coalesce(max(right(g.number, 6)::int), 0) <> c.last
"""


def _holes() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_HOLES)
        return [
            f"series {series}: {last} numbers were given, {many} grievances are there, the highest is {top}"
            for series, last, many, top in cursor.fetchall()
        ]


def _unacknowledged() -> list[str]:
    said = GrievanceMessage.objects.filter(grievance=OuterRef("pk"), author=Author.SYSTEM)
    silent = Grievance.objects.filter(~Exists(said)).order_by("pk")
    return [f"{grievance}: its receipt was never told" for grievance in silent[:LISTED_MAX]]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("the numbers of grievances have no hole", _holes),
        ("every grievance's receipt was told at once", _unacknowledged),
    )
