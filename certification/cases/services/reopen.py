"""Certified facts were changed: what rests on them is looked at again. Anything else changes nothing."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from certification.cases import rules
from certification.cases.models import Case, FactsRow, PlannedRow
from certification.cases.services.move import locked, move, note
from certification.cases.services.rounds import begin_round
from certification.cases.states import OPEN, STANDS, CaseState, StepName
from jkrlm.kernel import outbox


def watched(product_id: str) -> tuple[Case, ...]:
    """Return the cases that a change of these goods may concern: certified ones, and open ones."""
    if not product_id:
        return ()
    return tuple(
        Case.objects.filter(product_id=product_id, state__in=(*STANDS, *OPEN, CaseState.INCOMPLETE)).order_by(
            "id"
        )
    )


@transaction.atomic
def keep_facts(*, number: str, facts: Mapping[str, str], now: datetime) -> None:
    """Keep what the shop says of a case's goods; unchanged since the last time, nothing is kept."""
    case = locked(number)
    last = FactsRow.objects.filter(case=case).order_by("-id").first()
    certified = {name: text for name, text in facts.items() if name in rules.CERTIFIED_FACTS}
    if last is None or last.facts != certified:
        FactsRow.objects.create(case=case, taken_at=now, facts=certified)


@transaction.atomic
def compare_facts(*, number: str, facts: Mapping[str, str], now: datetime) -> tuple[str, ...]:
    """
    Compare what the shop says now with what it said; return the certified facts that differ.

    A granted case is reopened, an open one gets a line that whoever evaluates it reads.
    """
    case = locked(number)
    last = FactsRow.objects.filter(case=case).order_by("-id").first()
    if last is None:
        keep_facts(number=number, facts=facts, now=now)
        return ()
    changed = rules.changed_facts(last.facts, facts)
    if not changed:
        return ()
    keep_facts(number=number, facts=facts, now=now)
    told = {name: f"{last.facts.get(name, '–')} → {facts.get(name, '–')}" for name in changed}
    if case.state in STANDS:
        reopen_case(case, changed=told, now=now)
    elif case.state in OPEN or case.state == CaseState.INCOMPLETE:
        note(case, actor="catalogue", now=now, what="facts-changed", facts=told)
    return changed


@transaction.atomic
def reopen(*, product_id: str, changed: Mapping[str, str], now: datetime) -> tuple[str, ...]:
    """
    Reopen every granted case of goods whose certified facts are among ``changed``; return their numbers.

    ``changed`` is fact → what became of it in words; facts that no certificate rests on reopen nothing.
    """
    certified = {name: words for name, words in changed.items() if name in rules.CERTIFIED_FACTS}
    if not certified:
        return ()
    found = []
    for each in Case.objects.filter(product_id=product_id, state__in=STANDS).order_by("id"):
        case = locked(each.number)
        if case.state in STANDS:
            reopen_case(case, changed=certified, now=now)
            found.append(case.number)
    return tuple(found)


def reopen_case(case: Case, *, changed: Mapping[str, str], now: datetime) -> None:
    """Begin another round of a locked, granted case; records ``CaseReopened``."""

    def change(row: Case) -> None:
        begin_round(row, anew=(StepName.INSPECTION, StepName.LABORATORY), user_id=None, now=now)

    move(
        case,
        to=CaseState.COMPLETE,
        actor="catalogue",
        now=now,
        what="reopened",
        facts=changed,
        change=change,
    )
    PlannedRow.objects.filter(case=case, done_by__isnull=True, dropped_at__isnull=True).update(dropped_at=now)
    outbox.record(
        "CaseReopened",
        {
            "case": case.number,
            "group": case.group_code,
            "product": case.product_id,
            "lot": case.lot_number,
            "changed": sorted(changed),
            "person_id": case.person_id,
            "title": case.title,
        },
    )
