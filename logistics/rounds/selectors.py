"""Reads of plans, rounds and vehicles; each costs one query unless it says otherwise."""

from collections.abc import Collection
from datetime import date
from typing import Final

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from jkrlm.people.facade import Role, User
from logistics.rounds.contracts import PlannedRound, PlannedStop
from logistics.rounds.contracts import Vehicle as VehicleView
from logistics.rounds.errors import RoundUnknown
from logistics.rounds.models import Plan, Round, Stop, Vehicle, Visit
from logistics.rounds.states import IN_THE_MAKING, PlanState, RoundState

#: What a driver is to drive, or has just driven.
DRIVEN: Final = (RoundState.ACCEPTED, RoundState.DONE)


def view_of(row: Vehicle) -> VehicleView:
    return VehicleView(
        row.pk,
        row.code,
        row.name,
        row.hub_code,
        row.capacity_grams,
        row.starts,
        row.ends,
        row.speed_kmh,
        row.driver_id,
        row.is_active,
    )


def vehicles(*, hub_code: str | None = None) -> tuple[VehicleView, ...]:
    """Return all vehicles, or a hub's, those in use first."""
    rows = Vehicle.objects.order_by("hub_code", "-is_active", "code")
    return tuple(view_of(each) for each in (rows.filter(hub_code=hub_code) if hub_code else rows))


def drivers() -> tuple[User, ...]:
    """Return who may drive, by name."""
    rows = User.objects.filter(is_active=True, role_grants__role=Role.DRIVER)
    return tuple(rows.order_by("name", "pk").distinct())


def plan(plan_id: int) -> Plan:
    """Return a plan. Raises RoundUnknown."""
    found = Plan.objects.filter(pk=plan_id).first()
    if found is None:
        raise RoundUnknown(_("There is no such plan."))
    return found


def newest_plan(day: date) -> Plan | None:
    """
    Return the plan of a day that there is something to see of: the newest that did not fail, else the
    newest.
    """
    rows = Plan.objects.filter(day=day).order_by("-pk")
    return rows.exclude(state__in=(PlanState.FAILED, PlanState.REPLACED)).first() or rows.first()


def accepted_plan(day: date) -> Plan | None:
    return Plan.objects.filter(day=day, state=PlanState.ACCEPTED).first()


def is_being_planned(day: date) -> bool:
    return Plan.objects.filter(day=day, state__in=IN_THE_MAKING).exists()


def hubs_under_way(day: date) -> tuple[str, ...]:
    """
    Return the hubs of which a round of this day has a stop that was visited already: they are driven as
    they are.
    """
    seen = Visit.objects.filter(stop__round=OuterRef("pk"))
    rows = Round.objects.filter(plan__day=day, state__in=DRIVEN).filter(Exists(seen))
    return tuple(rows.values_list("hub_code", flat=True).distinct().order_by("hub_code"))


def usual_order(hub_code: str) -> dict[str, int]:
    """
    Return the place of each stop in the rounds of the hub that were accepted last, in a row. Two
    queries.
    """
    newest = Round.objects.filter(hub_code=hub_code, state__in=DRIVEN).order_by("-plan__day", "-plan").first()
    if newest is None:
        return {}
    rows = Stop.objects.filter(round__plan_id=newest.plan_id, round__hub_code=hub_code)
    codes = rows.order_by("round__code", "position").values_list("place_code", flat=True)
    return {code: number for number, code in enumerate(dict.fromkeys(codes))}


def rounds_of_plan(plan_id: int, *, hub_code: str | None = None) -> tuple[Round, ...]:
    """Return rounds with vehicle, driver, stops and parcels. Four queries."""
    rows = _whole(Round.objects.filter(plan_id=plan_id))
    return tuple(rows.filter(hub_code=hub_code) if hub_code else rows)


def hubs_of_plan(plan_id: int) -> list[dict[str, object]]:
    """Return hub, rounds, stops, grams (``to_come``: not driven yet) and metres of each hub of a plan."""
    rows = Round.objects.filter(plan_id=plan_id).values("hub_code")
    stops = Stop.objects.filter(round__plan_id=plan_id).values("round__hub_code").annotate(n=Count("id"))
    counted = {each["round__hub_code"]: each["n"] for each in stops}
    found = rows.annotate(
        rounds=Count("id"),
        to_come=Sum("grams", filter=~Q(state=RoundState.DONE), default=0),
        grams=Sum("grams"),
        metres=Sum("metres"),
        done=Count("id", filter=Q(state=RoundState.DONE)),
    ).order_by("hub_code")
    return [{**each, "stops": counted.get(each["hub_code"], 0)} for each in found]


def round_by_code(code: str) -> Round:
    """Return a round with vehicle, driver, stops and parcels. Four queries. Raises RoundUnknown."""
    found = _whole(Round.objects.filter(code=code[:20].replace("\x00", ""))).first()
    if found is None:
        raise RoundUnknown(_("There is no such round."))
    return found


def rounds_of_driver(user: User, *, since: date) -> tuple[Round, ...]:
    """Return the accepted rounds of a driver from a day on, the first one first. Five queries."""
    rows = Round.objects.filter(driver=user, state__in=DRIVEN, plan__day__gte=since)
    return tuple(_whole(rows).order_by("plan__day", "leaves", "code"))


def stop_with(driver: User, parcel_code: str, *, since: date) -> int | None:
    """Return the next stop of a driver's accepted rounds that fetches a parcel; None where none does."""
    rows = Stop.objects.filter(
        round__driver=driver,
        round__state__in=DRIVEN,
        round__plan__day__gte=since,
        parcels__parcel_code=parcel_code,
    )
    return rows.order_by("round__plan__day", "pk").values_list("pk", flat=True).first()


def stop_of(stop_id: int) -> Stop:
    """Return a stop with its round. Raises RoundUnknown."""
    found = Stop.objects.select_related("round__plan").filter(pk=stop_id).first()
    if found is None:
        raise RoundUnknown(_("There is no such stop."))
    return found


def _whole(rows: QuerySet[Round]) -> QuerySet[Round]:
    stops = Stop.objects.select_related("visit").prefetch_related("parcels").order_by("position")
    return (
        rows.select_related("plan", "vehicle", "driver")
        .prefetch_related(Prefetch("stops", queryset=stops))
        .order_by("hub_code", "code")
    )


def planned(rows: Collection[Round]) -> tuple[PlannedRound, ...]:
    """Return rounds as others see them."""
    return tuple(
        PlannedRound(
            code=each.code,
            day=each.plan.day,
            hub_code=each.hub_code,
            vehicle_code=each.vehicle.code,
            driver_id=each.driver_id,
            state=each.state,
            leaves=each.leaves,
            back=each.back,
            metres=each.metres,
            grams=each.grams,
            stops=tuple(
                PlannedStop(
                    stop.place_code,
                    stop.arrives,
                    stop.minutes,
                    stop.grams,
                    tuple(sorted(parcel.parcel_code for parcel in stop.parcels.all())),
                )
                for stop in each.stops.all()
            ),
        )
        for each in rows
    )
