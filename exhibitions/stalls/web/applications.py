"""The call and the applications, at the desk of an exhibition."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

import exhibitions.plan.facade as plan
from exhibitions.stalls import paper as documents
from exhibitions.stalls import selectors, words
from exhibitions.stalls.errors import StallRefusal
from exhibitions.stalls.models import Application, Call, Holding
from exhibitions.stalls.services.hold_stalls import release
from exhibitions.stalls.services.send_call import extend, invited_groups, send_call
from exhibitions.stalls.states import HOLDING, AppState, Ended
from exhibitions.stalls.web.common import READERS, application_or_404, call_of, for_managers, frame
from exhibitions.stalls.web.forms import CallForm, ExtendForm
from jkrlm.kernel import clock
from jkrlm.kernel.forms import asked, carried_out, form_page
from jkrlm.people.facade import for_roles, signed_in
from sellers.registry.facade import groups_by_code

PAGE: Final = 100
BADGES: Final = {
    AppState.SENT: "",
    AppState.WITHDRAWN: "",
    AppState.ALLOTTED: "ok",
    AppState.WAITING: "wait",
    AppState.REFUSED: "err",
    AppState.OFFERED: "warn",
    AppState.GIVEN_UP: "",
    AppState.NO_SHOW: "err",
    AppState.CANCELLED: "err",
}


@dataclass(frozen=True, slots=True)
class Line:
    """An application in the list; ``why`` are obstacles, or what there are points for."""

    row: Application
    group: str
    place: str
    craft: str
    pieces: int
    score: int
    why: str
    is_barred: bool
    state: str
    badge: str
    stall: str


@require_safe
@for_roles(*READERS)
def applications(request: HttpRequest, code: str) -> HttpResponse:
    exhibition = plan.fair_or_404(code)
    form = CallForm(initial={"deadline": exhibition.apply_by}) if call_of(code) is None else None
    return _page(request, exhibition, form, ExtendForm())


@require_POST
@for_managers
def call(request: HttpRequest, code: str) -> HttpResponse:
    """Send the call: rules, quotas, deadline."""
    exhibition, form = plan.fair_or_404(code), CallForm(request.POST)

    def send() -> None:
        made = send_call(
            exhibition_code=code,
            wish=form.wish(),
            key=form.cleaned_data["key"],
            by=signed_in(request),
            now=clock.now(),
            today=clock.today(),
        )
        messages.success(request, _("Sent to %(n)d groups.") % {"n": len(invited_groups(made))})

    if carried_out(form, send):
        return redirect("exhibitions_stalls:applications", code)
    return _page(request, exhibition, form, ExtendForm())


@require_POST
@for_managers
def more_time(request: HttpRequest, code: str) -> HttpResponse:
    exhibition, form, made = plan.fair_or_404(code), ExtendForm(request.POST), call_of(code)
    if made is None:
        raise Http404

    def put_off() -> None:
        day = form.cleaned_data["deadline"]
        extend(call=made, deadline=day, by=signed_in(request), today=clock.today())

    if carried_out(form, put_off):
        messages.success(request, _("The groups have more time."))
        return redirect("exhibitions_stalls:applications", code)
    return _page(request, exhibition, None, form)


@require_safe
@for_roles(*READERS)
def one(request: HttpRequest, code: str, number: str) -> HttpResponse:
    return _one(request, plan.fair_or_404(code), application_or_404(code, number))


@require_safe
@for_roles(*READERS)
def papers(request: HttpRequest, code: str, number: str, paper: str) -> HttpResponse:
    """The letter or the passes, in one of the three languages."""
    row = application_or_404(code, number)
    language = asked(request, "language") or "en"
    if row.state != AppState.ALLOTTED or language not in documents.LANGUAGES:
        raise Http404
    return documents.answer(row, paper, language)


@require_POST
@for_managers
def leave(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """A group gave its stall up by telephone, or did not come."""
    row = application_or_404(code, number)
    why = Ended.NO_SHOW if request.POST.get("why") == Ended.NO_SHOW else Ended.GIVEN_UP
    try:
        release(number=row.number, why=why, by=signed_in(request), now=clock.now(), today=clock.today())
    except StallRefusal as refusal:
        messages.error(request, refusal.message)
        return _one(request, plan.fair_or_404(code), row, status=409)
    messages.success(request, _("Written down. The waiting list moves up."))
    return redirect("exhibitions_stalls:application", code, number)


def _page(
    request: HttpRequest, exhibition: plan.Exhibition, form: CallForm | None, more: ExtendForm
) -> HttpResponse:
    made, today = call_of(exhibition.code), clock.today()
    context: dict[str, Any] = {
        **frame(request, exhibition, "applications"),
        "call": made,
        "form": form,
        "more": more,
    }
    if made is not None:
        context |= _listed(request, exhibition, made)
        context["may_extend"] = made.revealed_at is None and today < exhibition.opens_on
    forms = [each for each in (form, more) if each is not None]
    return form_page(request, "exhibitions_stalls/staff/applications.html", context, *forms)


def _listed(request: HttpRequest, exhibition: plan.Exhibition, made: Call) -> dict[str, Any]:
    state = asked(request, "state")
    rows = selectors.full(Application.objects.filter(call=made)).order_by("pk")
    counts: dict[str, int] = {}
    for each in made.applications.values_list("state", flat=True):
        counts[each] = counts.get(each, 0) + 1
    if state in AppState.values:
        rows = rows.filter(state=state)
    last = int(asked(request, "after")) if asked(request, "after", 9).isdecimal() else 0
    page = list(rows.filter(pk__gt=last)[: PAGE + 1])
    lines = lines_of(exhibition, made, page[:PAGE])
    return {
        "lines": lines,
        "after": page[PAGE - 1].pk if len(page) > PAGE else 0,
        "state": state,
        "lanes": [(each, counts[each.value]) for each in AppState if each.value in counts],
        "all": sum(counts.values()),
        "rules": [
            (words.label_of(name), points)
            for name, points in sorted(
                made.weights.values_list("criterion", "points"), key=lambda each: -each[1]
            )
        ],
        "quotas": list(made.quotas.order_by("by", "name")),
    }


def lines_of(exhibition: plan.Exhibition, made: Call, rows: list[Application]) -> list[Line]:
    """Return applications with what is said of them; decided ones as they were judged then."""
    verdicts = selectors.verdicts_of(rows)
    judged = selectors.judged(
        made, exhibition, [each for each in rows if each.pk not in verdicts], today=clock.today()
    )
    groups = groups_by_code({each.group_code for each in rows})
    held = dict(
        Holding.objects.filter(application__in=rows, ended_at=None).values_list("application", "stall_code")
    )
    lines = []
    for row in rows:
        verdict = verdicts.get(row.pk)
        if verdict is not None:
            barred = [
                words.obstacle(each["code"], each["facts"]) for each in verdict.facts.get("obstacles", [])
            ]
            points = words.points_of(verdict.points)
        else:
            _facts, given, obstacles = judged[row.pk]
            barred = [words.obstacle(each.code, each.facts) for each in obstacles]
            points = words.points_of(given)
        group, state = groups.get(row.group_code), AppState(row.state)
        lines.append(
            Line(
                row=row,
                group=group.name if group else row.group_code,
                place=f"{group.village}, {group.district}" if group else "",
                craft=words.craft_name(row.craft, "en"),
                pieces=sum(each.quantity for each in row.goods.all()),
                score=sum(each.points for each in points),
                why=" ".join(barred)
                or ", ".join(f"{each.label} {each.points}" for each in points if each.points),
                is_barred=bool(barred),
                state=str(state.label),
                badge=BADGES[state],
                stall=held.get(row.pk, ""),
            )
        )
    return lines


def _one(
    request: HttpRequest, exhibition: plan.Exhibition, row: Application, *, status: int = 200
) -> HttpResponse:
    verdict = selectors.verdicts_of([row]).get(row.pk)
    (line,) = lines_of(exhibition, row.call, [row])
    context = {
        **frame(request, exhibition, "applications"),
        "line": line,
        "row": row,
        "why": words.explained(verdict, "en") if verdict else "",
        "points": words.points_of(verdict.points) if verdict else (),
        "verdict": verdict,
        "changes": row.changes.select_related("by").order_by("pk"),
        "holdings": row.holdings.order_by("pk"),
        "is_held": row.state in HOLDING,
        "has_papers": row.state == AppState.ALLOTTED,
        "may_miss": row.state == AppState.ALLOTTED and clock.today() >= exhibition.opens_on,
        "languages": documents.LANGUAGES,
        "allowances": row.allowances.order_by("pk"),
    }
    answer = form_page(request, "exhibitions_stalls/staff/application.html", context)
    answer.status_code = status
    return answer
