"""The leader says who made a piece, and whose what of it is."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money
from jkrlm.kernel.statements import Statement
from sellers.earnings import rules
from sellers.earnings.contracts import Actor
from sellers.earnings.errors import (
    ChangedMeanwhile,
    KeyReused,
    LineUnknown,
    NotAMember,
    NotDelivered,
    NotHerPlace,
)
from sellers.earnings.models import Attribution, Share
from sellers.earnings.states import Answer
from sellers.orders.facade import SoldLine, sold_lines_by_id
from sellers.registry.facade import members

#: One line's versions are written one after the other.
_IN_TURN = Statement("SELECT pg_advisory_xact_lock(hashtext('earnings.line'), %(line)s::int)::text")


def say_who_made(
    *,
    line_id: int,
    group_code: str,
    shares: Mapping[int, Money],
    seen_version: int,
    key: str,
    by: Actor,
    now: datetime,
) -> tuple[int, bool]:
    """
    Write a new version; return its number and whether it stood already under this key.

    ``shares`` are of what the group gets of the line as it was sold. Who had confirmed the same amount keeps
    her word; the leader's own share is confirmed where she says it herself; everybody else is asked
    (AttributionAsked).

    Raises:
        LineUnknown, NotDelivered: no such line of this group, or it is still on its way.
        NotHerPlace: ``by`` is not the group's leader.
        NotAMember, SharesDisagree: who was named, or what was written.
        ChangedMeanwhile: ``seen_version`` is not what stands. KeyReused: the key says something else.
    """
    line, earned_on = _line(line_id, group_code)
    roll = {row.person_id: row.role for row in members(group_code, on=local_date(now))}
    if roll.get(by.person_id) != "leader":
        raise NotHerPlace
    with transaction.atomic():
        _IN_TURN.rows(line=line_id % 2**31)
        repeated = Attribution.objects.filter(key=key).first()
        if repeated is not None:
            return _same(repeated, line_id, shares), True
        standing = (
            Attribution.objects.select_for_update().filter(line=line_id, superseded_at__isnull=True).first()
        )
        if (standing.version if standing else 0) != seen_version:
            raise ChangedMeanwhile
        before = {share.person_id: share for share in standing.shares.all()} if standing else {}
        if not set(shares) <= set(roll) | set(before):
            raise NotAMember
        rules.checked(line.gets, shares)
        if standing is not None:
            standing.superseded_at = now
            standing.save(update_fields=["superseded_at"])
        made = Attribution.objects.create(
            line_id=line_id,
            group_code=group_code,
            version=seen_version + 1,
            whole=line.gets.amount,
            earned_on=earned_on,
            key=key,
            said_by_id=by.user_id,
            on_behalf_of=by.on_behalf_of,
            said_at=now,
        )
        rows = [
            _share(made, person, amount, before.get(person), by, now) for person, amount in shares.items()
        ]
        for row in Share.objects.bulk_create(rows):
            if row.state == Answer.WAITING:
                outbox.record(
                    "AttributionAsked",
                    {"group": group_code, "person_id": row.person_id, "line": line_id},
                )
    return made.version, False


def _line(line_id: int, group_code: str) -> tuple[SoldLine, date]:
    line = sold_lines_by_id([line_id]).get(line_id)
    if line is None or line.group_code != group_code:
        raise LineUnknown
    if line.delivered_on is None:
        raise NotDelivered
    return line, line.delivered_on


def _same(found: Attribution, line_id: int, shares: Mapping[int, Money]) -> int:
    said = {share.person_id: Money(share.amount, "INR") for share in found.shares.all()}
    if found.line_id != line_id or said != {person: each.quantized() for person, each in shares.items()}:
        raise KeyReused
    return found.version


def _share(
    made: Attribution, person_id: int, amount: Money, before: Share | None, by: Actor, now: datetime
) -> Share:
    row = Share(attribution=made, person_id=person_id, amount=amount.amount)
    if before is not None and before.state == Answer.CONFIRMED and before.amount == amount.amount:
        row.state, row.answered_at, row.answered_by_id = (
            before.state,
            before.answered_at,
            before.answered_by_id,
        )
    elif person_id == by.person_id and by.is_herself:
        row.state, row.answered_at, row.answered_by_id = Answer.CONFIRMED, now, by.user_id
    return row
