"""All places as values, and the questions that are asked of them. No database here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from logistics.places.contracts import Place
from logistics.places.errors import PlaceUnknown, PointUnknown
from logistics.places.geography import Point, gazetteer, road_km
from logistics.places.states import PlaceKind
from sellers.registry.facade import Group


@dataclass(frozen=True, slots=True)
class Network:
    """
    ``rows`` are the places that have a row, by code; ``centres`` tells a group's centre, ``prefixes`` a PIN
    prefix's hub, ``district_hubs`` a district's. ``closed`` holds (code, day).
    """

    rows: Mapping[str, Place]
    centres: Mapping[str, str]
    prefixes: Mapping[str, str]
    district_hubs: Mapping[str, str]
    closed: frozenset[tuple[str, date]]

    def hub_of(self, pincode: str) -> Place:
        """
        Return the hub that serves a PIN code: by the longest prefix said, else the district's.

        Raises:
            PlaceUnknown: none does; always so outside Jammu and Kashmir.
        """
        for length in range(6, 1, -1):
            code = self.prefixes.get(pincode[:length])
            if code is not None:
                return self.rows[code]
        code = self.district_hubs.get(gazetteer().districts.get(pincode, ""))
        if code is None:
            raise PlaceUnknown(_("No hub of ours serves this PIN code."), field="pincode")
        return self.rows[code]

    def place_of(self, group: Group) -> Place:
        """Return a group's own place: its row, else what follows from its village and PIN code."""
        held = self.rows.get(group.code)
        if held is not None and held.kind == PlaceKind.GROUP:
            return held
        point, known_by = gazetteer().point_of(group.pincode, group.village)
        return Place(
            code=group.code,
            kind=PlaceKind.GROUP.value,
            name=group.name,
            district=group.district,
            village=group.village,
            pincode=group.pincode,
            latitude=point.latitude if point else None,
            longitude=point.longitude if point else None,
            point=known_by,
            hub_code=self._hub_code(group.pincode),
            capacity_grams=None,
        )

    def centre_of(self, group: Group) -> Place:
        """Return where a group brings its parcels: its centre, else its own place (it is fetched there)."""
        code = self.centres.get(group.code)
        return self.rows[code] if code is not None else self.place_of(group)

    def is_open(self, place: Place, day: date) -> bool:
        """Say whether a place works on a day; the holidays of all are not asked here (logistics has them)."""
        if place.is_closed or not place.weekdays[day.weekday()]:
            return False
        if place.closed_from and place.closed_from <= day:
            return False
        if (place.begins and day < place.begins) or (place.ends and place.ends < day):
            return False
        return (place.code, day) not in self.closed

    def _hub_code(self, pincode: str) -> str:
        try:
            return self.hub_of(pincode).code
        except PlaceUnknown:
            return ""


def distance_km(one: Place, other: Place) -> float:
    """
    Return the kilometres by road between two places: the great circle times 1.4 (geography.ROAD_FACTOR).

    Raises:
        PointUnknown: nobody knows where one of them lies.
    """
    return road_km(point_of(one), point_of(other))


def point_of(place: Place) -> Point:
    """
    Return where a place lies.

    Raises:
        PointUnknown: neither it, nor its village, nor its PIN code is known.
    """
    if place.latitude is not None and place.longitude is not None:
        return Point(place.latitude, place.longitude)
    found, _known_by = gazetteer().point_of(place.pincode, place.village)
    if found is None:
        raise PointUnknown(_("Nobody knows where %(place)s lies.") % {"place": place.name}, field="place")
    return found
