"""Commission rules: proposed by one person, approved by another, in force from a later day on."""

from datetime import date, datetime
from decimal import Decimal

from django.db import models, transaction
from django.db.models import Q

from jkrlm.kernel.clock import local_date
from jkrlm.kernel.dated import Standing
from sellers.orders.errors import BadRule
from sellers.orders.models import CommissionProposal, CommissionRule
from sellers.orders.services.decide import said, settle, waiting
from sellers.orders.services.move import By
from sellers.orders.states import DecisionState


@transaction.atomic
def propose_commission(
    *,
    group_code: str,
    craft: str,
    category: str,
    rate_percent: Decimal | None,
    gst_percent: Decimal | None,
    valid_from: date,
    reason: str,
    key: str,
    by: By,
    now: datetime,
) -> CommissionProposal:
    """
    A rule from a day on; without a rate, the end of the one that is there.

    Raises:
        BadRule: it begins today or earlier, or there is none to end.
        ReasonMissing.
    """
    known = CommissionProposal.objects.filter(key=key).first()
    if known is not None:
        return known
    words = said(reason)
    facts = {"group_code": group_code, "craft": craft, "category": category}
    _check(facts, rate_percent, valid_from, local_date(now))
    made, _is_new = CommissionProposal.objects.get_or_create(
        key=key,
        defaults={
            **facts,
            "rate_percent": rate_percent,
            "gst_percent": gst_percent if rate_percent is not None else None,
            "valid_from": valid_from,
            "reason": words,
            "proposed_by": by.actor,
            "proposed_at": now,
        },
    )
    return made


@transaction.atomic
def decide_commission(
    *, pk: int, to: DecisionState, by: By, now: datetime, words: str = ""
) -> CommissionProposal:
    """
    Approve, refuse or withdraw. Approving closes the rule of the same scope on that day and begins another;
    a row that was in force keeps its rate for the days that it held.

    Raises:
        NotProposed, SamePerson.
        BadRule: its day has come meanwhile.
    """
    found = waiting(CommissionProposal, pk)
    if not settle(found, to=to, by=by, now=now, note=words) or to is not DecisionState.APPROVED:
        return found
    facts = {"group_code": found.group_code, "craft": found.craft, "category": found.category}
    _check(facts, found.rate_percent, found.valid_from, local_date(now))
    _open_rules(facts, found.valid_from).update(valid_to=found.valid_from)
    if found.rate_percent is not None and found.gst_percent is not None:
        CommissionRule.objects.create(
            **facts,
            rate_percent=found.rate_percent,
            gst_percent=found.gst_percent,
            valid_from=found.valid_from,
            status=Standing.CONFIRMED,
            source=f"Proposal {found.pk}: {found.reason}"[:300],
        )
    return found


def _check(facts: dict[str, str], rate: Decimal | None, valid_from: date, today: date) -> None:
    if valid_from <= today:
        raise BadRule("A rule begins tomorrow or later: past orders keep theirs.", field="valid_from")
    if CommissionRule.objects.filter(**facts, valid_from__gte=valid_from).exists():
        raise BadRule("A rule of the same scope begins on that day or later already.", field="valid_from")
    if rate is None and not _open_rules(facts, valid_from).exists():
        raise BadRule("There is no rule of this scope to end.", field="rate_percent")


def _open_rules(facts: dict[str, str], day: date) -> models.QuerySet[CommissionRule]:
    return CommissionRule.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lt=day, **facts
    )
