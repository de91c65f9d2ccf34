"""At the gate: a pass is counted once, others are counted by a button."""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exhibitions.plan.errors import BadPlan, ExhibitionUnknown, PassUsed
from exhibitions.plan.models import GateCount, VisitorPass
from exhibitions.plan.services.common import locked
from exhibitions.plan.states import CountVia, ExhibitionState
from jkrlm.kernel.clock import INDIA
from jkrlm.people.facade import User

PEOPLE_MAX: Final = 50
_NAMESPACE: Final = UUID("6a7a4c0e-6c0f-4f4e-9a55-1f2d3c4b5a69")


def count_pass(*, code: str, said: str, by: User, now: datetime) -> VisitorPass:
    """
    Count the people of a pass; ``said`` is its token, its number, or the address its QR code holds.

    Raises:
        ExhibitionUnknown: no such exhibition, or no such pass at it; MoveRefused: it is not running.
        PassUsed: counted before; the message says when.
    """
    with transaction.atomic():
        row = locked(code, states=(ExhibitionState.RUNNING,))
        found = _found(row.pk, said)
        if found is None:
            raise ExhibitionUnknown(_("There is no pass with this code at this exhibition."), field="code")
        if found.counted_at is not None:
            when = date_format(found.counted_at.astimezone(INDIA), "j F, H:i")
            raise PassUsed(_("This pass was counted on %(when)s already.") % {"when": when}, field="code")
        found.counted_at, found.counted_by = now, by
        found.save(update_fields=("counted_at", "counted_by"))
        GateCount.objects.create(
            exhibition=row,
            key=uuid5(_NAMESPACE, found.token),
            via=CountVia.PASS,
            people=found.people,
            visitor_pass=found,
            at=now,
            by=by,
        )
    return found


def count_people(*, code: str, people: int, key: UUID, by: User, now: datetime) -> None:
    """
    Count visitors without a pass; below nought takes a mistake back. Sent again with its key, it counts once.

    Raises:
        ExhibitionUnknown, MoveRefused: it is not running; BadPlan: no number, or more than fifty at once.
    """
    if people == 0 or abs(people) > PEOPLE_MAX:
        raise BadPlan(_("From 1 to 50 at once."), field="people")
    with transaction.atomic():
        row = locked(code, states=(ExhibitionState.RUNNING,))
        if GateCount.objects.filter(key=key).exists():
            return
        if people < 0:
            counted = sum(row.counts.filter(via=CountVia.GATE).values_list("people", flat=True))
            if counted + people < 0:
                raise BadPlan(_("So many were not counted."), field="people")
        GateCount.objects.create(exhibition=row, key=key, via=CountVia.GATE, people=people, at=now, by=by)


def _found(exhibition_id: int, said: str) -> VisitorPass | None:
    """Find by number ("VP-00012" or "12"), else by token, which may stand at an address's end."""
    typed = said.strip().rstrip("/").replace("\x00", "")[:400]
    rows = VisitorPass.objects.select_for_update().filter(exhibition_id=exhibition_id)
    number = typed.upper().removeprefix("VP-")
    if number.isascii() and number.isdigit() and len(number) <= 8:
        return rows.filter(number=int(number)).first()
    return rows.filter(token=typed.rsplit("/", 1)[-1][:32]).first()
