"""Every open line of the bank is held against all rules; what none of them is sure of stays open."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.locks import advisory_lock
from sellers.reconciliation.errors import AlreadyMatched
from sellers.reconciliation.matchers import MATCHERS, Finding, Matcher
from sellers.reconciliation.matchers.base import World, unmatched_entries
from sellers.reconciliation.models import BankLine
from sellers.reconciliation.rules import LOOK_BACK_DAYS, WITHIN_DAYS
from sellers.reconciliation.services.settle_line import leave_unclaimed, settle_line
from sellers.reconciliation.services.settle_pair import settle_pair
from sellers.reconciliation.states import ItemKind

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Matched:
    """``refused`` were found, and the books said no: they stay open."""

    matched: int
    left: int
    refused: int


def match_lines(*, now: datetime) -> Matched:
    """
    Match what can be matched; run by the worker after each statement, fetch and remittance, and regularly.

    Each line is settled in a transaction of its own, so that one that is refused keeps none back.
    """
    with advisory_lock("reconciliation.match-lines"):
        matched = refused = 0
        for matcher in MATCHERS:
            world = _world()
            if not world.lines:
                break
            for finding in matcher.find(world):
                try:
                    matched += _settle(matcher, finding, now)
                except AlreadyMatched:
                    continue
                except DomainError as refusal:
                    refused += 1
                    logger.warning("line %s, %s: %s", finding.line_id, matcher.slug, refusal.message)
        left = 0
        new = BankLine.objects.filter(match=None, item__kind=ItemKind.NEW_LINE, item__settled_at=None)
        for line_id in list(new.order_by("day", "id").values_list("pk", flat=True)):
            try:
                leave_unclaimed(line_id=line_id)
                left += 1
            except AlreadyMatched:
                continue
    return Matched(matched, left, refused)


def _settle(matcher: Matcher, finding: Finding, now: datetime) -> int:
    """Return how many lines are matched now."""
    line_id, slug, reference = finding.line_id, matcher.slug, finding.reference
    if finding.pair_id is not None:
        settle_pair(line_id=line_id, other_id=finding.pair_id, matcher=slug, reference=reference, now=now)
        return 2
    assert finding.book is not None
    settle_line(line_id=line_id, matcher=slug, reference=reference, book=finding.book, now=now)
    return 1


def _world() -> World:
    """
    All open lines, however old, with the entries of the books around them. Where people took a match apart,
    only people match again.
    """
    lines = list(BankLine.objects.filter(match=None, taken_apart=0).order_by("day", "id"))
    if not lines:
        return World((), ())
    newest = max(line.day for line in lines)
    since = max(min(line.day for line in lines), newest - timedelta(days=LOOK_BACK_DAYS))
    reach = timedelta(days=WITHIN_DAYS)
    return World(lines, unmatched_entries(since=since - reach, until=newest + reach + timedelta(days=1)))
