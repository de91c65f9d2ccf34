"""Plots as numbers for SVG; the same numbers stand beside each as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from exhibitions.results.board import Hour
from exhibitions.results.reporting import Report
from jkrlm.kernel.formats import indian_grouping, rupees
from jkrlm.kernel.money import Money

WIDTH: Final = 560
BASE: Final = 190
TOP: Final = 20
LEFT: Final = 46
#: A scale ends at one of these, times a power of ten.
_STEPS: Final = (1, 2, 4, 5, 8, 10)


@dataclass(frozen=True, slots=True)
class Column:
    """An hour's two bars: ``back`` is the wider, lighter one behind (yesterday)."""

    label: str
    middle: float
    back_x: float
    back_width: float
    back_y: float
    back_height: float
    x: float
    width: float
    y: float
    height: float
    is_top: bool
    top_text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """``lines`` are (height, text) of the scale; ``unit`` is what the numbers count."""

    columns: tuple[Column, ...]
    lines: tuple[tuple[float, str], ...]
    unit: str


def hour_plot(hours: Sequence[Hour], *, now: datetime | None) -> Plot:
    """Sales in thousands of rupees, or in lakh from one lakh on; hours to come have no bar of today."""
    values = [(each.today.amount, each.yesterday.amount) for each in hours]
    most = max((max(pair) for pair in values), default=Decimal(0))
    unit, by = ("lakh", Decimal(100_000)) if most >= 100_000 else ("thousand", Decimal(1000))
    shown = [
        (
            Decimal(0) if now is not None and each.hour > now.hour else max(pair[0], Decimal(0)) / by,
            max(pair[1], Decimal(0)) / by,
        )
        for each, pair in zip(hours, values, strict=True)
    ]
    return _plot([each.hour for each in hours], shown, unit)


def visitor_plot(hours: Sequence[Hour]) -> Plot:
    pairs = [(Decimal(each.visitors), Decimal(each.visitors_before)) for each in hours]
    return _plot([each.hour for each in hours], pairs, "")


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure of this exhibition and earlier ones: (code, the figure as text, percent of the largest)."""

    title: str
    bars: tuple[tuple[str, str, int], ...]


def beside(report: Report) -> tuple[Beside, ...]:
    """Return what is decided on, this exhibition first; nothing where there is no earlier one."""
    if not report.earlier:
        return ()
    lines = (report.figures, *report.earlier)
    return (
        _beside(_("Turnover"), [(each.code, each.turnover) for each in lines]),
        _beside(_("Visitors"), [(each.code, each.visitors) for each in lines]),
        _beside(_("Average bill"), [(each.code, each.average) for each in lines]),
        _beside(_("Orders booked"), [(each.code, each.orders_worth) for each in lines]),
    )


def _beside(title: str, lines: Sequence[tuple[str, Money | int]]) -> Beside:
    numbers = [value.amount if isinstance(value, Money) else Decimal(value) for _code, value in lines]
    sizes = [max(number, Decimal(0)) for number in numbers]
    top = max(sizes)
    bars = tuple(
        (
            code,
            rupees(value) if isinstance(value, Money) else indian_grouping(value),
            round(size * 100 / top) if top else 0,
        )
        for (code, value), size in zip(lines, sizes, strict=True)
    )
    return Beside(title, bars)


def _plot(hours: Sequence[int], pairs: Sequence[tuple[Decimal, Decimal]], unit: str) -> Plot:
    end = _end(max((max(pair) for pair in pairs), default=Decimal(0)))
    room = (WIDTH - LEFT - 8) / max(len(hours), 1)
    best = max((pair[0] for pair in pairs), default=Decimal(0))
    columns = []
    for at, (hour, (today, before)) in enumerate(zip(hours, pairs, strict=True)):
        middle = LEFT + room * (at + 0.5)
        high, low = _height(today, end), _height(before, end)
        columns.append(
            Column(
                label=str(hour),
                middle=round(middle, 1),
                back_x=round(middle - room * 0.37, 1),
                back_width=round(room * 0.74, 1),
                back_y=round(BASE - low, 1),
                back_height=round(low, 1),
                x=round(middle - room * 0.2, 1),
                width=round(room * 0.4, 1),
                y=round(BASE - high, 1),
                height=round(high, 1),
                is_top=bool(today) and today == best,
                top_text=_text(today),
            )
        )
    lines = tuple((BASE - _height(end * part / 2, end), _text(end * part / 2)) for part in range(3))
    return Plot(tuple(columns), lines, unit)


def _height(value: Decimal, end: Decimal) -> float:
    return float(value / end) * (BASE - TOP - 16) if end else 0.0


def _end(most: Decimal) -> Decimal:
    """Return a round number not below it."""
    if most <= 0:
        return Decimal(2)
    power = Decimal(10) ** (most.adjusted())
    return next((power * step for step in _STEPS if power * step >= most), power * 10)


def _text(value: Decimal) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
