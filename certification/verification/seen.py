"""Labels that were seen too often, for the officers who look into them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from certification.verification.models import ScanReview
from jkrlm.kernel.statements import Statement

PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Often:
    """A label that passes the rule in force: so many devices, new ones on so many days."""

    code: str
    devices: int
    days: int
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class Review:
    words: str
    by: str
    at: datetime
    from_day: date


_OFTEN: Final = Statement(
    """
    WITH rule AS (
        SELECT devices, days, window_days FROM cert_verification_scanrule
         WHERE valid_from <= %(today)s::date AND (valid_to IS NULL OR %(today)s::date < valid_to)
         ORDER BY valid_from DESC LIMIT 1
    ), reviewed AS (
        SELECT code, max(from_day) AS day FROM cert_verification_scanreview GROUP BY code
    )
    SELECT s.code, count(*), count(DISTINCT s.first_on), min(s.first_on), max(s.first_on)
      FROM cert_verification_seen s LEFT JOIN reviewed r ON r.code = s.code
     WHERE s.first_on >= greatest(r.day, %(today)s::date - (SELECT window_days FROM rule))
     GROUP BY s.code
    HAVING count(*) > (SELECT devices FROM rule) AND count(DISTINCT s.first_on) > (SELECT days FROM rule)
     ORDER BY max(s.first_on) DESC, s.code LIMIT %(most)s
    """
)
#: Since the last review, and no further back than the rule looks.
_BY_DAY: Final = Statement(
    """
    SELECT first_on, count(*) FROM cert_verification_seen
     WHERE code = %(code)s::varchar AND first_on >= greatest(
        (SELECT max(from_day) FROM cert_verification_scanreview WHERE code = %(code)s::varchar),
        %(today)s::date - (SELECT window_days FROM cert_verification_scanrule
                            WHERE valid_from <= %(today)s::date
                              AND (valid_to IS NULL OR %(today)s::date < valid_to)
                            ORDER BY valid_from DESC LIMIT 1))
     GROUP BY first_on ORDER BY first_on
    """
)


def seen_too_often(*, today: date) -> tuple[Often, ...]:
    """Return the labels that pass the rule, the one last seen first, a hundred at most. One statement."""
    return tuple(Often(*row) for row in _OFTEN.rows(today=today, most=PAGE))


def new_devices_by_day(code: str, *, today: date) -> tuple[tuple[date, int], ...]:
    """Return on which days how many devices looked at a label for the first time. One statement."""
    return tuple((day, count) for day, count in _BY_DAY.rows(code=code, today=today))


def reviews_of(code: str) -> tuple[Review, ...]:
    """Return what officers found of a label's scans, the newest first. One statement."""
    rows = ScanReview.objects.filter(code=code).select_related("by").order_by("-pk")
    return tuple(Review(each.words, each.by.name, each.at, each.from_day) for each in rows)
