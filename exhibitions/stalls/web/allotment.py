"""The allotment: worked out by one, approved by another; the map, the waiting list, exchanges."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

import exhibitions.plan.facade as plan
from exhibitions.stalls import selectors, words
from exhibitions.stalls.engine import StallToGive
from exhibitions.stalls.errors import ApplicationUnknown, StallRefusal
from exhibitions.stalls.models import Application, Call, Holding, Proposal, Verdict
from exhibitions.stalls.services import allot_stalls, hold_stalls
from exhibitions.stalls.services.common import crafts_of_zones, stalls_to_give
from exhibitions.stalls.states import AppState, ProposalState, Result
from exhibitions.stalls.web.common import READERS, application_or_404, call_of, for_managers, frame
from exhibitions.stalls.web.forms import OfferForm, SwapForm, WhyForm
from jkrlm.kernel import clock
from jkrlm.kernel.forms import KeyedForm, carried_out, form_page
from jkrlm.people.facade import for_roles, signed_in
from sellers.registry.facade import groups_by_code

SHOWN: Final = 400


@dataclass(frozen=True, slots=True)
class VerdictLine:
    verdict: Verdict
    group: str
    place: str
    craft: str
    why: str


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """``form`` offers a stall; the first free one for her is chosen where she is next for it."""

    row: Application
    group: str
    place: str
    craft: str
    line: int
    score: int
    why: str
    stalls: list[str]
    chosen: str
    form: OfferForm


@require_safe
@for_roles(*READERS)
def allotment(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, plan.fair_or_404(code))


@require_POST
@for_managers
def propose(request: HttpRequest, code: str) -> HttpResponse:
    form = KeyedForm(request.POST)
    form.is_valid()
    try:
        allot_stalls.propose(
            exhibition_code=code,
            key=form.cleaned_data["key"],
            by=signed_in(request),
            now=clock.now(),
            today=clock.today(),
        )
    except StallRefusal as refusal:
        return _refused(request, code, refusal)
    messages.success(request, _("Worked out. Somebody else approves it."))
    return redirect("exhibitions_stalls:allotment", code)


@require_POST
@for_managers
def decide(request: HttpRequest, code: str, proposal_id: int) -> HttpResponse:
    """Approve what somebody else proposed, or send it back with a reason."""
    proposal = Proposal.objects.filter(pk=proposal_id, call__exhibition_code=code).first()
    if proposal is None:
        return _refused(request, code, ApplicationUnknown("There is no such allotment."))
    by, now = signed_in(request), clock.now()
    if request.POST.get("verdict") != "approve":
        form = WhyForm(request.POST)
        if not form.is_valid():
            return _page(request, plan.fair_or_404(code), why=form)
        try:
            allot_stalls.send_back(proposal_id=proposal_id, why=form.cleaned_data["why"], by=by, now=now)
        except StallRefusal as refusal:
            return _refused(request, code, refusal)
        messages.success(request, _("Sent back."))
        return redirect("exhibitions_stalls:allotment", code)
    try:
        allot_stalls.approve(proposal_id=proposal_id, by=by, now=now, today=clock.today())
    except (StallRefusal, plan.PlanRefusal) as refusal:
        return _refused(request, code, refusal)
    messages.success(request, _("Approved. The groups are told; the seed of the draw is published."))
    return redirect("exhibitions_stalls:allotment", code)


@require_POST
@for_managers
def offer(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Offer a stall to a group on the waiting list of this exhibition."""
    row = application_or_404(code, number)
    form = OfferForm(request.POST)

    def give() -> None:
        hold_stalls.offer(
            exhibition_code=code,
            number=row.number,
            stall_code=form.cleaned_data["stall"],
            why=form.cleaned_data["why"],
            by=signed_in(request),
            now=clock.now(),
            today=clock.today(),
        )

    if carried_out(form, give):
        messages.success(request, _("Offered. The group is told by message."))
        return redirect("exhibitions_stalls:allotment", code)
    return _page(request, plan.fair_or_404(code), offers={number: form})


@require_POST
@for_managers
def swap(request: HttpRequest, code: str) -> HttpResponse:
    form = _swap_form(code, request.POST)

    def exchange() -> None:
        hold_stalls.swap(
            exhibition_code=code,
            one=form.cleaned_data["one"],
            other=form.cleaned_data["other"],
            why=form.cleaned_data["why"],
            by=signed_in(request),
            now=clock.now(),
            today=clock.today(),
        )

    if carried_out(form, exchange):
        messages.success(request, _("Exchanged. The groups are told."))
        return redirect("exhibitions_stalls:allotment", code)
    return _page(request, plan.fair_or_404(code), swap_form=form)


def _refused(request: HttpRequest, code: str, refusal: Any) -> HttpResponse:
    answer = _page(request, plan.fair_or_404(code), refusal=refusal.message)
    answer.status_code = 409
    return answer


def _page(
    request: HttpRequest,
    exhibition: plan.Exhibition,
    *,
    why: WhyForm | None = None,
    offers: dict[str, OfferForm] | None = None,
    swap_form: SwapForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    code, made = exhibition.code, call_of(exhibition.code)
    context: dict[str, Any] = {
        **frame(request, exhibition, "allotment"),
        "call": made,
        "refusal": refusal,
        "form": KeyedForm(),
        "why_form": why or WhyForm(),
        "swap_form": swap_form or _swap_form(code),
    }
    if made is not None:
        proposal = made.proposals.select_related("proposed_by", "decided_by").order_by("-pk").first()
        context |= {
            "proposal": proposal,
            "may_propose": clock.today() > made.deadline
            and exhibition.state == plan.ExhibitionState.INVITING
            and (proposal is None or proposal.state == ProposalState.SENT_BACK),
            "is_mine": proposal is not None and proposal.proposed_by_id == context["me"].pk,
            "sent": made.applications.filter(state=AppState.SENT).count(),
            **_map(exhibition, made, proposal),
            **_verdicts(proposal),
            **_waiting(exhibition, made, offers or {}),
        }
    forms = [each for each in (why, swap_form, *(offers or {}).values()) if each is not None]
    return form_page(request, "exhibitions_stalls/staff/allotment.html", context, *forms)


def _map(exhibition: plan.Exhibition, made: Call, proposal: Proposal | None) -> dict[str, Any]:
    """The stalls with who holds them, or who would by the proposal."""
    code = exhibition.code
    marks = {}
    holdings = Holding.objects.filter(call=made, ended_at=None).select_related("application")
    held = {each.stall_code: each.application for each in holdings}
    if not held and proposal is not None and proposal.state == ProposalState.PROPOSED:
        rows = proposal.verdicts.exclude(stall_code="").select_related("application")
        held = {each.stall_code: each.application for each in rows}
    names = groups_by_code({each.group_code for each in held.values()})
    for stall, row in held.items():
        name = names[row.group_code].name if row.group_code in names else row.group_code
        marks[stall] = plan.Mark(
            css="waiting" if row.state == AppState.OFFERED else "taken",
            label=name,
            href=reverse("exhibitions_stalls:application", args=[code, row.number]),
        )
    there = plan.stalls(code)
    free = [each.code for each in there if not each.blocked and not each.kept and each.code not in marks]
    return {
        "map": plan.stall_map(code, marks),
        "taken": len(marks),
        "there": sum(not each.blocked for each in there),
        "free": free,
        "kept": [each.code for each in there if each.kept and each.code not in marks],
    }


def _verdicts(proposal: Proposal | None) -> dict[str, Any]:
    if proposal is None or proposal.state == ProposalState.SENT_BACK:
        return {"verdicts": []}
    rows = list(proposal.verdicts.select_related("application").order_by("pk"))
    rows.sort(key=lambda each: (each.result == Result.REFUSED, -each.score, each.drawn))
    names = groups_by_code({each.application.group_code for each in rows})
    lines = []
    for each in rows[:SHOWN]:
        group = names.get(each.application.group_code)
        lines.append(
            VerdictLine(
                verdict=each,
                group=group.name if group else each.application.group_code,
                place=f"{group.village}, {group.district}" if group else "",
                craft=words.craft_name(each.application.craft, "en"),
                why=words.explained(each, "en"),
            )
        )
    return {
        "verdicts": lines,
        "more": max(0, len(rows) - SHOWN),
        "with_stall": sum(each.result == Result.STALL for each in rows),
        "in_line": sum(each.result == Result.WAITING for each in rows),
        "barred": sum(each.result == Result.REFUSED for each in rows),
        "drawn": sum(bool(each.equals) for each in rows),
    }


def _waiting(exhibition: plan.Exhibition, made: Call, offers: dict[str, OfferForm]) -> dict[str, Any]:
    places = selectors.line_now(made)
    rows = list(Application.objects.filter(pk__in=places))
    rows.sort(key=lambda each: places[each.pk])
    verdicts = selectors.verdicts_of(rows)
    names = groups_by_code({each.group_code for each in rows})
    crafts = crafts_of_zones(exhibition.code)
    taken = set(Holding.objects.filter(call=made, ended_at=None).values_list("stall_code", flat=True))
    free = [each for each in stalls_to_give(exhibition.code).values() if each.code not in taken]
    able = {each.pk for each in hold_stalls.eligible_in_line(made, clock.today())} if free else set()
    quotas, holders = allot_stalls.quotas_of(made), hold_stalls.holders(made)
    lines = []
    for row in rows[:SHOWN]:
        fits = [
            each.code
            for each in free
            if row.pk in able
            and hold_stalls.fits(
                row, StallToGive(each.code, each.size, crafts[each.zone_code]), quotas, holders
            )
        ]
        group, verdict = names.get(row.group_code), verdicts[row.pk]
        form = offers.get(row.number) or OfferForm()
        lines.append(
            WaitingLine(
                row=row,
                group=group.name if group else row.group_code,
                place=f"{group.village}, {group.district}" if group else "",
                craft=words.craft_name(row.craft, "en"),
                line=places[row.pk],
                score=verdict.score,
                why=", ".join(
                    f"{each.label} {each.points}" for each in words.points_of(verdict.points) if each.points
                ),
                stalls=fits,
                chosen=str(form["stall"].value() or (fits[0] if fits else "")),
                form=form,
            )
        )
    return {"waiting": lines}


def _swap_form(code: str, data: Any = None) -> SwapForm:
    rows = Holding.objects.filter(call__exhibition_code=code, ended_at=None)
    held = sorted(rows.values_list("stall_code", flat=True), key=plan.stall_order)
    return SwapForm(data, held=held, there=list(stalls_to_give(code)))
