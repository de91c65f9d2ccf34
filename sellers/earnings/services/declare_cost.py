"""A member says what making and selling cost her."""

from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money
from sellers.earnings.contracts import Actor
from sellers.earnings.errors import BadCost, CostUnknown, KeyReused
from sellers.earnings.models import DeclaredCost
from sellers.earnings.states import Cost

#: More than this in one line is a slip of the finger.
COST_MAX: Final = Money.from_minor_units(1_000_000_00, "INR")


def declare_cost(
    *, group_code: str, month: date, kind: Cost, amount: Money, key: str, by: Actor, now: datetime
) -> tuple[int, bool]:
    """
    Write a cost of a month; return its id and whether it stood already under this key.

    Raises:
        BadCost: no amount, one with a part of a paisa, too much, or a month that has not begun.
        KeyReused: the key says something else.
    """
    if not amount.amount > 0 or amount != amount.quantized():
        raise BadCost(_("Write how many rupees it was."), field="amount")
    if amount > COST_MAX:
        raise BadCost(_("That is more than can be written in one line."), field="amount")
    first = month.replace(day=1)
    if first > local_date(now):
        raise BadCost(_("This month has not begun."), field="month")
    wanted = {
        "person_id": by.person_id,
        "group_code": group_code,
        "month": first,
        "kind": kind,
        "amount": amount.amount,
    }
    try:
        with transaction.atomic():
            made = DeclaredCost.objects.create(
                **wanted, key=key, declared_by_id=by.user_id, on_behalf_of=by.on_behalf_of, declared_at=now
            )
    except IntegrityError:
        found = DeclaredCost.objects.filter(key=key).first()
        if found is None:
            raise
        if any(getattr(found, name) != value for name, value in wanted.items()):
            raise KeyReused from None
        return found.pk, True
    return made.pk, False


def withdraw_cost(*, cost_id: int, group_code: str, by: Actor, now: datetime) -> bool:
    """
    Take back a cost of hers, only of one group where that is given; return whether it was back already.

    Raises:
        CostUnknown.
    """
    with transaction.atomic():
        rows = DeclaredCost.objects.select_for_update().filter(pk=cost_id, person=by.person_id)
        found = (rows.filter(group_code=group_code) if group_code else rows).first()
        if found is None:
            raise CostUnknown
        if found.withdrawn_at is not None:
            return True
        found.withdrawn_at = now
        found.save(update_fields=["withdrawn_at"])
    return False
