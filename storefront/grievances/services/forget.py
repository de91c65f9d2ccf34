"""Personal data of grievances that ended long ago."""

from datetime import datetime

from django.db import transaction

from media.facade import let_files_go
from storefront.grievances import rules
from storefront.grievances.models import Grievance, GrievanceMessage
from storefront.grievances.states import GrievanceState


@transaction.atomic
def forget_old(*, now: datetime) -> int:
    """
    Wipe names, contacts, words and photographs; number, kind, days and outcome stay for the figures.

    Return how many. Nightly, repeatable.
    """
    due = Grievance.objects.filter(
        state=GrievanceState.CLOSED, forgotten_at=None, closed_at__lt=now - rules.KEPT
    )
    ids = list(due.values_list("pk", flat=True)[:500])
    said = GrievanceMessage.objects.filter(grievance__in=ids)
    keys = [key for photos in said.values_list("photos", flat=True) for key in photos]
    said.update(words="", photos=[])
    let_files_go(keys)
    return int(
        Grievance.objects.filter(pk__in=ids).update(
            name="",
            email="",
            phone="",
            reference="",
            resolution="",
            access=None,
            person_id=None,
            forgotten_at=now,
        )
    )
