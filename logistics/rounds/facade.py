"""The door of rounds. Here the clock is read; inside, the moment is handed on."""

from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from django.urls import reverse

from jkrlm.kernel import clock
from jkrlm.people.facade import User
from logistics.rounds import selectors
from logistics.rounds.contracts import GivenVisit, PlannedRound, PlannedStop, Vehicle, VehicleWish
from logistics.rounds.demo import DemoVehicle, load_demo_rounds
from logistics.rounds.errors import (
    BadDay,
    BadVehicle,
    BadVisit,
    DoesNotFit,
    NotSolved,
    PlanMoved,
    RoundRefusal,
    RoundUnknown,
    VisitedBefore,
)
from logistics.rounds.invariants import invariants
from logistics.rounds.selectors import vehicles
from logistics.rounds.services import accept_plan as _accept
from logistics.rounds.services import keep_vehicle as _vehicle
from logistics.rounds.services import keep_visit as _visit
from logistics.rounds.services import plan_day as _plan

__all__ = [
    "BadDay",
    "BadVehicle",
    "BadVisit",
    "DemoVehicle",
    "DoesNotFit",
    "GivenVisit",
    "NotSolved",
    "PlanMoved",
    "PlannedRound",
    "PlannedStop",
    "RoundRefusal",
    "RoundUnknown",
    "Vehicle",
    "VehicleWish",
    "VisitedBefore",
    "accept_rounds",
    "ask_todays_rounds",
    "invariants",
    "keep_vehicle",
    "keep_visit",
    "load_demo_rounds",
    "plan_rounds",
    "rounds_of_day",
    "stop_address",
    "vehicles",
]


def plan_rounds(day: date, *, key: UUID, by: User | None) -> int:
    """
    Plan the rounds of a day here and now, which takes up to a minute: pages ask a task. Returns the plan's
    number.

    Raises:
        BadDay, PlanMoved; NotSolved: the plan says why it failed.
    """
    plan = _plan.ask_plan(key=key, day=day, by=by, now=clock.now(), today=clock.today())
    _plan.make_plan(plan_id=plan.pk, now=clock.now())
    plan.refresh_from_db()
    if plan.fault:
        raise NotSolved(plan.fault)
    return plan.pk


def ask_todays_rounds() -> int | None:
    """Ask for today's rounds where nobody has; returns the plan's number, for the task that makes it."""
    today = clock.today()
    if selectors.newest_plan(today) is not None:
        return None
    key = uuid5(NAMESPACE_URL, f"rounds of {today}")
    return _plan.ask_plan(key=key, day=today, by=None, now=clock.now(), today=today).pk


def accept_rounds(plan_id: int, by: User) -> tuple[str, ...]:
    """Accept a plan; returns the hubs whose rounds under way stay. Raises RoundUnknown, PlanMoved."""
    return _accept.accept_plan(plan_id=plan_id, by=by, now=clock.now())


def rounds_of_day(day: date) -> tuple[PlannedRound, ...]:
    """Return the accepted rounds of a day, by hub. Five queries."""
    plan = selectors.accepted_plan(day)
    return selectors.planned(selectors.rounds_of_plan(plan.pk)) if plan is not None else ()


def stop_address(driver: User, parcel_code: str) -> str:
    """
    Return where a driver finds a parcel: the stop that fetches it, else her rounds. One query.
    """
    stop_id = selectors.stop_with(driver, parcel_code, since=clock.today())
    return reverse("driver_rounds:stop", args=[stop_id]) if stop_id else reverse("driver_rounds:mine")


def keep_vehicle(wish: VehicleWish, by: User | None, *, vehicle_id: int | None = None) -> Vehicle:
    """Add or change a vehicle. Raises BadVehicle, RoundUnknown."""
    row = _vehicle.keep_vehicle(vehicle_id=vehicle_id, wish=wish, by=by, now=clock.now())
    return selectors.view_of(row)


def keep_visit(given: GivenVisit, by: User) -> None:
    """Keep what a driver did at a stop, once for its key. Raises RoundUnknown, VisitedBefore, BadVisit."""
    _visit.keep_visit(given=given, by=by, any_driver=False, now=clock.now())
