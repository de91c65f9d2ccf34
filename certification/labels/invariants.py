"""What must be true of labels at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable
from typing import Final

from django.db import connection

LISTED_MAX: Final = 100

_COUNTED: Final = """
SELECT c.certificate_number, c.attached, count(l.id) FILTER (WHERE l.state = 'attached') AS there
  FROM cert_labels_coverage c
  LEFT JOIN cert_labels_batch b ON b.coverage_id = c.id
  LEFT JOIN cert_labels_label l ON l.batch_id = b.id
 GROUP BY c.id HAVING c.attached <> count(l.id) FILTER (WHERE l.state = 'attached')
 ORDER BY c.certificate_number LIMIT %s
"""
_HISTORY: Final = """
SELECT l.code, l.state, coalesce(h.state, 'printed')
  FROM cert_labels_label l
  LEFT JOIN LATERAL (
       SELECT state FROM cert_labels_labelchange WHERE label_id = l.id ORDER BY id DESC LIMIT 1
  ) h ON true
 WHERE l.state <> coalesce(h.state, 'printed')
 ORDER BY l.id LIMIT %s
"""
_WHOLE: Final = """
SELECT b.id, b.made, count(l.id) FROM cert_labels_batch b LEFT JOIN cert_labels_label l ON l.batch_id = b.id
 GROUP BY b.id HAVING b.made <> count(l.id) ORDER BY b.id LIMIT %s
"""


def _rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [LISTED_MAX])
        return list(cursor.fetchall())


def _counted() -> list[str]:
    return [
        f"certificate {number}: {counted} labels counted, {there} on pieces"
        for number, counted, there in _rows(_COUNTED)
    ]


def _history() -> list[str]:
    return [f"label {code}: {state}, its history ends {last}" for code, state, last in _rows(_HISTORY)]


def _whole() -> list[str]:
    return [f"batch {number}: {said} made, {there} there" for number, said, there in _rows(_WHOLE)]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("of every certificate, as many labels are counted as are on pieces", _counted),
        ("every label's state is the last of its history", _history),
        ("every batch has the labels that it says", _whole),
    )
