"""Reads of stalls."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

import exhibitions.plan.facade as plan
from exhibitions.stalls import rules, words
from exhibitions.stalls.contracts import (
    Allotted,
    AllowanceRow,
    ApplicationRow,
    CallView,
    Traveller,
    Wanted,
)
from exhibitions.stalls.errors import ApplicationUnknown
from exhibitions.stalls.facts import facts_of
from exhibitions.stalls.models import Allowance, Application, Call, Holding, Verdict
from exhibitions.stalls.rules import Facts
from exhibitions.stalls.services.common import call_of, limits_of
from exhibitions.stalls.states import AppState, Ended, ProposalState
from jkrlm.kernel.money import Money


def allotted(exhibition_code: str) -> tuple[Allotted, ...]:
    """Return who has which stall; who was only offered one has none yet. Three queries."""
    rows = (
        _standing(exhibition_code)
        .select_related("application")
        .prefetch_related("application__goods", "application__travellers")
    )
    found = [
        Allotted(
            application_number=row.application.number,
            group_code=row.application.group_code,
            stall_code=row.stall_code,
            goods=tuple(each.product_id for each in row.application.goods.all() if each.product_id),
            travellers=travellers_of(row.application),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda each: plan.stall_order(each.stall_code)))


def stall_of(exhibition_code: str, group_code: str) -> str | None:
    """Return the stall that a group has taken, not one that is only offered to it. One query."""
    rows = _standing(exhibition_code).filter(application__group_code=group_code)
    return rows.values_list("stall_code", flat=True).first()


def charges(exhibition_code: str) -> dict[str, Money]:
    prices = {each.code: each.price for each in plan.stalls(exhibition_code)}
    rows = Holding.objects.filter(
        Q(ended_at=None, application__state=AppState.ALLOTTED) | Q(ended=Ended.NO_SHOW),
        call__exhibition_code=exhibition_code,
    )
    found = rows.order_by("since", "id").values_list("application__group_code", "stall_code")
    return {group: prices.get(stall, Money(Decimal(0), "INR")) for group, stall in found}


def applications(
    exhibition_code: str, *, group_codes: Collection[str] | None = None, language: str = "en"
) -> tuple[ApplicationRow, ...]:
    """Return the applications for an exhibition, or those of some groups, by number. Six queries."""
    rows = full(Application.objects.filter(call__exhibition_code=exhibition_code)).order_by("pk")
    if group_codes is not None:
        rows = rows.filter(group_code__in=group_codes)
    return rows_of(rows, language)


def application(number: str, language: str = "en") -> ApplicationRow:
    """Return one application; the caller checks whose it is. Raises ApplicationUnknown."""
    found = rows_of(full(Application.objects.filter(number=number[:32])), language)
    if not found:
        raise ApplicationUnknown("There is no such application.")
    return found[0]


def call_view(exhibition_code: str) -> CallView:
    """Return what was published with a call. Raises ApplicationUnknown. Four queries."""
    call = call_of(exhibition_code)
    newest = call.proposals.order_by("-pk").values_list("state", flat=True).first()
    return CallView(
        exhibition_code=call.exhibition_code,
        deadline=call.deadline,
        points=dict(call.weights.values_list("criterion", "points")),
        quotas=tuple(call.quotas.order_by("by", "name").values_list("by", "name", "most")),
        commitment=call.commitment,
        seed=call.seed,
        state=newest or "",
    )


def groups_at(exhibition_code: str) -> tuple[plan.PublicGroup, ...]:
    """Return who stands where, as the plan's public page shows it."""
    return tuple(
        plan.PublicGroup(each.group_code, each.stall_code, each.goods) for each in allotted(exhibition_code)
    )


def group_numbers(exhibition_codes: Collection[str]) -> dict[str, int]:
    """Return how many groups have a stall, by exhibition. One query."""
    held = Holding.objects.filter(
        call__exhibition_code__in=exhibition_codes, ended_at=None, application__state=AppState.ALLOTTED
    )
    return dict(held.values_list("call__exhibition_code").annotate(n=Count("pk")))


def given_number(exhibition_code: str) -> int:
    """Return to how many groups a stall was given that they took, also who left it later. One query."""
    rows = Holding.objects.filter(call__exhibition_code=exhibition_code, accepted_at__isnull=False)
    return rows.values("application").distinct().count()


def _standing(exhibition_code: str) -> QuerySet[Holding]:
    return Holding.objects.filter(
        call__exhibition_code=exhibition_code, ended_at=None, application__state=AppState.ALLOTTED
    )


def full(rows: QuerySet[Application]) -> QuerySet[Application]:
    return rows.select_related("call").prefetch_related("goods", "travellers")


def rows_of(rows: Iterable[Application], language: str) -> tuple[ApplicationRow, ...]:
    found = list(rows)
    verdicts = verdicts_of(found)
    held = dict(
        Holding.objects.filter(application__in=found, ended_at=None).values_list("application", "stall_code")
    )
    return tuple(_row(each, verdicts.get(each.pk), held.get(each.pk, ""), language) for each in found)


def verdicts_of(rows: Iterable[Application]) -> dict[int, Verdict]:
    """Return what the approved allotment said of applications. One query."""
    found = Verdict.objects.filter(
        application__in=list(rows), proposal__state=ProposalState.APPROVED
    ).select_related("application")
    return {each.application_id: each for each in found}


def line_now(call: Call) -> dict[int, int]:
    """Return the places on the waiting list as it stands: those before who got a stall, or left, are gone."""
    found = (
        Verdict.objects.filter(
            proposal__call=call, proposal__state=ProposalState.APPROVED, application__state=AppState.WAITING
        )
        .order_by("line")
        .values_list("application_id", flat=True)
    )
    return {application_id: place for place, application_id in enumerate(found, start=1)}


def judged(
    call: Call, exhibition: plan.Exhibition, rows: Collection[Application], *, today: date
) -> dict[int, tuple[Facts, dict[str, dict[str, object]], tuple[rules.Obstacle, ...]]]:
    """Return what would be said of applications today: facts, points, what stands in the way."""
    facts = facts_of(call, exhibition, rows, today=today)
    weights = dict(call.weights.values_list("criterion", "points"))
    limits = limits_of(call)
    return {
        row.pk: (facts[row.pk], rules.points(facts[row.pk], weights), rules.obstacles(facts[row.pk], limits))
        for row in rows
    }


def allowances(exhibition_code: str) -> tuple[AllowanceRow, ...]:
    """Return the allowances of an exhibition. One query."""
    rows = Allowance.objects.filter(application__call__exhibition_code=exhibition_code)
    return tuple(
        AllowanceRow(
            row.application.number, row.application.group_code, row.kind, Money(row.amount, "INR"), row.state
        )
        for row in rows.select_related("application").order_by("pk")
    )


def travellers_of(row: Application) -> tuple[Traveller, ...]:
    return tuple(Traveller(each.person_id, each.name) for each in row.travellers.all())


def _row(row: Application, verdict: Verdict | None, stall: str, language: str) -> ApplicationRow:
    needs = (
        ("lodging", row.needs_lodging),
        ("transport", row.needs_transport),
        ("electricity", row.needs_electricity),
    )
    return ApplicationRow(
        number=row.number,
        exhibition_code=row.call.exhibition_code,
        group_code=row.group_code,
        state=row.state,
        craft=row.craft,
        district=row.district,
        goods=tuple(
            Wanted(each.listing_id, each.product_id, each.title, each.quantity) for each in row.goods.all()
        ),
        travellers=travellers_of(row),
        needs=tuple(name for name, is_needed in needs if is_needed),
        stall_code=stall,
        score=verdict.score if verdict else None,
        line=verdict.line if verdict else 0,
        why=words.explained(verdict, language) if verdict else "",
        version=row.version,
    )
