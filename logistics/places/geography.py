"""
Where PIN codes and villages of Jammu and Kashmir lie, from the list of post offices, and how far apart.

The list follows from the code alone; it is read once.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from statistics import median
from typing import Final

from logistics.places.states import PointSource

DATA: Final = Path(__file__).resolve().parent / "data"
EARTH_KM: Final = 6371.0088  # mean radius, IUGG
#: Roads in the hills are so much longer than the line on the globe. Our assumption: nobody measured it.
ROAD_FACTOR: Final = 1.4


@dataclass(frozen=True, slots=True)
class Point:
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """``offices`` are known by PIN code and name in small letters."""

    districts: Mapping[str, str]
    pins: Mapping[str, Point]
    offices: Mapping[tuple[str, str], Point]

    def point_of(self, pincode: str, village: str = "") -> tuple[Point | None, str]:
        """Return where a village is: its own post office's place, else the middle of its PIN code's."""
        office = self.offices.get((pincode, village.strip().casefold())) if village else None
        if office is not None:
            return office, PointSource.POST_OFFICE.value
        middle = self.pins.get(pincode)
        return middle, (PointSource.PIN if middle else PointSource.UNKNOWN).value


@cache
def gazetteer() -> Gazetteer:
    """Return the places of the post offices; a PIN code's is the median of its offices in its district."""
    offices: dict[tuple[str, str], Point] = {}
    of_pin: dict[str, list[tuple[str, Point]]] = {}
    count: dict[str, dict[str, int]] = {}
    with (DATA / "post-offices.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            pin, district = row["pincode"], row["district"]
            count.setdefault(pin, {}).setdefault(district, 0)
            count[pin][district] += 1
            if row["lat"] and row["lon"]:
                point = Point(float(row["lat"]), float(row["lon"]))
                offices.setdefault((pin, row["office"].casefold()), point)
                of_pin.setdefault(pin, []).append((district, point))
    districts = {pin: max(sorted(found), key=lambda name: found[name]) for pin, found in count.items()}
    pins = {}
    for pin, found in of_pin.items():
        inside = [point for district, point in found if district == districts[pin]] or [p for _d, p in found]
        pins[pin] = Point(
            round(median(point.latitude for point in inside), 5),
            round(median(point.longitude for point in inside), 5),
        )
    return Gazetteer(districts=districts, pins=pins, offices=offices)


def road_km(one: Point, other: Point) -> float:
    """Return the kilometres by road between two points: the great circle times ``ROAD_FACTOR``."""
    phi, psi = radians(one.latitude), radians(other.latitude)
    across = radians(other.longitude - one.longitude)
    half = sin((psi - phi) / 2) ** 2 + cos(phi) * cos(psi) * sin(across / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half))) * ROAD_FACTOR
