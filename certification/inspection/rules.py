"""Clashing visits, and what a report must hold. Pure: no database, no clock."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from certification.inspection.contracts import Clash
from jkrlm.kernel.clock import local_date

#: A bag's seal: capitals, figures and dashes, three figures at least, so that it is no name of a group.
SEAL: Final = re.compile(r"(?=(?:\D*\d){3})[A-Z0-9](?:[A-Z0-9-]{2,18})[A-Z0-9]")
#: By road from one district into another, at least.
BETWEEN_DISTRICTS: Final = timedelta(hours=1)
PHOTOS_MAX: Final = 30
#: A phone whose clock runs ahead by more than this gives times that cannot be.
AHEAD_MAX: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Planned:
    """A visit with its hours, whose it is and where it leads."""

    visit_id: int
    case_number: str
    inspector_id: int
    group_code: str
    group_name: str
    district: str
    starts_at: datetime
    ends_at: datetime


def clashes(mine: Planned, others: Iterable[Planned]) -> tuple[Clash, ...]:
    """
    Return the visits that get in the way of ``mine``: hers at the same hours, hers in another district with
    less than an hour between, another inspector's at the same group on the same day.
    """
    found: list[Clash] = []
    for other in others:
        if other.visit_id == mine.visit_id:
            continue
        words = _clash(mine, other)
        if words:
            found.append(Clash(other.visit_id, other.case_number, words))
    return tuple(found)


def _clash(mine: Planned, other: Planned) -> str:
    if other.inspector_id == mine.inspector_id:
        if mine.starts_at < other.ends_at and other.starts_at < mine.ends_at:
            return f"At the same hours you are with {other.group_name} ({other.case_number})."
        gap = max(other.starts_at - mine.ends_at, mine.starts_at - other.ends_at)
        if other.district != mine.district and gap < BETWEEN_DISTRICTS:
            return (
                f"Only {int(gap.total_seconds() // 60)} minutes lie between this and {other.group_name} "
                f"in {other.district} ({other.case_number})."
            )
        return ""
    same_day = local_date(other.starts_at) == local_date(mine.starts_at)
    if same_day and other.group_code == mine.group_code:
        return f"Another inspector comes to {other.group_name} on the same day ({other.case_number})."
    return ""


def missing_evidence(asked: Sequence[tuple[str, str, bool]], shown: Iterable[str]) -> list[str]:
    """Return the labels of required photographs that nothing shows; ``asked``: code, label, required."""
    have = set(shown)
    return [label for code, label, required in asked if required and code not in have]
