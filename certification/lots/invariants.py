"""What must be true of lots at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable
from typing import Final

from django.db import connection

LISTED_MAX: Final = 100

_COUNTED: Final = """
SELECT l.number, l.assigned, coalesce(sum(a.quantity - a.released), 0) AS held
  FROM cert_lots_lot l LEFT JOIN cert_lots_assignment a ON a.lot_id = l.id
 GROUP BY l.id HAVING l.assigned <> coalesce(sum(a.quantity - a.released), 0)
 ORDER BY l.number LIMIT %s
"""
_RELEASED: Final = """
SELECT a.order_code, a.line_ref, a.released, coalesce(sum(r.quantity), 0)
  FROM cert_lots_assignment a LEFT JOIN cert_lots_release r ON r.assignment_id = a.id
 GROUP BY a.id HAVING a.released <> coalesce(sum(r.quantity), 0)
 ORDER BY a.order_code LIMIT %s
"""


def _rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [LISTED_MAX])
        return list(cursor.fetchall())


def _counted() -> list[str]:
    return [f"lot {number}: {counted} counted, {held} in orders" for number, counted, held in _rows(_COUNTED)]


def _released() -> list[str]:
    return [
        f"order {code}, line {line}: {counted} given back, {written} written down"
        for code, line, counted, written in _rows(_RELEASED)
    ]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("of every lot, what is counted as assigned is what orders hold of it", _counted),
        ("of every assignment, what came back was written down piece by piece", _released),
    )
