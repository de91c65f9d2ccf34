"""What else is in the hall besides stalls."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from exhibitions.plan.errors import BadPlan, ExhibitionUnknown
from exhibitions.plan.models import Area
from exhibitions.plan.services.common import is_done, locked, touch, words
from jkrlm.people.facade import User, audit


@dataclass(frozen=True, slots=True)
class AreaWish:
    """In metres from the corner above left; without a size it is only written there."""

    name: str
    x: Decimal
    y: Decimal
    width: Decimal = Decimal(0)
    height: Decimal = Decimal(0)
    name_hi: str = ""
    name_ur: str = ""


def add_area(*, code: str, wish: AreaWish, key: str, by: User, now: datetime) -> None:
    """
    Draw a stage, a desk, water.

    Raises:
        ExhibitionUnknown, MoveRefused; BadPlan: outside the hall, or there by this name already.
    """
    name = words(wish.name, 60, field="name", what=_("Say what it is, such as Information desk."))
    try:
        with transaction.atomic():
            row = locked(code)
            if is_done(row, key=key, verb="area", now=now):
                return
            if wish.x + wish.width > row.hall_width or wish.y + wish.height > row.hall_depth:
                raise BadPlan(_("There it would stand outside the hall."), field="x")
            Area.objects.create(
                exhibition=row,
                name=name,
                name_hi=wish.name_hi.strip()[:60],
                name_ur=wish.name_ur.strip()[:60],
                x=wish.x,
                y=wish.y,
                width=wish.width,
                height=wish.height,
            )
            touch(row, now=now)
            audit(actor=by, verb="exhibitions.area", target=f"exhibition {row.code}", after={"area": name})
    except IntegrityError as twice:
        raise BadPlan(_("It is on the map already."), field="name") from twice


@transaction.atomic
def drop_area(*, code: str, area_id: int, by: User, now: datetime) -> None:
    """Take it off the map. Raises ExhibitionUnknown, MoveRefused."""
    row = locked(code)
    area = row.areas.filter(pk=area_id).first()
    if area is None:
        raise ExhibitionUnknown(_("There is no such place in the hall."))
    area.delete()
    touch(row, now=now)
    audit(actor=by, verb="exhibitions.area-gone", target=f"exhibition {row.code}", before={"area": area.name})
