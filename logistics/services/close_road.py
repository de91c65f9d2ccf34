"""Say that a road is closed, that it opens again, or that it stays closed for longer."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.dated import Standing
from jkrlm.people.facade import User, audit
from logistics.errors import ClosureOver
from logistics.models import RateChange, RoadClosure


@dataclass(frozen=True, slots=True)
class ClosureWish:
    """
    ``days_added`` is None where nothing moves; ``ends`` None: until further notice. ``carrier`` and
    ``service`` as the rate cards write them, empty for all; with one, prefix and district may be empty:
    everywhere.
    """

    prefix: str
    district: str
    only_crossing: bool
    begins: date
    ends: date | None
    days_added: int | None
    reason: str
    carrier: str = ""
    service: str = ""


def close_road(
    *, wish: ClosureWish, key: str, by: User, now: datetime, instead_of: int | None = None
) -> RoadClosure:
    """
    Enter a closure, or one instead of another, and record ``RoadClosed``: what was promised is looked through
    by who keeps the promises. The same key enters one.

    Raises:
        ClosureOver: what it should replace was lifted or replaced already.
    """
    with transaction.atomic():
        replaced = RoadClosure.objects.select_for_update().filter(pk=instead_of or 0).first()
        known = RoadClosure.objects.filter(key=key).first()
        if known is not None:
            return known
        if instead_of is not None:
            _lift(replaced, now)
        made = RoadClosure.objects.create(
            key=key,
            prefix=wish.prefix,
            district=wish.district,
            only_crossing=wish.only_crossing,
            begins=wish.begins,
            ends=wish.ends,
            days_added=wish.days_added,
            reason=wish.reason,
            carrier=wish.carrier,
            service=wish.service,
            replaces_id=instead_of,
            valid_from=local_date(now),
            status=Standing.CONFIRMED,
            source=f"entered by person {by.pk}",
        )
        said = {name: str(getattr(wish, name)) for name in ClosureWish.__dataclass_fields__}
        _note(made, key, "close", said, wish.reason, by, now)
        outbox.record("RoadClosed", {"closure": made.pk})
    return made


def lift_closure(*, closure_id: int, reason: str, key: str, by: User, now: datetime) -> None:
    """
    The road is open again: new promises no longer count it. What was promised later stays so; it may come
    sooner.

    Raises:
        ClosureOver: it was lifted or replaced already.
    """
    with transaction.atomic():
        row = RoadClosure.objects.select_for_update().filter(pk=closure_id).first()
        if RateChange.objects.filter(key=key).exists():
            return
        _lift(row, now)
        assert row is not None
        _note(row, key, "lift", {}, reason, by, now)


def _lift(row: RoadClosure | None, now: datetime) -> None:
    if row is None or row.lifted_at is not None:
        raise ClosureOver(_("This closure is over already."))
    row.lifted_at = now
    row.save(update_fields=["lifted_at"])


def _note(
    row: RoadClosure, key: str, what: str, after: dict[str, str], reason: str, by: User, now: datetime
) -> None:
    RateChange.objects.create(
        key=key,
        table="closures",
        row=row.pk,
        after={"what": what, **after},
        reason=reason,
        at=now,
        actor=f"person:{by.pk}",
    )
    audit(
        actor=by, verb=f"closure.{what}", target=f"road closure {row.pk}", after={"reason": reason, **after}
    )
