"""The draw, for everybody: what was promised, what was drawn, and everything to repeat it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

import exhibitions.plan.facade as plan
from exhibitions.stalls.draw import commitment, digest, repeat
from exhibitions.stalls.models import Call, Proposal
from exhibitions.stalls.states import ProposalState


@require_safe
def draw(request: HttpRequest, slug: str) -> HttpResponse:
    """The promise before, the seed and the check after. The check is worked out anew for each reader."""
    exhibition, call = _call(slug)
    proposal = _approved(call)
    context: dict[str, Any] = {"exhibition": exhibition, "call": call, "proposal": proposal}
    if proposal is not None:
        outcome = repeat(proposal.given, call.seed)
        said = dict(proposal.verdicts.exclude(stall_code="").values_list("application__number", "stall_code"))
        context |= {
            "is_promised": commitment(call.seed) == call.commitment,
            "is_same": outcome.stalls() == said and digest(proposal.given) == proposal.digest,
            "placed": outcome.placed[:400],
            "more": max(0, len(outcome.placed) - 400),
        }
    return render(request, "exhibitions_stalls/draw.html", context)


@require_safe
def given(request: HttpRequest, slug: str) -> HttpResponse:
    """What the draw was given, byte for byte: numbers, crafts, districts, scores; no names."""
    del request
    exhibition, call = _call(slug)
    proposal = _approved(call)
    if proposal is None:
        raise Http404
    answer = HttpResponse(proposal.given, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="draw-{exhibition.code}.json"'
    return answer


def _call(slug: str) -> tuple[plan.Exhibition, Call]:
    for each in plan.exhibitions():
        if each.slug == slug and each.state != plan.ExhibitionState.DRAFT:
            call = Call.objects.filter(exhibition_code=each.code).first()
            if call is not None:
                return each, call
    raise Http404


def _approved(call: Call) -> Proposal | None:
    return call.proposals.filter(state=ProposalState.APPROVED).first()
