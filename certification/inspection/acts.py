"""What an inspector reads and does, for others than the pages of visits. Here the clock is read."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from certification.inspection.contracts import AskedLine, GivenReport, VisitCard
from certification.inspection.facts import facts_of
from certification.inspection.models import Visit
from certification.inspection.selectors import Row, closed_visits, open_visits, rows_of, visit_of_hers
from certification.inspection.services.keep_photo import keep_photo as _keep_photo
from certification.inspection.services.plan_visit import plan_visit as _plan
from certification.inspection.services.send_report import send_report as _send
from jkrlm.kernel.clock import now
from jkrlm.people.facade import User


def visits(user: User, *, is_open: bool = True) -> tuple[VisitCard, ...]:
    """Return an inspector's own visits: those to be made, the next first, or the last thirty made."""
    return _cards(open_visits(user) if is_open else closed_visits(user))


def visit(number: int, user: User) -> VisitCard:
    """Return one of her own visits. Raises VisitUnknown."""
    (card,) = _cards(rows_of([_known(number, user)]))
    return card


def checklist(number: int, user: User) -> tuple[AskedLine, ...]:
    """Return what is looked at on one of her own visits. Raises VisitUnknown."""
    facts = facts_of(_known(number, user).case_number)
    return tuple(
        AskedLine(each.code, each.name, each.kind, each.unit, each.method, each.critical, each.limit)
        for each in facts.asked
    )


def plan_visit(number: int, planned_for: datetime, minutes: int, user: User) -> None:
    """Set day and hours. Raises VisitUnknown, VisitClosed, BadPlan."""
    _plan(number=number, planned_for=planned_for, minutes=minutes, by=user, now=now())


def keep_photo(number: int, file: UUID, data: bytes, code: str, user: User) -> None:
    """Keep a photograph ahead of the report. Raises VisitUnknown, VisitClosed, BadReport, PictureRefused."""
    _keep_photo(number=number, file=file, data=data, code=code[:60], by=user, now=now())


def send_report(number: int, given: GivenReport, user: User) -> None:
    """Take the report of a visit, once for its key. Raises as the service does."""
    _send(number=number, given=given, by=user, now=now())


def _known(number: int, user: User) -> Visit:
    return visit_of_hers(number, user)


def _cards(rows: Iterable[Row]) -> tuple[VisitCard, ...]:
    return tuple(
        VisitCard(
            id=each.visit.pk,
            case_number=each.visit.case_number,
            state=each.visit.state,
            purpose=each.visit.purpose,
            title=each.title,
            group_code=each.group.code,
            group_name=each.group.name,
            village=each.group.village,
            district=each.group.district,
            planned_for=each.visit.planned_for,
            minutes=each.visit.minutes,
            clashes=tuple(clash.words for clash in each.clashes),
        )
        for each in rows
    )
