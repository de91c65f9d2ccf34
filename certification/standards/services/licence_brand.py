"""Brand-use licences: given to a group for some time, ended early with a reason."""

from datetime import date, datetime

from django.db import transaction

from certification.standards.errors import (
    LicenceOverlaps,
    ReasonMissing,
    StandardRefusal,
    VersionUnknown,
    WrongState,
)
from certification.standards.models import BrandUse
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.locks import advisory_lock
from jkrlm.people.facade import User
from sellers.registry.facade import groups_by_code


def give_licence(
    *,
    group_code: str,
    valid_from: date,
    valid_until: date,
    key: str,
    by: User | None,
    now: datetime,
) -> BrandUse:
    """
    Let a group use the brand from a day until, not including, another; the same key twice is one licence.

    Raises:
        StandardRefusal: no such group, or days that make no sense; ``field`` says which.
        LicenceOverlaps: the group has one in those days.
    """
    code = group_code.strip().upper()
    if code not in groups_by_code([code]):
        raise StandardRefusal(f"There is no group {code or 'without a code'}.", field="group_code")
    if valid_until <= valid_from:
        raise StandardRefusal("It ends before it begins.", field="valid_until")
    with advisory_lock("standards.licences"), transaction.atomic():
        known = BrandUse.objects.filter(key=key).first()
        if known is not None:
            return known
        held = BrandUse.objects.filter(
            group_code=code, valid_from__lt=valid_until, valid_until__gt=valid_from
        ).first()
        if held is not None:
            raise LicenceOverlaps(
                f"{code} has {held.number}, until {held.valid_until:%-d %b %Y}. "
                "Begin on that day, or end it first.",
                field="valid_from",
            )
        return BrandUse.objects.create(
            number=f"JKRLM-BL-{BrandUse.objects.count() + 1:04d}",
            group_code=code,
            valid_from=valid_from,
            valid_until=valid_until,
            key=key,
            given_at=now,
            given_by=by,
        )


@transaction.atomic
def end_licence(*, number: str, reason: str, by: User, now: datetime) -> BrandUse:
    """
    End a licence today. Ending an ended one again changes nothing.

    Raises:
        VersionUnknown, ReasonMissing.
        WrongState: it is over by itself.
    """
    row = BrandUse.objects.select_for_update().filter(number=number).first()
    if row is None:
        raise VersionUnknown(f"There is no licence {number}.")
    if row.ended_at is not None:
        return row
    said = " ".join(reason.split())[:300]
    if not said:
        raise ReasonMissing("Say why it ends, in a sentence.", field="reason")
    today = local_date(now)
    if row.valid_until <= today:
        raise WrongState(f"{number} ended on {row.valid_until:%-d %b %Y} by itself.")
    row.valid_until = max(row.valid_from, today)
    row.ended_at, row.ended_by, row.end_reason = now, by, said
    row.save()
    return row
