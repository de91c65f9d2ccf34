"""A day with parcels at five groups of two districts, vehicles at their hubs, a driver, and the office."""

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.test import Client

import logistics.parcels.facade as parcels
import logistics.places.facade as places
import logistics.rounds.facade as rounds
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.facade import Role, User, grant_role
from logistics.facade import holidays
from sellers.registry.facade import upsert_groups

DESK = "/staff/logistics/rounds/"
GROUPS = (
    ("KZ09", "Kanihama Tuji SHG", "Kashmir", "Budgam", "193401"),
    ("KZ12", "Charar Wool SHG", "Kashmir", "Budgam", "191112"),
    ("KZ13", "Beerwah Willow SHG", "Kashmir", "Budgam", "193411"),
    ("KZ14", "Chadoora Crewel SHG", "Kashmir", "Budgam", "191113"),
    ("KZ11", "Harwan Naqqashi SHG", "Kashmir", "Srinagar", "191121"),
)
BUDGAM, SRINAGAR = "hub-budgam", "hub-srinagar"


@dataclass
class Day:
    day: date
    office: User
    driver: User
    parcels: dict[str, str]

    def desk(self) -> Client:
        return signed_in(self.office)

    def phone(self, user: User | None = None) -> Client:
        return signed_in(user or self.driver)


def person(name: str, role: Role) -> User:
    made = User.objects.create(email=f"{uuid.uuid4().hex}@tests.invalid", name=name, password="!")
    grant_role(made, role)
    return made


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=DEMO_BACKEND)
    return client


def open_groups() -> None:
    upsert_groups(
        {
            "code": code,
            "name": name,
            "division": division,
            "district": district,
            "block": district,
            "village": name.split()[0],
            "pincode": pincode,
            "cluster_level_federation": f"{district} CLF",
            "members": 10,
            "formed_year": 2018,
        }
        for code, name, division, district, pincode in GROUPS
    )


def packed(group: str, pincode: str, *, grams: int, number: int) -> str:
    """A parcel that a group has packed; returns its code."""
    today = clock.today()
    code = parcels.open_parcel(
        parcels.ToSend(
            seller_order=f"{1000 + number}-{group}",
            order_id=f"T3JkZXI6{number}",
            order_number=str(1000 + number),
            group_code=group,
            box_key=f"{group}-{number}",
            box_size=1,
            origin_pincode=pincode,
            destination_pincode="110001",
            carrier="India Post",
            service="speed-post",
            weight_grams=grams,
            declared_value=Money(Decimal(900), "INR"),
            cash_to_collect=Money(Decimal(0), "INR"),
            is_gift=False,
            ship_on=today,
            earliest=today + timedelta(days=3),
            latest=today + timedelta(days=6),
        ),
        actor="store",
    )
    parcels.scan(code, parcels.Step.PACKED, "", "store", f"packed:{code}")
    return code


def working_day() -> date:
    """Today, or the next day on which hubs work: tests run on Sundays too."""
    days = (clock.today() + timedelta(days=ahead) for ahead in range(14))
    return next(day for day in days if day not in holidays() and places.is_open(BUDGAM, day))


def vehicle(
    code: str, hub: str, *, kg: int = 300, driver: User | None = None, **changes: int
) -> rounds.Vehicle:
    wish = {"starts": 8 * 60, "ends": 19 * 60, "speed_kmh": 30, **changes}
    return rounds.keep_vehicle(
        rounds.VehicleWish(code, "Pick-up", hub, kg, driver_id=driver.pk if driver else None, **wish), None
    )


def open_day() -> Day:
    """Each group has two parcels of 10 kg."""
    open_groups()
    office, driver = person("Office", Role.LOGISTICS), person("Gulzar", Role.DRIVER)
    held = {}
    for number, (code, _name, _division, _district, pincode) in enumerate(GROUPS):
        for part in (0, 1):
            held[f"{code}-{part}"] = packed(code, pincode, grams=10_000, number=number * 10 + part)
    vehicle("JK04A0001", BUDGAM, driver=driver)
    vehicle("JK01A0001", SRINAGAR, driver=driver)
    return Day(working_day(), office, driver, held)


def planned(day: Day) -> int:
    return rounds.plan_rounds(day.day, key=uuid.uuid4(), by=day.office)


def accepted(day: Day) -> tuple[rounds.PlannedRound, ...]:
    rounds.accept_rounds(planned(day), day.office)
    return rounds.rounds_of_day(day.day)


def send(
    client: Client,
    user: User,
    stop: int,
    taken: list[str],
    *,
    key: str = "",
    at: str = "/",
    **changes: object,
):
    body = {
        "key": key or str(uuid.uuid4()),
        "stop": stop,
        "outcome": "collected",
        "taken": taken,
        "happened_at": moment().isoformat(),
        **changes,
    }
    return client.post(
        f"{at}rounds/visits/",
        json.dumps(body),
        content_type="application/json",
        headers={"X-Umeed-Person": str(user.pk)},
    )


def moment() -> datetime:
    return clock.now() - timedelta(minutes=5)
