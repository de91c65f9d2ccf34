"""Vehicles of the demo and today's rounds, planned and accepted."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

import logistics.places.facade as places
from jkrlm.kernel import clock
from jkrlm.people.facade import User
from logistics.facade import holidays
from logistics.parcels.facade import waiting
from logistics.rounds.contracts import VehicleWish
from logistics.rounds.models import Plan, Vehicle
from logistics.rounds.services.accept_plan import accept_plan
from logistics.rounds.services.keep_vehicle import keep_vehicle
from logistics.rounds.services.plan_day import ask_plan, make_plan
from logistics.rounds.states import PlanState


@dataclass(frozen=True, slots=True)
class DemoVehicle:
    """``driver`` is None for a vehicle whose driver is named day by day."""

    code: str
    name: str
    hub_code: str
    capacity_kg: int
    driver: User | None


def load_demo_rounds(vehicles: tuple[DemoVehicle, ...], *, by: User) -> None:
    """
    Keep the vehicles that are not there yet; plan and accept today's rounds where nobody has.
    Repeatable.
    """
    now, today = clock.now(), clock.today()
    known = set(Vehicle.objects.values_list("code", flat=True))
    for each in vehicles:
        if each.code not in known:
            wish = VehicleWish(
                code=each.code,
                name=each.name,
                hub_code=each.hub_code,
                capacity_kg=each.capacity_kg,
                starts=8 * 60 + 30,
                ends=18 * 60,
                speed_kmh=28,
                driver_id=each.driver.pk if each.driver else None,
            )
            keep_vehicle(vehicle_id=None, wish=wish, by=by, now=now)
    week = (today + timedelta(days=ahead) for ahead in range(7))
    day = next((each for each in week if _works(each)), today)
    if Plan.objects.filter(day=day).exists() or not waiting(day):
        return
    plan = ask_plan(key=uuid5(NAMESPACE_URL, f"rounds of {day}"), day=day, by=by, now=now, today=today)
    make_plan(plan_id=plan.pk, now=now)
    plan.refresh_from_db()
    if plan.state == PlanState.READY:
        accept_plan(plan_id=plan.pk, by=by, now=now)


def _works(day: date) -> bool:
    hubs = places.places(kind=places.PlaceKind.HUB)
    return day not in holidays() and any(places.network().is_open(hub, day) for hub in hubs)
