"""What pages show, prepared: words, badges, addresses, the plot of ages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from jkrlm.people.facade import Role
from sellers.reconciliation.matchers import MATCHERS
from sellers.reconciliation.models import OpenItem
from sellers.reconciliation.selectors.days import DayFacts
from sellers.reconciliation.selectors.items import AgeBand
from sellers.reconciliation.services.settle_line import BY_HAND
from sellers.reconciliation.states import DayState, ItemKind

#: Who sees the desk; who brings statements, proposes and closes; who approves.
DESK: Final = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.ADMINISTRATOR)
MAKERS: Final = (Role.FINANCE_MAKER,)
CHECKERS: Final = (Role.FINANCE_CHECKER,)
FINANCE: Final = (*MAKERS, *CHECKERS)

_DAY_BADGES: Final = {
    DayState.NOT_DONE: ("off", "○"),
    DayState.OPEN: ("warn", "!"),
    DayState.CLEAN: ("warn", "◑"),
    DayState.CLOSED: ("ok", "✓"),
}
#: The plot's size, in its own units.
PLOT_WIDTH: Final = 340
BAR: Final = 20
STEP: Final = 32
_LABEL_AT: Final = 96


@dataclass(frozen=True, slots=True)
class DayCell:
    facts: DayFacts
    badge: str
    sign: str
    label: str


@dataclass(frozen=True, slots=True)
class Bar:
    place: int
    label: str
    count: int
    amount_minor: int
    y: int
    text_y: int
    width: int


def day_cell(facts: DayFacts) -> DayCell:
    badge, sign = _DAY_BADGES[facts.state]
    return DayCell(facts, badge, sign, facts.state.label)


def item_row(item: OpenItem, today: date) -> dict[str, Any]:
    return {
        "item": item,
        "kind": ItemKind(item.kind).label,
        "age": max((today - item.since).days, 0),
        "owner": item.owner.name if item.owner else "",
        "badge": "off" if item.settled_at else "err" if (today - item.since).days > 7 else "warn",
    }


def plot(bands: Sequence[AgeBand]) -> dict[str, Any]:
    """Bars of open amounts, the largest across the plot; the table beside it says the same in figures."""
    most = max((band.amount_minor for band in bands), default=0)
    bars = [
        Bar(
            place=at,
            label=band.label,
            count=band.count,
            amount_minor=band.amount_minor,
            y=at * STEP,
            text_y=at * STEP + BAR * 2 // 3,
            width=(PLOT_WIDTH - _LABEL_AT) * band.amount_minor // most if most else 0,
        )
        for at, band in enumerate(bands)
    ]
    return {"bars": bars, "width": PLOT_WIDTH, "height": STEP * len(bars), "label_at": _LABEL_AT, "bar": BAR}


def matcher_title(slug: str) -> str:
    titles = {each.slug: each.title for each in MATCHERS}
    return "By hand" if slug == BY_HAND else titles.get(slug, slug)


def weeks(cells: Sequence[DayCell]) -> list[list[DayCell | None]]:
    """Return days as rows of a calendar, Monday first."""
    if not cells:
        return []
    first = cells[0].facts.day
    padded: list[DayCell | None] = [None] * first.weekday() + list(cells)
    padded += [None] * (-len(padded) % 7)
    return [padded[at : at + 7] for at in range(0, len(padded), 7)]


def monday_before(day: date, *, weeks_back: int) -> date:
    return day - timedelta(days=day.weekday() + 7 * weeks_back)
