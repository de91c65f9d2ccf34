"""What must be true of cases at any moment; ``manage.py check_invariants`` asks."""

from collections.abc import Callable
from typing import Final

from django.db import connection

from certification.cases.models import Case, CaseLine
from certification.cases.selectors.history import seal_of

LISTED_MAX: Final = 100
_BATCH: Final = 500


def _sealed() -> list[str]:
    """Each line of each history carries the seal of its words and of the line before."""
    faults: list[str] = []
    numbers = dict(Case.objects.values_list("pk", "number"))
    case_id, seal, seq = 0, "", 0
    for row in CaseLine.objects.order_by("case_id", "seq").iterator(_BATCH):
        if row.case_id != case_id:
            case_id, seal, seq = row.case_id, "", 0
        seq += 1
        true = row.seq == seq and row.previous == seal and row.seal == seal_of(row, numbers[case_id])
        if not true and len(faults) < LISTED_MAX:
            faults.append(f"line {row.seq} of case {numbers[case_id]} is not as it was written")
        seal = row.seal
    return faults


def _decided_by_others() -> list[str]:
    """Nobody decided a case that she evaluated."""
    return _named(
        "SELECT c.number FROM cert_cases_decisionrow d JOIN cert_cases_case c ON c.id = d.case_id "
        "WHERE EXISTS (SELECT 1 FROM cert_cases_evaluator e WHERE e.case_id = d.case_id "
        "AND e.user_id = d.decided_by_id AND e.at <= d.decided_at)",
        "case {} was decided by somebody who evaluated it",
    )


def _told() -> list[str]:
    """Each case is in the state that its history tells last."""
    return _named(
        "SELECT c.number FROM cert_cases_case c WHERE c.state IS DISTINCT FROM (SELECT l.state "
        "FROM cert_cases_caseline l WHERE l.case_id = c.id ORDER BY l.seq DESC LIMIT 1)",
        "case {} is in another state than its history tells",
    )


def _granted_by_a_decision() -> list[str]:
    """What is granted, sent back or refused was decided so in this round."""
    return _named(
        "SELECT c.number FROM cert_cases_case c WHERE c.state IN ('granted', 'partly-granted', 'returned', "
        "'refused') AND NOT EXISTS (SELECT 1 FROM cert_cases_decisionrow d WHERE d.case_id = c.id "
        "AND d.round = c.round AND CASE d.outcome WHEN 'grant' THEN 'granted' WHEN 'grant-part' "
        "THEN 'partly-granted' WHEN 'return' THEN 'returned' ELSE 'refused' END = c.state)",
        "nobody decided that case {} is as it is",
    )


def _named(sql: str, sentence: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY 1 LIMIT {LISTED_MAX}")
        return [sentence.format(number) for (number,) in cursor.fetchall()]


def invariants() -> tuple[tuple[str, Callable[[], list[str]]], ...]:
    """Return (sentence that must be true, function that lists what contradicts it)."""
    return (
        ("the histories of cases are sealed, line by line", _sealed),
        ("nobody decided a case that she evaluated", _decided_by_others),
        ("every case's state is the last of its history", _told),
        ("what is granted, sent back or refused was decided so", _granted_by_a_decision),
    )
