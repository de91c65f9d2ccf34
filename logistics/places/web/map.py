"""The map of the districts as SVG, drawn once from the outlines; places are dots on it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import cos, radians
from typing import Final

from logistics.places.contracts import Place
from logistics.places.geography import DATA

WIDTH: Final = 640
#: Degrees are drawn so that a kilometre is as long either way at this latitude.
MIDDLE: Final = 33.8
MARGIN: Final = 8


@dataclass(frozen=True, slots=True)
class District:
    name: str
    path: str
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Map:
    width: int
    height: int
    districts: tuple[District, ...]
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class _Outline:
    west: float
    north: float
    scale: float
    height: int
    districts: tuple[District, ...]

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        x = (longitude - self.west) * cos(radians(MIDDLE)) * self.scale + MARGIN
        return x, (self.north - latitude) * self.scale + MARGIN


@cache
def _outline() -> _Outline:
    found = json.loads((DATA / "districts.geojson").read_text(encoding="utf-8"))["features"]
    rings = {
        each["properties"]["name"]: (each["geometry"]["coordinates"][0], each["properties"]["has_sellers"])
        for each in found
    }
    every = [point for ring, _ours in rings.values() for point in ring]
    west, east = min(point[0] for point in every), max(point[0] for point in every)
    south, north = min(point[1] for point in every), max(point[1] for point in every)
    scale = (WIDTH - 2 * MARGIN) / ((east - west) * cos(radians(MIDDLE)))
    bare = _Outline(west, north, scale, round((north - south) * scale) + 2 * MARGIN, ())
    return _Outline(
        west,
        north,
        scale,
        bare.height,
        tuple(District(name, _path(bare, ring), ours) for name, (ring, ours) in sorted(rings.items())),
    )


def _path(outline: _Outline, ring: list[list[float]]) -> str:
    """Write an outline in whole pixels, leaving out what falls on the point before."""
    points = [tuple(round(each) for each in outline.at(point[1], point[0])) for point in ring]
    kept = [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]
    return "M" + "L".join(f"{x} {y}" for x, y in kept) + "Z"


def drawn(places: Iterable[Place]) -> Map:
    """Return the map with a dot for each place of which anybody knows where it lies."""
    outline = _outline()
    dots = []
    for place in places:
        if place.latitude is not None and place.longitude is not None:
            x, y = outline.at(place.latitude, place.longitude)
            dots.append(Dot(f"{x:.0f}", f"{y:.0f}", place.kind, place.name))
    return Map(WIDTH, outline.height, outline.districts, tuple(dots))
