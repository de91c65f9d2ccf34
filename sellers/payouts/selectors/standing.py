"""Where groups stand with their payments: for the portal, the notices and the statements."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Final

from django.db.models import F, Window
from django.db.models.functions import RowNumber

import sellers.registry.facade as registry
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money
from sellers.payouts import contracts
from sellers.payouts.models import Transfer
from sellers.payouts.selectors.payable import holds_on
from sellers.payouts.selectors.settings import payout_day, rule
from sellers.payouts.states import CAME_BACK, TransferState

SHOWN: Final = 24
#: The checker has approved it: a group sees no transfer before.
_TOLD: Final = (TransferState.SENT, TransferState.PAID, *CAME_BACK)


def standing(group_codes: Collection[str], *, today: date) -> dict[str, contracts.Standing]:
    """Return where each group stands, one of whom nothing is known as well. Seven queries."""
    in_force = rule(today)
    day = payout_day(today, in_force.weekday)
    holds = holds_on(group_codes, registry.bank_accounts(group_codes))
    rows: dict[tuple[str, str], list[contracts.TransferRow]] = defaultdict(list)
    for kind, states in (
        ("way", (TransferState.SENT,)),
        ("paid", (TransferState.PAID,)),
        ("back", CAME_BACK),
    ):
        for code, found in _newest(group_codes, states).items():
            rows[code, kind] = found
    return {
        code: contracts.Standing(
            next_day=day,
            minimum=Money(in_force.minimum, "INR"),
            hold=contracts.Hold(holds[code].reason, holds[code].since, holds[code].whom_to_ask)
            if code in holds
            else None,
            on_the_way=tuple(rows[code, "way"]),
            paid=tuple(rows[code, "paid"]),
            came_back=tuple(rows[code, "back"]),
        )
        for code in group_codes
    }


def transfers(group_code: str, *, since: date, until: date) -> tuple[contracts.TransferRow, ...]:
    """Return a group's transfers sent from ``since`` until, not including, ``until``, the oldest first."""
    rows = Transfer.objects.filter(group_code=group_code, state__in=_TOLD).select_related("batch")
    found = [
        row
        for row in rows.order_by("id")
        if row.batch.value_date is not None and since <= row.batch.value_date < until
    ]
    return tuple(_row(row) for row in found)


def _newest(
    codes: Collection[str], states: Collection[TransferState]
) -> dict[str, list[contracts.TransferRow]]:
    """Return up to ``SHOWN`` of each group, the newest first. The database counts: no more are fetched."""
    found: dict[str, list[contracts.TransferRow]] = defaultdict(list)
    newest = Window(RowNumber(), partition_by=[F("group_code")], order_by=F("id").desc())
    rows = Transfer.objects.filter(group_code__in=list(codes), state__in=states).annotate(place=newest)
    for row in rows.filter(place__lte=SHOWN).select_related("batch").order_by("-id"):
        found[row.group_code].append(_row(row))
    return found


def _row(row: Transfer) -> contracts.TransferRow:
    return contracts.TransferRow(
        reference=row.reference,
        group_code=row.group_code,
        amount=Money(row.amount, "INR"),
        utr=row.utr,
        day=row.settled_on or row.batch.value_date or local_date(row.changed_at),
        state=row.state,
        last_four=row.last_four,
        reason=row.reason,
    )
