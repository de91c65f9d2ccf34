"""What visitors can see and do, and when."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from exhibitions.plan.errors import BadPlan, ExhibitionUnknown
from exhibitions.plan.models import ProgrammeItem
from exhibitions.plan.services.common import is_done, locked, words
from exhibitions.plan.states import OPEN_STATES, ExhibitionState, ProgrammeKind
from jkrlm.people.facade import User, audit

_CHANGES_IN: Final = (*OPEN_STATES, ExhibitionState.RUNNING)


@dataclass(frozen=True, slots=True)
class ItemWish:
    """Times are of India; ``where`` is a stage or a stall."""

    kind: ProgrammeKind
    day: date
    starts: time
    ends: time
    title: str
    title_hi: str = ""
    title_ur: str = ""
    where: str = ""


def add_item(*, code: str, wish: ItemWish, key: str, by: User, now: datetime) -> None:
    """
    Put something on the programme; a form that is sent again does nothing.

    Raises:
        ExhibitionUnknown, MoveRefused; BadPlan: another day, it ends before it begins, or it is there
        already.
    """
    title = words(wish.title, 120, field="title", what=_("Say what there is to see."))
    if wish.ends <= wish.starts:
        raise BadPlan(_("It ends before it begins."), field="ends")
    try:
        with transaction.atomic():
            row = locked(code, states=_CHANGES_IN)
            if not row.opens_on <= wish.day <= row.closes_on:
                raise BadPlan(_("The exhibition is not open on this day."), field="day")
            if is_done(row, key=key, verb="programme", now=now):
                return
            ProgrammeItem.objects.create(
                exhibition=row,
                kind=wish.kind,
                day=wish.day,
                starts=wish.starts,
                ends=wish.ends,
                title=title,
                title_hi=wish.title_hi.strip()[:120],
                title_ur=wish.title_ur.strip()[:120],
                where=wish.where.strip()[:80],
            )
            audit(
                actor=by,
                verb="exhibitions.programme",
                target=f"exhibition {row.code}",
                after={"item": title, "day": str(wish.day)},
            )
    except IntegrityError as twice:
        raise BadPlan(_("It is on the programme already."), field="title") from twice


@transaction.atomic
def drop_item(*, code: str, item_id: int, by: User) -> None:
    """Take something off the programme. Raises ExhibitionUnknown, MoveRefused."""
    row = locked(code, states=_CHANGES_IN)
    item = row.programme.filter(pk=item_id).first()
    if item is None:
        raise ExhibitionUnknown(_("There is no such item."))
    item.delete()
    audit(
        actor=by,
        verb="exhibitions.programme-gone",
        target=f"exhibition {row.code}",
        before={"item": item.title, "day": str(item.day)},
    )
