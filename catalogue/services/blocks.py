"""
Whether goods may be bought: the one place that decides it.

A room that has a reason puts a block with ``block`` and lifts it with ``unblock``. What follows from facts
that lie here or in the registry (holiday, the group's wish, a missing licence, a group that is not approved)
is judged anew by ``judge`` whenever one of them may have changed. The store hears by ``BlocksChanged``.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction

from catalogue.contracts_listings import BlockReason
from catalogue.kinds import kinds
from catalogue.models import Block, GroupHoliday, Listing
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import INDIA, local_date
from sellers.registry.facade import approved_groups, licences_on, suspended_groups

#: The source of what ``judge`` puts; nobody else's blocks are lifted by it.
JUDGED: Final = "catalogue"
BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class _Verdict:
    note: str = ""
    until: datetime | None = None


@transaction.atomic
def block(
    *,
    product_ids: Iterable[str],
    reason: str,
    source: str,
    note: str,
    until: datetime | None,
    now: datetime,
) -> None:
    """
    Keep products from being bought. The same reason of the same source again changes note and end.

    ``until`` is when the block is lifted by itself, within ten minutes.
    """
    for product_id in sorted(set(product_ids)):
        _put(product_id, BlockReason(reason), source, _Verdict(note, until), now)


@transaction.atomic
def unblock(*, product_ids: Iterable[str], reason: str, source: str, now: datetime) -> None:
    """Lift what this source has put for this reason; where nothing is, nothing happens."""
    held = Block.objects.select_for_update().filter(
        product_id__in=set(product_ids), reason=BlockReason(reason), source=source, lifted_at__isnull=True
    )
    _lift(held.order_by("id"), now)


@transaction.atomic
def lift_ended(*, now: datetime) -> int:
    """Lift every block whose end has come; return how many."""
    ended = Block.objects.select_for_update(skip_locked=True).filter(lifted_at__isnull=True, until__lte=now)
    return _lift(ended.order_by("id"), now)


def judge(group_codes: Iterable[str], *, now: datetime) -> None:
    """Bring the blocks of groups' goods in the store in line with the facts."""
    codes = sorted(set(group_codes))
    for start in range(0, len(codes), BATCH):
        _judge(codes[start : start + BATCH], now)


@transaction.atomic
def _judge(codes: Collection[str], now: datetime) -> None:
    rows = list(
        Listing.objects.select_for_update().filter(group_code__in=codes).exclude(product_id="").order_by("id")
    )
    if not rows:
        return
    today = local_date(now)
    facts = _Facts.of({row.group_code for row in rows}, today)
    held: dict[str, dict[str, Block]] = {}
    for each in Block.objects.filter(
        product_id__in=[row.product_id for row in rows], source=JUDGED, lifted_at__isnull=True
    ):
        held.setdefault(each.product_id, {})[each.reason] = each
    for row in rows:
        verdicts = facts.verdicts(row)
        for reason, verdict in verdicts.items():
            _put(row.product_id, reason, JUDGED, verdict, now)
        _lift([each for reason, each in held.get(row.product_id, {}).items() if reason not in verdicts], now)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of groups on a day, read once for all of them."""

    approved: frozenset[str]
    suspended: frozenset[str]
    licences: dict[str, frozenset[str]]
    holidays: dict[str, GroupHoliday]
    needed: dict[str, str]

    @classmethod
    def of(cls, codes: Collection[str], today: date) -> "_Facts":
        holidays = GroupHoliday.objects.filter(
            group_code__in=codes, ended_at__isnull=True, since__lte=today, until__gte=today
        )
        return cls(
            approved=approved_groups(codes),
            suspended=suspended_groups(codes),
            licences={
                code: frozenset(row.kind for row in rows)
                for code, rows in licences_on(codes, on=today).items()
            },
            holidays={row.group_code: row for row in holidays},
            needed={kind.slug: kind.licence for kind in kinds()},
        )

    def verdicts(self, row: Listing) -> dict[BlockReason, _Verdict]:
        """Return why a listing's product may not be bought, as far as it follows from facts."""
        found: dict[BlockReason, _Verdict] = {}
        if not row.wanted:
            found[BlockReason.SELLER_WISH] = _Verdict()
        holiday = self.holidays.get(row.group_code)
        if holiday is not None:
            found[BlockReason.HOLIDAY] = _Verdict(until=end_of(holiday.until))
        needed = self.needed.get(row.kind, "")
        if needed and not row.vouched and needed not in self.licences.get(row.group_code, ()):
            found[BlockReason.LICENCE] = _Verdict(note=needed)
        allowed = row.group_code in self.approved or (row.vouched and row.group_code not in self.suspended)
        if not allowed:
            found[BlockReason.ONBOARDING] = _Verdict()
        return found


def end_of(day: date) -> datetime:
    """Return the instant at which a day is over in India."""
    return datetime.combine(day + timedelta(days=1), time(0, 0), INDIA)


def _put(product_id: str, reason: BlockReason, source: str, verdict: _Verdict, now: datetime) -> None:
    until = verdict.until if verdict.until is None or verdict.until > now else None
    row, made = Block.objects.get_or_create(
        product_id=product_id,
        reason=reason,
        source=source,
        lifted_at=None,
        defaults={"note": verdict.note[:300], "until": until, "since": now},
    )
    if made:
        _tell(product_id)
    elif (row.note, row.until) != (verdict.note[:300], until):
        row.note, row.until = verdict.note[:300], until
        row.save(update_fields=["note", "until"])


def _lift(rows: Iterable[Block], now: datetime) -> int:
    held: Sequence[Block] = list(rows)
    for row in held:
        row.lifted_at = max(now, row.since)
        row.save(update_fields=["lifted_at"])
        _tell(row.product_id)
    return len(held)


def _tell(product_id: str) -> None:
    outbox.record("BlocksChanged", {"product_id": product_id})
