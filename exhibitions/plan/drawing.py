"""The stall map as data for SVG: 20 units a metre, so that a 3 m stall is wide enough for its code."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from exhibitions.plan.contracts import Area, Exhibition, Mark, Stall, Zone

UNITS: Final = 20
MARGIN: Final = 6
PLAIN: Final = Mark()
#: A zone's name stands so far above its first stall, in lines of this height; a letter of it is this wide.
NAME_ABOVE: Final = 9
NAME_LINE: Final = 17
NAME_LETTER: Final = 8.9
#: Stalls of other zones whose tops are nearer than this (metres) end the room of a name.
SAME_ROW: Final = Decimal(3)


@dataclass(frozen=True, slots=True)
class DrawnStall:
    """
    In units of the picture; ``css`` joins its zone's tint with what its mark says; ``label`` is read
    aloud.
    """

    code: str
    x: float
    y: float
    width: float
    height: float
    text_x: float
    text_y: float
    css: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class DrawnName:
    """``lines`` are words with their height, the last nearest to the stalls."""

    x: float
    lines: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class DrawnArea:
    """``lines`` are words with their height; without a width there is no box."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    lines: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class DrawnKey:
    css: str
    text: str


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """
    ``floor`` is x, y, width, height; ``gate`` is the middle of its lower side; ``keys`` explain the
    colours.
    """

    width: float
    height: float
    floor: tuple[float, float, float, float]
    gate: tuple[float, float]
    stalls: tuple[DrawnStall, ...]
    names: tuple[DrawnName, ...]
    areas: tuple[DrawnArea, ...]
    keys: tuple[DrawnKey, ...]
    label: str


def stall_map(
    exhibition: Exhibition,
    zones: Sequence[Zone],
    stalls: Sequence[Stall],
    areas: Sequence[Area],
    marks: Mapping[str, Mark],
    *,
    language: str = "en",
) -> DrawnMap:
    """Draw a hall. A stall without a mark is free, kept or blocked as the plan has it."""
    width, depth = _units(exhibition.hall_width), _units(exhibition.hall_depth)
    tints = {zone.code: f"z{zone.tint}" for zone in zones}
    names = (_zone_name(zone, stalls, language) for zone in zones)
    said = {"stalls": len(stalls), "zones": len(zones)}
    return DrawnMap(
        width=width + 2 * MARGIN,
        height=depth + 2 * MARGIN,
        floor=(MARGIN, MARGIN, width, depth),
        gate=(MARGIN + width / 2, MARGIN + depth),
        stalls=tuple(_stall(stall, marks.get(stall.code), tints) for stall in stalls),
        names=tuple(found for found in names if found is not None),
        areas=tuple(_area(area, language) for area in areas),
        keys=_keys(zones, stalls, marks, language),
        label=_("Stall map: %(stalls)s stalls in %(zones)s zones") % said,
    )


def _units(metres: Decimal) -> float:
    return float(metres) * UNITS


def _own_state(stall: Stall) -> str:
    return "blocked" if stall.blocked else "kept" if stall.kept else "free"


def _stall(stall: Stall, mark: Mark | None, tints: Mapping[str, str]) -> DrawnStall:
    shown = mark or PLAIN
    x, y = MARGIN + _units(stall.x) + 2, MARGIN + _units(stall.y) + 2
    width, height = _units(stall.width) - 4, _units(stall.height) - 4
    state = shown.css or _own_state(stall)
    words = {"free": _("free"), "kept": _("kept back"), "blocked": _("blocked")}
    said = {"code": stall.code, "what": shown.label or words.get(state, state)}
    return DrawnStall(
        code=stall.code,
        x=x,
        y=y,
        width=width,
        height=height,
        text_x=x + width / 2,
        text_y=y + height / 2 + 6,
        css=f"{tints.get(stall.zone_code, 'z1')} {state}",
        label=_("Stall %(code)s: %(what)s") % said,
        href=shown.href,
    )


def _zone_name(zone: Zone, stalls: Sequence[Stall], language: str) -> DrawnName | None:
    """The zone's name stands above its first stall; without stalls there is nothing to name."""
    mine = [stall for stall in stalls if stall.zone_code == zone.code]
    if not mine:
        return None
    top = min(stall.y for stall in mine)
    left = min(stall.x for stall in mine if stall.y == top)
    words = f"{zone.code} · {zone.names.get(language, zone.name)}"
    lines = _wrapped(words, _room_for_name(zone, stalls, left, top))
    foot = MARGIN + _units(top) - NAME_ABOVE
    first = foot - (len(lines) - 1) * NAME_LINE
    placed = tuple((line, first + at * NAME_LINE) for at, line in enumerate(lines))
    return DrawnName(MARGIN + _units(left) + 2, placed)


def _room_for_name(zone: Zone, stalls: Sequence[Stall], left: Decimal, top: Decimal) -> float:
    """Return how wide a name may be before it runs into the next zone of its row; 0 where there is none."""
    beside = [
        stall.x
        for stall in stalls
        if stall.zone_code != zone.code and stall.x > left and abs(stall.y - top) < SAME_ROW
    ]
    return _units(min(beside) - left) - UNITS / 2 if beside else 0


def _wrapped(text: str, room: float) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and room and len(longer) * NAME_LETTER > room and not lines[-1].endswith("·"):
            lines.append(word)
        else:
            lines[-1:] = [longer]
    return lines


def _area(area: Area, language: str) -> DrawnArea:
    """Words stand one below the other in a box that is too narrow for them."""
    x, y = MARGIN + _units(area.x), MARGIN + _units(area.y)
    width, height = _units(area.width), _units(area.height)
    text = area.names.get(language, "")
    is_narrow = bool(width) and len(text) * 8.5 > width
    words = text.split() if is_narrow else [text]
    middle_y = y + height / 2 + 5 - (len(words) - 1) * 9
    lines = tuple((word, middle_y + place * 18) for place, word in enumerate(words))
    return DrawnArea(x, y, width, height, x + width / 2, lines)


def _keys(
    zones: Sequence[Zone], stalls: Sequence[Stall], marks: Mapping[str, Mark], language: str
) -> tuple[DrawnKey, ...]:
    shown = {zone.code for zone in zones} & {stall.zone_code for stall in stalls}
    found = [
        DrawnKey(f"z{zone.tint}", zone.names.get(language, zone.name)) for zone in zones if zone.code in shown
    ]
    words = {"free": _("Free, %(n)s"), "kept": _("Kept back, %(n)s"), "blocked": _("Blocked, %(n)s")}
    states = [
        marks[each.code].css if each.code in marks and marks[each.code].css else _own_state(each)
        for each in stalls
    ]
    found += [DrawnKey(css, text % {"n": states.count(css)}) for css, text in words.items() if css in states]
    return tuple(found)
