"""A vehicle is added or changed."""

import re
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

import logistics.places.facade as places
from jkrlm.people.facade import Role, User, audit, has_role
from logistics.rounds.contracts import VehicleWish
from logistics.rounds.errors import BadVehicle, RoundUnknown
from logistics.rounds.models import Vehicle

_CODE: Final = re.compile(r"[A-Z0-9-]{4,20}")
_KG_MAX: Final = 20_000


def keep_vehicle(*, vehicle_id: int | None, wish: VehicleWish, by: User | None, now: datetime) -> Vehicle:
    """
    Add a vehicle (``vehicle_id`` None) or change one. Rounds that are planned keep what it was.

    Raises:
        RoundUnknown: no such vehicle.
        BadVehicle: ``field`` says what to mend.
    """
    code = wish.code.strip().upper().replace(" ", "")
    _check(code, wish)
    try:
        with transaction.atomic():
            row = (
                Vehicle.objects.select_for_update().filter(pk=vehicle_id).first() if vehicle_id else Vehicle()
            )
            if row is None:
                raise RoundUnknown(_("There is no such vehicle."))
            before = _facts(row) if row.pk else {}
            row.code, row.name, row.hub_code = code, wish.name.strip()[:80], wish.hub_code
            row.capacity_grams = wish.capacity_kg * 1000
            row.starts, row.ends, row.speed_kmh = wish.starts, wish.ends, wish.speed_kmh
            row.driver_id, row.is_active, row.changed_at = wish.driver_id, wish.is_active, now
            row.save()
            audit(actor=by, verb="rounds.vehicle", target=f"vehicle {code}", before=before, after=_facts(row))
    except IntegrityError as taken:
        if "code" in str(taken):
            raise BadVehicle(_("There is a vehicle with this registration already."), field="code") from taken
        raise
    return row


def _check(code: str, wish: VehicleWish) -> None:
    if not _CODE.fullmatch(code):
        raise BadVehicle(
            _("Give its registration: 4 to 20 capitals and figures, such as JK01AB1234."), field="code"
        )
    if not wish.name.strip():
        raise BadVehicle(_("Say what it is, such as Mahindra Bolero pick-up."), field="name")
    try:
        hub = places.place(wish.hub_code)
    except places.PlaceUnknown as unknown:
        raise BadVehicle(_("There is no such hub."), field="hub") from unknown
    if hub.kind != places.PlaceKind.HUB:
        raise BadVehicle(_("A vehicle stands at a hub."), field="hub")
    if not 1 <= wish.capacity_kg <= _KG_MAX:
        raise BadVehicle(
            _("It carries from 1 to %(most)s kg.") % {"most": f"{_KG_MAX:,}"}, field="capacity_kg"
        )
    if not wish.starts < wish.ends:
        raise BadVehicle(_("The shift ends before it begins. Mend one of the two times."), field="ends")
    if not 5 <= wish.speed_kmh <= 90:
        raise BadVehicle(
            _("Its speed on these roads is from 5 to 90 km/h, stops left out."), field="speed_kmh"
        )
    if wish.driver_id is not None:
        driver = User.objects.filter(pk=wish.driver_id, is_active=True).first()
        if driver is None or not has_role(driver, Role.DRIVER):
            raise BadVehicle(_("There is no such driver."), field="driver")


def _facts(row: Vehicle) -> dict[str, object]:
    names = ("code", "hub_code", "capacity_grams", "starts", "ends", "speed_kmh", "driver_id", "is_active")
    return {name: getattr(row, name) for name in names}
