"""Pure rules: working days, what is missing, which facts of goods are certified, who is too near."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from certification.standards.facade import Version

SUNDAY: Final = 6
#: An appeal may be asked for so many days after the decision (sample: not confirmed).
APPEAL_DAYS: Final = 30
#: A renewal is planned so many days before the certificate ends.
RENEWAL_AHEAD_DAYS: Final = 60

#: Facts of goods, by the shop's names for them, that a certificate rests on: changed, the case is looked at
#: again. Everything else (name, description, photographs, price, stock, packing) may be edited freely.
CERTIFIED_FACTS: Final = frozenset(
    {
        "maker", "category", "craft", "district", "handmade",
        "fibre", "fibre-diameter-micron", "weave", "embroidery", "handspun", "dye", "tujis", "fabric",
        "pile", "foundation", "knots-per-sq-inch", "pile-height-mm", "material", "technique",
        "base", "lacquer", "food-safe", "gold-leaf", "wood", "carving", "seasoned-years", "metal", "tinned",
        "size-cm", "size", "medium", "support", "signed", "willow", "grains", "ball-type",
        "grade", "harvest-year", "crop-year", "net-g", "net", "fssai", "ingredients", "flora", "season",
        "moisture-pct", "variety", "process", "altitude-m", "oil", "shelf-life-days",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Monday to Saturday without holidays, as the carriers' calendar has them."""

    holidays: frozenset[date]

    def works(self, day: date) -> bool:
        return day.weekday() != SUNDAY and day not in self.holidays

    def after(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after a day; with 0 the day itself."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.works(day)
        return day

    def between(self, first: date, last: date) -> int:
        """Return how many working days come after ``first``, up to and with ``last``; 0 where none do."""
        count, day = 0, first
        while day < last:
            day += timedelta(days=1)
            count += self.works(day)
        return count


@dataclass(frozen=True, slots=True)
class Clock:
    """
    How a case stands in working days: ``used`` of ``allowed``; ``left`` is negative where it is late.

    ``stands`` while the seller or the laboratory has it: those days are not counted.
    """

    used: int
    allowed: int
    left: int
    stands: bool

    @property
    def late(self) -> int:
        return max(0, -self.left)

    @property
    def share(self) -> int:
        """Return how much of its time is used, in hundredths, 100 at most."""
        return min(100, max(0, round(100 * self.used / max(1, self.allowed))))


def clock_of(*, due_on: date, allowed: int, paused_on: date | None, today: date, days: WorkingDays) -> Clock:
    at = paused_on or today
    left = days.between(at, due_on) if at <= due_on else -days.between(due_on, at)
    return Clock(used=max(0, allowed - left), allowed=allowed, left=left, stands=paused_on is not None)


def missing(
    version: Version,
    *,
    statements: Mapping[str, str],
    photo_keys: Mapping[str, Collection[str]],
    document_keys: Mapping[str, Collection[str]],
) -> tuple[str, ...]:
    """Return the codes of what the standard asks for and nobody gave, in its order."""
    found = []
    for asked in version.evidence:
        given: bool
        if asked.kind == "photo":
            given = bool(photo_keys.get(asked.code))
        elif asked.kind == "document":
            given = bool(document_keys.get(asked.code))
        else:
            given = bool(statements.get(asked.code, "").strip())
        if asked.required and not given:
            found.append(asked.code)
    for parameter in version.parameters_from("declared"):
        if not statements.get(parameter.code, "").strip():
            found.append(parameter.code)
    return tuple(dict.fromkeys(found))


def changed_facts(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Return which certified facts differ, sorted; what is no certified fact never does."""
    names = (before.keys() | after.keys()) & CERTIFIED_FACTS
    return tuple(sorted(name for name in names if _same(before.get(name)) != _same(after.get(name))))


def _same(value: str | None) -> str:
    return " ".join((value or "").casefold().split())


def place_key(district: str, village: str) -> str:
    """Return a village's key, so that "Kanihama" and " kanihama " are one; empty without a village."""
    folded = [" ".join(part.casefold().split()) for part in (district, village)]
    return "/".join(folded) if folded[1] else ""


def series(standard_code: str, on: date) -> str:
    """Return the letters and year before a case's running number: JK-PASH in 2026 is JK-PA-26."""
    letters = re.sub(r"[^A-Z]", "", standard_code.upper().rpartition("-")[2] or "XX")
    return f"JK-{(letters + 'XX')[:2]}-{on:%y}"


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, the month's last day where it is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    last = date(first.year + first.month // 12, first.month % 12 + 1, 1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))


def planned(
    *, granted_on: date, validity_months: int, surveillance_months: int | None
) -> tuple[tuple[str, date], ...]:
    """Return (purpose, day) of what a granted case has before it: surveillance, then its renewal."""
    ends = months_after(granted_on, validity_months)
    found: list[tuple[str, date]] = []
    if surveillance_months:
        step = surveillance_months
        while (day := months_after(granted_on, step)) < ends:
            found.append(("surveillance", day))
            step += surveillance_months
    renewal = ends - timedelta(days=RENEWAL_AHEAD_DAYS)
    if renewal > granted_on:
        found.append(("renewal", renewal))
    return tuple(found)
