"""The inspector sets day and hours of a visit."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from certification.inspection.errors import BadPlan, VisitClosed
from certification.inspection.models import Visit
from certification.inspection.selectors import visit_of_hers
from certification.inspection.states import VisitState
from jkrlm.people.facade import User, audit

MINUTES: Final = range(15, 601)
_AHEAD_MAX: Final = timedelta(days=366)


def plan_visit(*, number: int, planned_for: datetime, minutes: int, by: User, now: datetime) -> Visit:
    """
    Set when a visit is to be. Visits that clash with it are shown, not refused: she knows the roads.

    Raises:
        VisitUnknown: another inspector's, or none.
        VisitClosed: its report has come.
        BadPlan: a day in the past or more than a year ahead; hours that no visit takes.
    """
    if planned_for < now - timedelta(hours=12) or planned_for > now + _AHEAD_MAX:
        raise BadPlan("Give a day from today on, within a year.", field="planned_for")
    if minutes not in MINUTES:
        raise BadPlan("A visit takes between 15 minutes and 10 hours.", field="minutes")
    with transaction.atomic():
        visit = visit_of_hers(number, by, lock=True)
        if visit.state != VisitState.OPEN:
            raise VisitClosed("This visit is closed. Nothing was changed.")
        before: dict[str, object] = {
            "planned_for": visit.planned_for.isoformat() if visit.planned_for else ""
        }
        visit.planned_for, visit.minutes = planned_for, minutes
        visit.save(update_fields=("planned_for", "minutes"))
        audit(
            actor=by,
            verb="cert.visit.plan",
            target=f"visit {visit.pk} of {visit.case_number}",
            before=before,
            after={"planned_for": planned_for.isoformat(), "minutes": minutes},
        )
    return visit
