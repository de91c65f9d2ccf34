"""The rounds of a day: asked for at the desk or by the clock, made by the worker."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import User, audit
from logistics.parcels.facade import waiting
from logistics.rounds.errors import BadDay, NotSolved, PlanMoved
from logistics.rounds.gather import Aside, HubDay, hub_days
from logistics.rounds.models import HubFigures, LeftOut, Plan, Round, Stop, StopParcel
from logistics.rounds.problem import Trip, in_list_order, nearest_neighbour
from logistics.rounds.selectors import hubs_under_way, usual_order
from logistics.rounds.solving import Solved, solve
from logistics.rounds.states import IN_THE_MAKING, PLAN_TRANSITIONS, PlanState, Reason

#: A day so far ahead has no parcels yet, and one that is past is driven.
AHEAD_MAX: Final = timedelta(days=14)
SILENT: Final = gettext_noop("The worker fell silent.")


def ask_plan(*, key: UUID, day: date, by: User | None, now: datetime, today: date) -> Plan:
    """
    Ask for the rounds of a day; the same ``key`` again is the same plan. ``by`` is None for the clock.

    Raises:
        BadDay: it is past, or too far ahead.
        PlanMoved: the rounds of this day are being planned already.
    """
    known = Plan.objects.filter(key=key).first()
    if known is not None:
        return known
    if not today <= day <= today + AHEAD_MAX:
        raise BadDay(
            _("Rounds are planned for today and the two weeks to come. Choose such a day."), field="day"
        )
    try:
        with transaction.atomic():
            made = Plan.objects.create(key=key, day=day, asked_by=by, asked_at=now, moved_at=now)
            if by is not None:
                audit(actor=by, verb="rounds.plan", target=f"rounds of {day}", after={"plan": made.pk})
    except IntegrityError as taken:
        known = Plan.objects.filter(key=key).first()
        if known is not None:
            return known
        if "rounds_plan_made_once" in str(taken):
            raise PlanMoved(_("The rounds of this day are being planned. Wait for them.")) from taken
        raise
    return made


def move_plan(plan_id: int, *, to: PlanState, now: datetime, **changes: object) -> bool:
    """Move a plan along its transitions; False where it is somewhere else meanwhile."""
    before = [state for state, after in PLAN_TRANSITIONS.items() if to in after]
    return bool(Plan.objects.filter(pk=plan_id, state__in=before).update(state=to, moved_at=now, **changes))


def make_plan(*, plan_id: int, now: datetime) -> None:
    """
    Plan all hubs where something waits, but for those whose rounds of the day are under way. Begun again
    after it was
    cut off, it starts anew. What cannot be planned leaves the plan failed, with why.
    """
    if not move_plan(plan_id, to=PlanState.RUNNING, now=now, fault=""):
        return
    plan = Plan.objects.get(pk=plan_id)
    with transaction.atomic():
        _clear(plan)
    try:
        days, aside = hub_days(waiting(plan.day), day=plan.day, off=hubs_under_way(plan.day))
        Plan.objects.filter(pk=plan_id).update(hubs=len(days), hubs_done=0)
        by_hub = {each.problem.hub_code: each for each in days}
        solve(
            [each.problem for each in days],
            lambda solved: _keep(plan, by_hub[solved.problem.hub_code], solved),
        )
    except DomainError as fault:
        move_plan(plan_id, to=PlanState.FAILED, now=now, fault=fault.message[:300])
        if not isinstance(fault, NotSolved):
            raise
        return
    with transaction.atomic():
        _put_aside(plan, aside)
        Plan.objects.filter(day=plan.day, state=PlanState.READY, pk__lt=plan_id).update(
            state=PlanState.REPLACED, moved_at=now
        )
        move_plan(plan_id, to=PlanState.READY, now=now)


def fail_silent(*, plan_id: int, by: User, now: datetime) -> None:
    """Give up a plan whose worker fell silent, so that another can be asked for."""
    audit(actor=by, verb="rounds.give-up", target=f"plan {plan_id}")
    Plan.objects.filter(pk=plan_id, state__in=IN_THE_MAKING).update(
        state=PlanState.FAILED, moved_at=now, fault=SILENT
    )


def _clear(plan: Plan) -> None:
    StopParcel.objects.filter(stop__round__plan=plan).delete()
    Stop.objects.filter(round__plan=plan).delete()
    Round.objects.filter(plan=plan).delete()
    HubFigures.objects.filter(plan=plan).delete()
    LeftOut.objects.filter(plan=plan).delete()


def _keep(plan: Plan, hub_day: HubDay, solved: Solved) -> None:
    """Write the rounds of one hub; the plan then says that one more hub is done."""
    problem, made = hub_day.problem, [each for trip in solved.trips for each in trip.calls]
    nearest = nearest_neighbour(problem, made)
    usual = in_list_order(problem, _usual(hub_day, made))
    with transaction.atomic():
        for trip in solved.trips:
            _write(plan, hub_day, trip)
        _put_aside(
            plan,
            [
                Aside(problem.hub_code, load.place.code, Reason.FULL, load.parcels)
                for load in (hub_day.loads[each] for each in solved.left_out)
            ],
        )
        HubFigures.objects.create(
            plan=plan,
            hub_code=problem.hub_code,
            stops=len(made),
            metres=_metres(solved.trips),
            minutes=_minutes(solved.trips),
            nearest_metres=_metres(nearest),
            nearest_minutes=_minutes(nearest),
            usual_metres=_metres(usual),
            usual_minutes=_minutes(usual),
        )
        Plan.objects.filter(pk=plan.pk).update(hubs_done=F("hubs_done") + 1)


def _write(plan: Plan, hub_day: HubDay, trip: Trip) -> None:
    vehicle = hub_day.vehicles[trip.truck]
    made = Round.objects.create(
        plan=plan,
        code=f"R{plan.day:%y%m%d}-{plan.pk}-{vehicle.pk}",
        hub_code=hub_day.problem.hub_code,
        vehicle=vehicle,
        driver_id=vehicle.driver_id,
        capacity_grams=vehicle.capacity_grams,
        starts=vehicle.starts,
        ends=vehicle.ends,
        speed_kmh=vehicle.speed_kmh,
        grams=trip.grams,
        metres=trip.metres,
        leaves=trip.leaves,
        back=trip.back,
    )
    calls = hub_day.problem.calls
    stops = Stop.objects.bulk_create(
        Stop(
            round=made,
            position=position,
            place_code=calls[each].place_code,
            arrives=arrives,
            minutes=calls[each].minutes,
            opens=calls[each].opens,
            closes=calls[each].closes,
            grams=calls[each].grams,
        )
        for position, (each, arrives) in enumerate(zip(trip.calls, trip.arrives, strict=True), start=1)
    )
    StopParcel.objects.bulk_create(
        StopParcel(stop=stop, parcel_code=code, grams=grams)
        for stop, each in zip(stops, trip.calls, strict=True)
        for code, grams in hub_day.loads[each].parcels
    )


def _usual(hub_day: HubDay, made: Sequence[int]) -> list[int]:
    """Return the calls in the order in which they were driven last; who is new comes after, by code."""
    known = usual_order(hub_day.problem.hub_code)
    calls = hub_day.problem.calls
    return sorted(
        made, key=lambda each: (known.get(calls[each].place_code, len(known)), calls[each].place_code)
    )


def _put_aside(plan: Plan, aside: Sequence[Aside]) -> None:
    LeftOut.objects.bulk_create(
        LeftOut(
            plan=plan,
            hub_code=each.hub_code,
            place_code=each.place_code,
            reason=each.reason,
            grams=sum(grams for _code, grams in each.parcels),
            parcels=[code for code, _grams in each.parcels],
        )
        for each in aside
    )


def _metres(trips: Sequence[Trip]) -> int:
    return sum(each.metres for each in trips)


def _minutes(trips: Sequence[Trip]) -> int:
    return sum(each.minutes for each in trips)
