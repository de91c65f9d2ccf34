"""What others read of cases. Here the clock is read; inside, the day is handed on."""

from collections.abc import Collection
from datetime import date

import certification.standards.facade as standards
from certification.cases.contracts import (
    Appeal,
    Candidate,
    Case,
    CaseFilter,
    CasePage,
    Complaint,
    Decision,
    Finding,
    HistoryLine,
    Interest,
    Planned,
    QueueCounts,
    Refusal,
)
from certification.cases.selectors import findings as _found
from certification.cases.selectors import history as _history
from certification.cases.selectors import impartial, rows
from certification.cases.selectors import queue as _queue
from certification.cases.services import appeals as _appeals
from jkrlm.kernel import clock
from jkrlm.people.facade import User


def candidates(number: str) -> tuple[Candidate, ...]:
    """Return the inspectors, those first who may evaluate the case. Raises CaseUnknown."""
    return impartial.candidates(rows.case_row(number), on=clock.today())


def may_evaluate(number: str, user: User) -> Refusal | None:
    """Return why she may not evaluate the case, None where she may. Raises CaseUnknown."""
    return impartial.may_evaluate(rows.case_row(number), user)


def may_decide(number: str, user: User) -> Refusal | None:
    """Return why she may not decide the case, None where she may. Raises CaseUnknown."""
    return impartial.may_decide(rows.case_row(number), user)


def may_answer_appeal(number: str, user: User) -> Refusal | None:
    """Return why she may not answer an appeal of the case, None where she may. Raises CaseUnknown."""
    return impartial.may_answer_appeal(rows.case_row(number), user)


def interests(user_ids: Collection[int] | None = None) -> tuple[Interest, ...]:
    """Return what is declared now; of everybody without ids."""
    return impartial.interests(user_ids)


def findings(number: str) -> tuple[Finding, ...]:
    """Return all that was found, in order. Raises CaseUnknown."""
    return _found.findings(rows.case_row(number).pk)


def assessment(number: str) -> standards.Assessment:
    """Return how what was found stands to the standard: lines, grade, why. Raises CaseUnknown."""
    row = rows.case_row(number)
    return _found.assessment(row.pk, row.version_id)


def decisions(number: str) -> tuple[Decision, ...]:
    """Return the decisions of a case, the first one first. Raises CaseUnknown."""
    row = rows.case_row(number)
    return rows.decisions_of([row.pk]).get(row.pk, ())


def why_no_appeal(number: str) -> str:
    """Return why a decision cannot be appealed now; empty where it can. Raises CaseUnknown."""
    return _appeals.why_no_appeal(rows.case_row(number), clock.now())


def appeals(number: str | None = None, *, open_only: bool = False) -> tuple[Appeal, ...]:
    """Return the appeals of a case, or of all. Raises CaseUnknown."""
    case_id = rows.case_row(number).pk if number is not None else None
    return _history.appeals(case_id=case_id, open_only=open_only)


def complaints(number: str | None = None, *, open_only: bool = False) -> tuple[Complaint, ...]:
    """Return the complaints about a case, or all. Raises CaseUnknown."""
    case_id = rows.case_row(number).pk if number is not None else None
    return _history.complaints(case_id=case_id, open_only=open_only)


def calendar(number: str | None = None) -> tuple[Planned, ...]:
    """Return what a certificate has before it, or all of them. Raises CaseUnknown."""
    return _history.calendar(case_id=rows.case_row(number).pk if number is not None else None)


def history(number: str) -> tuple[HistoryLine, ...]:
    """Return what happened to a case, newest first, each line with whether its seal is true."""
    return _history.history(rows.case_row(number))


def cases(wanted: CaseFilter | None = None, *, page: int = 1) -> CasePage:
    """Return a page of the queue, those due first at the top. Two queries."""
    return _queue.queue(wanted or CaseFilter(), page=page, today=clock.today())


def cases_after(
    wanted: CaseFilter, *, most: int, after: tuple[int, date, int] | None = None
) -> tuple[tuple[tuple[tuple[int, date, int], Case], ...], bool]:
    """
    Return what follows a place in the queue, and whether there is more. One query.

    A place is (1 where the clock stands, due day, id): what came meanwhile moves nothing.
    """
    found = _queue.after(wanted, most=most + 1, place=after, today=clock.today())
    told = tuple((_queue.place_of(row), rows.contract(row)) for row in found[:most])
    return told, len(found) > most


def every_case(wanted: CaseFilter) -> tuple[Case, ...]:
    """Return all of the queue that fits, for the list to download. One query."""
    return rows.contracts(_queue.every(wanted, today=clock.today()))


def queue_counts(users: tuple[int, ...]) -> QueueCounts:
    """Return the numbers at the top of the queue; ``users`` are whom "mine" stands for. One query."""
    return _queue.counts(users=users, today=clock.today(), now=clock.now())


def facets() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the kinds and the districts of what waits. One query."""
    return _queue.facets()
