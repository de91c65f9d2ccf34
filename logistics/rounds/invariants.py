"""What must be true of rounds at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable
from typing import Final

from django.db import connection

LISTED_MAX: Final = 100

_LOADS: Final = """
SELECT r.code, r.grams, coalesce(sum(s.grams), 0) FROM logistics_rounds_round r
  LEFT JOIN logistics_rounds_stop s ON s.round_id = r.id
 GROUP BY r.id HAVING r.grams <> coalesce(sum(s.grams), 0) ORDER BY r.code LIMIT %s
"""
_LIVE: Final = """
SELECT p.parcel_code, r.code, r.state FROM logistics_rounds_stopparcel p
  JOIN logistics_rounds_stop s ON s.id = p.stop_id JOIN logistics_rounds_round r ON r.id = s.round_id
 WHERE p.is_live AND (r.state <> 'accepted'
       OR EXISTS (SELECT 1 FROM logistics_rounds_visit v WHERE v.stop_id = s.id))
 ORDER BY p.parcel_code LIMIT %s
"""


def _rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [LISTED_MAX])
        return list(cursor.fetchall())


def _loads() -> list[str]:
    return [f"round {code}: {grams} g loaded, its stops have {held} g" for code, grams, held in _rows(_LOADS)]


def _live() -> list[str]:
    return [
        f"parcel {parcel} is claimed by round {code}, which is {state}"
        for parcel, code, state in _rows(_LIVE)
    ]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("every round loads what its stops have", _loads),
        ("a parcel is claimed only by a stop that is still to be driven", _live),
    )
