"""A sample was taken on a visit: it gets its sealed code, and its chain of custody begins."""

import uuid
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from certification.laboratory.models import CustodyStep, Sample
from certification.laboratory.rules import new_code
from certification.laboratory.states import Holder, SampleState


@transaction.atomic
def take_in(
    *,
    origin: str,
    case_number: str,
    version_id: int,
    seal: str,
    quantity: Decimal,
    unit: str,
    taken_by_id: int,
    taken_at: datetime,
    now: datetime,
    retest_of: Sample | None = None,
) -> Sample:
    """Return the sample of an origin, made now if it is not there; the same origin again changes nothing."""
    found = Sample.objects.filter(origin=origin).first()
    if found is not None:
        return found
    sample = Sample.objects.create(
        code=free_code(),
        origin=origin,
        case_number=case_number,
        version_id=version_id,
        seal=seal,
        quantity=quantity,
        unit=unit,
        retest_of=retest_of,
        taken_by_id=taken_by_id,
        taken_at=taken_at,
        state=SampleState.SEALED,
        changed_at=now,
        changed_by_id=taken_by_id,
    )
    CustodyStep.objects.create(
        sample=sample,
        position=1,
        key=uuid.uuid5(uuid.NAMESPACE_OID, f"custody {origin}"),
        giver="",
        holder=Holder.INSPECTOR,
        at=taken_at,
        by_id=taken_by_id,
        seal_intact=True,
        note="Taken and sealed on the visit",
    )
    return sample


def free_code() -> str:
    """Return a code that no sample has."""
    while True:
        code = new_code()
        if not Sample.objects.filter(code=code).exists():
            return code
