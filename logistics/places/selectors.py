"""Reads of places, held in memory until one of their tables changes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from jkrlm.kernel import clock
from jkrlm.kernel.dated import ReferenceCache
from logistics.places import models
from logistics.places.contracts import Fill, Place, Worker
from logistics.places.elsewhere import held_at
from logistics.places.errors import PlaceUnknown
from logistics.places.network import Network
from logistics.places.states import PlaceKind
from sellers.registry.facade import GroupUnknown, group, groups, groups_by_code


def _row(row: models.Place, hubs: dict[int, str], today: date) -> Place:
    hub_code = row.code if row.kind == PlaceKind.HUB else hubs.get(row.hub_id or 0, "")
    return Place(
        code=row.code,
        kind=row.kind,
        name=row.name,
        district=row.district,
        village=row.village,
        pincode=row.pincode,
        latitude=float(row.latitude) if row.latitude is not None else None,
        longitude=float(row.longitude) if row.longitude is not None else None,
        point=row.point,
        hub_code=hub_code,
        capacity_grams=row.capacity_grams,
        weekdays=tuple(row.weekdays),
        opens=row.opens,
        closes=row.closes,
        organisation=row.organisation,
        warehouse=row.warehouse,
        begins=row.begins,
        ends=row.ends,
        is_sample=row.is_sample,
        is_closed=row.closed_from is not None and row.closed_from <= today,
        closed_from=row.closed_from,
    )


def _load_for(today: date) -> Network:
    rows = list(models.Place.objects.order_by("code"))
    hubs = {row.pk: row.code for row in rows if row.kind == PlaceKind.HUB}
    places = {row.code: _row(row, hubs, today) for row in rows}
    working = {code for code, place in places.items() if not place.is_closed}
    centres = models.ServedGroup.objects.values_list("group_code", "place__code")
    prefixes = models.ServedPrefix.objects.values_list("prefix", "place__code")
    network = Network(
        rows=places,
        centres={group_code: code for group_code, code in centres if code in working},
        prefixes={prefix: code for prefix, code in prefixes if code in working},
        district_hubs={
            place.district: place.code
            for place in reversed(places.values())
            if place.kind == PlaceKind.HUB and place.code in working
        },
        closed=frozenset(models.ClosedDay.objects.values_list("place__code", "day")),
    )
    return _with_hubs(network)


def _with_hubs(network: Network) -> Network:
    """Give each place without a hub of its own choosing the one of its PIN code."""
    rows = {}
    for code, place in network.rows.items():
        if place.hub_code:
            rows[code] = place
            continue
        try:
            rows[code] = replace(place, hub_code=network.hub_of(place.pincode).code)
        except PlaceUnknown:
            rows[code] = place
    return replace(network, rows=rows)


class _Held:
    """The network of today; a day later places may have closed for good."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._cache: ReferenceCache[Network] | None = None

    def get(self, today: date) -> Network:
        if self._cache is None or self._day != today:
            self._day = today
            self._cache = ReferenceCache(version=models.PlacesVersion, load=lambda: _load_for(today))
        return self._cache.get()


_held = _Held()


def network() -> Network:
    """Return all places. One query (five after a change)."""
    return _held.get(clock.today())


def place(code: str) -> Place:
    """
    Return a place; a group's code names the group's own. One query, another for a group without a row.

    Raises:
        PlaceUnknown: there is none.
    """
    held = network()
    if code in held.rows:
        return held.rows[code]
    try:
        return held.place_of(group(code))
    except GroupUnknown as unknown:
        raise PlaceUnknown(_("There is no place with this code."), field="place") from unknown


def places_by_code(codes: Iterable[str]) -> dict[str, Place]:
    """Return the places that exist among the codes; unknown codes are absent. Two queries at most."""
    held = network()
    wanted = {code for code in codes if code}
    found = {code: held.rows[code] for code in wanted if code in held.rows}
    if missing := wanted - found.keys():
        found |= {code: held.place_of(each) for code, each in groups_by_code(missing).items()}
    return found


def places(*, kind: str | None = None, district: str | None = None) -> tuple[Place, ...]:
    """
    Return the places that are not closed for good, by kind and code; groups' places are among them only where
    groups are asked for (there are very many).
    """
    held = network()
    found = [row for row in held.rows.values() if not row.is_closed and row.kind == (kind or row.kind)]
    if kind == PlaceKind.GROUP:
        found = [held.place_of(each) for each in groups()]
    return tuple(
        sorted(
            (row for row in found if district is None or row.district == district),
            key=lambda row: (row.kind, row.code),
        )
    )


def centre_of(group_code: str) -> Place:
    """
    Return where a group brings its parcels: its centre, else its own place. Two queries.

    Raises:
        PlaceUnknown: there is no such group.
    """
    held = network()
    code = held.centres.get(group_code)
    return held.rows[code] if code is not None else place(group_code)


def workers(code: str, *, on: date) -> tuple[Worker, ...]:
    """Return who works at a place on a day, by name."""
    rows = models.PlaceStaff.objects.filter(place__code=code, since__lte=on)
    rows = rows.filter(Q(until__isnull=True) | Q(until__gt=on))
    return tuple(
        Worker(row.person_id, row.person.name, row.task, row.since, row.until)
        for row in rows.select_related("person").order_by("person__name", "id")
    )


def why_closed(code: str, day: date) -> str:
    """Return why a place is closed on a day besides, empty where it is not. One query."""
    rows = models.ClosedDay.objects.filter(place__code=code, day=day)
    return rows.values_list("reason", flat=True).first() or ""


def fills(codes: Iterable[str]) -> dict[str, Fill]:
    """Return how full the places among the codes are that have a row. Two queries at most."""
    rows = network().rows
    known = {code for code in codes if code in rows}
    held = held_at(known)
    return {code: Fill(held.get(code, 0), rows[code].capacity_grams) for code in known}
