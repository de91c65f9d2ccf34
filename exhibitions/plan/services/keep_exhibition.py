"""An exhibition is planned, changed, or copied from an earlier one."""

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

import logistics.places.facade as places
from exhibitions.plan.contracts import ELSEWHERE, ExhibitionWish
from exhibitions.plan.errors import BadPlan, PlanChanged
from exhibitions.plan.models import Area, Exhibition, ProgrammeItem, Stall, StallPrice, Task, TeamMember, Zone
from exhibitions.plan.services.common import check_deferred, is_done, locked
from exhibitions.plan.states import OPEN_STATES, Duty, ExhibitionState
from exhibitions.plan.template import TASKS
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.people.facade import User, audit
from logistics.facade import HOME_STATE, PincodeUnknown, place

CODE: Final = re.compile(r"[A-Z0-9]{2,}(-[A-Z0-9]+)*")
DAYS_MAX: Final = 45
DISCOUNT_MAX: Final = 50
FLOAT_MAX: Final = 50_000
RETURN_DAYS_MAX: Final = 30
HALL: Final = (Decimal(3), Decimal(500))
#: What may change once it runs: it may go on for a day more, or close a day early.
_CHANGES_WHILE_RUNNING: Final = {
    *("closes_on", "closes_at", "cashiers_discount_percent", "till_float"),
    *("about", "about_hi", "about_ur", "directions", "directions_hi", "directions_ur"),
}


def make_exhibition(*, wish: ExhibitionWish, key: str, by: User, now: datetime) -> Exhibition:
    """
    Plan an exhibition: a draft with its place, its planner as manager and the tasks of a fair by their days.

    Raises:
        BadPlan: ``field`` says what to mend.
    """
    wish = _checked(wish)
    known = Exhibition.objects.filter(key=key).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            row = Exhibition(key=key, made_at=now, changed_at=now)
            _write(row, wish)
            row.slug = _slug(wish)
            row.place_code = f"exhibition-{row.code.lower()}"
            row.save(force_insert=True)
            _keep_place(row, key=key, by=by)
            TeamMember.objects.create(
                exhibition=row, user=by, duty=Duty.MANAGER, since=row.opens_on, until=row.closes_on
            )
            _tasks(row)
            audit(actor=by, verb="exhibitions.plan", target=f"exhibition {row.code}", after=_said(wish))
    except IntegrityError as taken:
        twice = Exhibition.objects.filter(key=key).first()  # the same form sent twice at one moment
        if twice is not None:
            return twice
        if "code" in str(taken) or "slug" in str(taken):
            raise BadPlan(
                _("There is an exhibition with this code or name already."), field="code"
            ) from taken
        raise
    return row


def change_exhibition(
    *, code: str, wish: ExhibitionWish, version: int, key: str, by: User, now: datetime
) -> Exhibition:
    """
    Change an exhibition as it was at ``version``. Announced, its code and address on the web stay; running,
    it may be prolonged. Its team and what is to be done move with its days.

    Raises:
        ExhibitionUnknown, MoveRefused: it is over.
        PlanChanged: somebody changed it meanwhile.
        BadPlan: ``field`` says what to mend.
    """
    wish = _checked(wish)
    try:
        with transaction.atomic():
            row = locked(code, states=(*OPEN_STATES, ExhibitionState.RUNNING))
            if is_done(row, key=key, verb="change", now=now):
                return row
            if row.version != version:
                raise PlanChanged(_("Somebody else changed it meanwhile. Look at it again, then send."))
            if row.state != ExhibitionState.DRAFT and wish.code != row.code:
                raise BadPlan(_("It was announced: its code stays."), field="code")
            _check_running(row, wish, today=local_date(now))
            before, days = _said(wish_of(row)), (row.opens_on, row.closes_on)
            _write(row, wish)
            row.version += 1
            row.changed_at = now
            row.save()
            _keep_place(row, key=f"{key}:place"[:64], by=by)
            if days != (row.opens_on, row.closes_on):
                _move_days(row, *days)
            check_deferred()
            after = _said(wish)
            changed = [name for name in after if before[name] != after[name]]
            audit(
                actor=by,
                verb="exhibitions.change",
                target=f"exhibition {row.code}",
                before={name: before[name] for name in changed},
                after={name: after[name] for name in changed},
            )
    except IntegrityError as refused:
        raise _said_by_database(refused) from refused
    return row


def _check_running(row: Exhibition, wish: ExhibitionWish, *, today: date) -> None:
    if row.state != ExhibitionState.RUNNING:
        return
    for name in ExhibitionWish.__dataclass_fields__:
        if name not in _CHANGES_WHILE_RUNNING and getattr(row, name) != getattr(wish, name):
            raise BadPlan(_("It is running: this stays as it is."), field=name)
    if wish.closes_on < today:
        raise BadPlan(_("It is running today: its last day cannot be over."), field="closes_on")


def _move_days(row: Exhibition, opened: date, closed: date) -> None:
    """
    Who was there on the first or the last day is there on the new one; other days move with the first.
    Once it was announced, ExhibitionDaysChanged tells the others.
    """
    if row.state != ExhibitionState.DRAFT:
        said = {"opens_on": row.opens_on.isoformat(), "closes_on": row.closes_on.isoformat()}
        outbox.record("ExhibitionDaysChanged", {"exhibition": row.code, **said})
    first, last = row.opens_on - opened, row.closes_on - closed

    def moved(day: date) -> date:
        return day + (last if day >= closed else first)

    for member in row.team.select_for_update():
        since = moved(member.since) if member.since != opened else row.opens_on
        TeamMember.objects.filter(pk=member.pk).update(since=since, until=max(since, moved(member.until)))
    for task in row.tasks.select_for_update().filter(done_at=None):
        Task.objects.filter(pk=task.pk).update(due_on=moved(task.due_on))


def copy_exhibition(
    *, source: str, code: str, name: str, opens_on: date, key: str, by: User, now: datetime
) -> Exhibition:
    """
    Plan a new exhibition like an earlier one: hall, zones, stalls, prices, programme and tasks, on other
    days. Who stood where, and its team besides its planner, are not taken over.

    Raises:
        ExhibitionUnknown: no such exhibition to copy. BadPlan: code, name or day cannot be.
    """
    with transaction.atomic():
        old = locked(source, states=tuple(ExhibitionState))
        known = Exhibition.objects.filter(key=key).first()
        if known is not None:
            return known
        shift = opens_on - old.opens_on
        wish = replace(
            wish_of(old),
            code=code,
            name=name,
            name_hi="",
            name_ur="",
            opens_on=opens_on,
            closes_on=old.closes_on + shift,
            apply_by=old.apply_by + shift,
            is_sample=False,
        )
        row = make_exhibition(wish=wish, key=key, by=by, now=now)
        row.copied_from = old
        row.save(update_fields=("copied_from",))
        for zone in old.zones.order_by("pk"):
            _copy_zone(zone, row)
        areas = list(old.areas.order_by("pk"))
        for area in areas:
            area.pk, area.exhibition = None, row
        Area.objects.bulk_create(areas)
        items = [(item, item.day + shift) for item in old.programme.order_by("pk")]
        for item, day in items:
            item.pk, item.exhibition, item.day = None, row, day
        ProgrammeItem.objects.bulk_create(item for item, _day in items)
        Task.objects.filter(exhibition=row).delete()
        Task.objects.bulk_create(
            Task(exhibition=row, title=task.title, due_on=task.due_on + shift)
            for task in old.tasks.order_by("pk")
        )
    return row


def _copy_zone(zone: Zone, row: Exhibition) -> None:
    prices, stalls = list(zone.prices.order_by("pk")), list(zone.stalls.order_by("pk"))
    zone.pk, zone.exhibition = None, row
    zone._state.adding = True
    zone.save()
    for price in prices:
        price.pk, price.zone = None, zone
    for stall in stalls:
        stall.pk, stall.zone, stall.exhibition = None, zone, row
    StallPrice.objects.bulk_create(prices)
    Stall.objects.bulk_create(stalls)


def wish_of(row: Exhibition) -> ExhibitionWish:
    """Return an exhibition as its form would ask for it."""
    return ExhibitionWish(**{name: getattr(row, name) for name in ExhibitionWish.__dataclass_fields__})


def _write(row: Exhibition, wish: ExhibitionWish) -> None:
    for name in ExhibitionWish.__dataclass_fields__:
        setattr(row, name, getattr(wish, name))


def _checked(wish: ExhibitionWish) -> ExhibitionWish:
    wish = replace(wish, code=wish.code.strip().upper(), name=wish.name.strip(), venue=wish.venue.strip())
    for field, words in _faults(wish).items():
        if words:
            raise BadPlan(words, field=field)
    try:
        state = place(wish.pincode).state
    except PincodeUnknown as refusal:
        raise BadPlan(refusal.message, field="pincode") from refusal
    if state != HOME_STATE:
        return replace(wish, district=state)
    if wish.district in ("", ELSEWHERE):
        raise BadPlan(_("This PIN code is of Jammu and Kashmir: choose the district."), field="district")
    return wish


def _faults(wish: ExhibitionWish) -> Mapping[str, str]:
    """Return for each field what is wrong with it, empty where nothing is."""
    least, most = HALL
    is_code = CODE.fullmatch(wish.code) and len(wish.code) <= 24
    return {
        "code": "" if is_code else _("Capitals, figures and hyphens, such as SARAS-JMU-26."),
        "name": "" if 3 <= len(wish.name) <= 120 else _("Give it a name that people will look for."),
        "venue": "" if wish.venue else _("Say where it is held, such as Gulshan Ground."),
        "town": "" if wish.town.strip() else _("Say in which town."),
        "closes_on": _("The last day is before the first.")
        if wish.closes_on < wish.opens_on
        else _("%(most)d days at most.") % {"most": DAYS_MAX}
        if wish.closes_on - wish.opens_on >= timedelta(days=DAYS_MAX)
        else "",
        "apply_by": _("Groups apply before it opens.") if wish.apply_by >= wish.opens_on else "",
        "closes_at": _("It closes before it opens.") if wish.closes_at <= wish.opens_at else "",
        "hall_width": "" if least <= wish.hall_width <= most else _("From 3 to 500 metres."),
        "hall_depth": "" if least <= wish.hall_depth <= most else _("From 3 to 500 metres."),
        "cashiers_discount_percent": ""
        if 0 <= wish.cashiers_discount_percent <= DISCOUNT_MAX
        else _("From 0 to 50 %."),
        "till_float": "" if 0 <= wish.till_float <= FLOAT_MAX else _("From ₹0 to ₹50,000."),
        "return_days": "" if 0 <= wish.return_days <= RETURN_DAYS_MAX else _("From 0 to 30 days."),
    }


def _slug(wish: ExhibitionWish) -> str:
    """Return the address of the public page: its name and year, without the mark of samples."""
    plain = wish.name.removesuffix("(sample)")
    return f"{slugify(plain) or wish.code.lower()}-{wish.opens_on.year}"[:80].strip("-")


def _keep_place(row: Exhibition, *, key: str, by: User) -> None:
    name = f"{row.name.removesuffix('(sample)').strip()}, {row.venue}"[:150]
    place = places.ExhibitionPlace(
        code=row.place_code,
        name=f"{name} (sample)" if row.is_sample else name,
        district=row.district,
        town=row.town,
        address=row.address,
        pincode=row.pincode,
        begins=row.opens_on,
        ends=row.closes_on,
        opens=row.opens_at,
        closes=row.closes_at,
        is_sample=row.is_sample,
    )
    try:
        places.keep_exhibition_place(place, reason=f"exhibition {row.code}", key=key, by=by)
    except (places.BadPlace, places.PlaceUnknown) as refusal:
        raise BadPlan(refusal.message, field=refusal.field or "pincode") from refusal


def _tasks(row: Exhibition) -> None:
    Task.objects.bulk_create(
        Task(
            exhibition=row,
            title=str(task.title),
            due_on=(row.closes_on if task.from_end else row.opens_on) + timedelta(days=task.days),
        )
        for task in TASKS
    )


def _said(wish: ExhibitionWish) -> dict[str, Any]:
    return {
        name: value if isinstance(value, (int, bool)) else str(value) for name, value in asdict(wish).items()
    }


def _said_by_database(refused: IntegrityError) -> BadPlan:
    if "programme" in str(refused):
        return BadPlan(_("Its programme has items on other days. Move them first."), field="opens_on")
    if "stall" in str(refused):
        return BadPlan(_("Stalls stand outside a hall of this size. Move them first."), field="hall_width")
    return BadPlan(_("There is an exhibition with this code or name already."), field="code")
