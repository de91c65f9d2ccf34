"""The map of the districts as SVG, drawn once from the outlines; places are dots on it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import cos, radians
from typing import Final

from logistics.places.contracts import Place
from logistics.places.geography import DATA
from logistics.places.states import PlaceKind

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
    """``path`` is the shape of its kind, drawn where it lies: kinds are told apart without colour."""

    path: str
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


#: Kind -> its shape around its place, in pixels of the map: squares are hubs, and so on.
SHAPES: Final = {
    PlaceKind.HUB: "m-7-7h14v14h-14z",
    PlaceKind.FACILITY: "m0-8l8 14h-16z",
    PlaceKind.COLLECTION: "m-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",
    PlaceKind.EXHIBITION: "m0-8l8 8l-8 8l-8-8z",
    PlaceKind.GROUP: "m-1.5-5h3v3.5h3.5v3h-3.5v3.5h-3v-3.5h-3.5v-3h3.5z",
}
#: Drawn in this order, so that a hub is not hidden by what lies around it.
_BACK_TO_FRONT: Final = [
    PlaceKind.GROUP,
    PlaceKind.COLLECTION,
    PlaceKind.FACILITY,
    PlaceKind.EXHIBITION,
    PlaceKind.HUB,
]


def legend() -> tuple[Dot, ...]:
    """Return each kind's shape in the middle of a square of 20 pixels, with its name."""
    return tuple(Dot(f"M10 10{shape}", kind.value, kind.label) for kind, shape in SHAPES.items())


def drawn(places: Iterable[Place]) -> Map:
    """Return the map with a dot for each place of which anybody knows where it lies."""
    outline = _outline()
    dots = []
    for place in places:
        if place.latitude is not None and place.longitude is not None:
            x, y = outline.at(place.latitude, place.longitude)
            kind = PlaceKind(place.kind)
            dots.append(Dot(f"M{x:.0f} {y:.0f}{SHAPES[kind]}", place.kind, f"{kind.label}: {place.name}"))
    dots.sort(key=lambda dot: _BACK_TO_FRONT.index(PlaceKind(dot.kind)))
    return Map(WIDTH, outline.height, outline.districts, tuple(dots))
