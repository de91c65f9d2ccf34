"""A case is assigned, or a new sample is wanted: the inspector has a visit to make."""

from datetime import datetime

from django.db import transaction

from certification.inspection.models import Visit
from certification.inspection.states import Purpose, VisitState


def keep_visit(
    *,
    case_number: str,
    inspector_id: int,
    now: datetime,
    purpose: Purpose = Purpose.INSPECTION,
    retest_of: str = "",
) -> Visit:
    """
    Return the open visit of a case, made now if there is none; handed on, it loses its day and hours.

    The same call again changes nothing.
    """
    with transaction.atomic():
        visit = (
            Visit.objects.select_for_update().filter(case_number=case_number, state=VisitState.OPEN).first()
        )
        if visit is None:
            return Visit.objects.create(
                case_number=case_number,
                inspector_id=inspector_id,
                purpose=purpose,
                retest_of=retest_of,
                created_at=now,
            )
        if visit.inspector_id != inspector_id:
            visit.inspector_id = inspector_id
            visit.planned_for = visit.taken_along_at = None
            visit.save(update_fields=("inspector", "planned_for", "taken_along_at"))
        return visit


def drop_visit(*, case_number: str) -> None:
    """Take the open visit of a case that needs none any more out of the inspector's day."""
    Visit.objects.filter(case_number=case_number, state=VisitState.OPEN).update(state=VisitState.DROPPED)
