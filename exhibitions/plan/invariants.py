"""What must be true of exhibitions at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable
from typing import Final

from django.db import connection

LISTED_MAX: Final = 100

_MOVES: Final = """
SELECT e.code, e.state, coalesce(m.to_state, 'draft') FROM exhibitions_plan_exhibition e
  LEFT JOIN LATERAL (SELECT to_state FROM exhibitions_plan_exhibitionmove
                      WHERE exhibition_id = e.id ORDER BY id DESC LIMIT 1) m ON true
 WHERE e.state <> coalesce(m.to_state, 'draft') ORDER BY e.code LIMIT %s
"""
_PASSES: Final = """
SELECT p.token, p.people, c.people FROM exhibitions_plan_visitorpass p
  LEFT JOIN exhibitions_plan_gatecount c ON c.visitor_pass_id = p.id
 WHERE (p.counted_at IS NULL) <> (c.id IS NULL) OR c.people <> p.people ORDER BY p.id LIMIT %s
"""


def _rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [LISTED_MAX])
        return list(cursor.fetchall())


def _moves() -> list[str]:
    return [f"exhibition {code} is {state}, its last move says {said}" for code, state, said in _rows(_MOVES)]


def _passes() -> list[str]:
    return [
        f"a pass for {people} counts {counted or 0} at the gate" for _token, people, counted in _rows(_PASSES)
    ]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("every exhibition is in the state that its last move says", _moves),
        ("a visitor pass is counted with its people, or not at all", _passes),
    )
