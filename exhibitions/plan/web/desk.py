"""The list of exhibitions, one exhibition with its steps, and planning one."""

from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import exhibitions.plan.facade as plan
from exhibitions.plan import rows, selectors
from exhibitions.plan.frame import fair_or_404, frame, manager_of
from exhibitions.plan.models import Exhibition as Row
from exhibitions.plan.services import keep_exhibition as keep
from exhibitions.plan.states import OPEN_STATES, Duty, ExhibitionState
from exhibitions.plan.tabs import PLANNERS, tabs
from exhibitions.plan.web.forms import CopyForm, ExhibitionForm, MoveForm
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import STAFF_ROLES, for_roles, roles_of, signed_in
from sellers.registry.facade import groups_by_code

_form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_roles(*STAFF_ROLES)
def listed(request: HttpRequest) -> HttpResponse:
    """Every exhibition for its planners; the others of the staff find what they may open of each."""
    today, user = clock.today(), signed_in(request)
    roles, own = roles_of(user), selectors.codes_of_team(user.pk)
    is_planner = bool(roles & set(PLANNERS))
    cards: list[dict[str, Any]] = [
        {"row": row, "tabs": () if is_planner else tabs(code, "", roles=roles, on_team=code in own)}
        for row in rows.fair_rows(today)
        for code in (row.fair.code,)
    ]
    parts: dict[str, list[dict[str, Any]]] = {"now": [], "ahead": [], "past": []}
    for card in cards:
        if is_planner or card["tabs"]:
            parts[_part(card["row"].fair, today)].append(card)
    return render(request, "exhibitions_plan/listed.html", {**parts, "is_planner": is_planner})


def _part(fair: plan.Exhibition, today: date) -> str:
    if fair.state == ExhibitionState.RUNNING:
        return "now"
    is_past = fair.closes_on < today or fair.state == ExhibitionState.CANCELLED
    return "past" if is_past else "ahead"


@require_safe
@for_roles(*PLANNERS)
def one(request: HttpRequest, code: str) -> HttpResponse:
    return _one(request, fair_or_404(code))


def _one(request: HttpRequest, fair: plan.Exhibition, form: MoveForm | None = None) -> HttpResponse:
    today = clock.today()
    row = selectors.row_of(fair.code)
    groups = plan.groups_at(fair.code)
    known = groups_by_code([each.group_code for each in groups])
    names = {code: each.name for code, each in known.items()}
    stalls = plan.stalls(fair.code)
    tasks = list(row.tasks.filter(done_at__isnull=True).select_related("who").order_by("due_on", "pk"))
    context = frame(request, fair, "exhibitions:one") | {
        "row": row,
        "hours": rows.hours_words(fair.opens_at, fair.closes_at),
        "steps": rows.steps(fair.state),
        "moves": rows.moves(fair, today),
        "move_form": form or MoveForm(),
        "history": row.moves.select_related("by").order_by("-pk"),
        "map": plan.stall_map(fair.code, rows.marks_of(fair, names=names)) if stalls else None,
        "stalls_all": len(stalls),
        "stalls_free": sum(not each.kept and not each.blocked for each in stalls) - len(groups),
        "stalls_kept": sum(each.kept for each in stalls),
        "groups": len(groups),
        "districts": len({each.district for each in known.values()}),
        "tasks": tasks[:5],
        "tasks_left": len(tasks),
        "late": sum(task.due_on < today for task in tasks),
        "today": today,
        "passes": rows.passes_numbers(fair.code),
        "visitors": plan.footfall(fair.code),
        "visitors_today": plan.footfall(fair.code, today),
        "team": [(each.name, Duty(each.duty).label) for each in plan.team(fair.code)],
        "can_change": fair.state in (*OPEN_STATES, ExhibitionState.RUNNING),
    }
    return form_page(request, "exhibitions_plan/one.html", context, *([form] if form else []))


@require_POST
@for_roles(*PLANNERS)
def move(request: HttpRequest, code: str) -> HttpResponse:
    user = manager_of(request, code)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _one(request, fair_or_404(code), form)
    to = ExhibitionState(form.cleaned_data["to"])
    try:
        fair = plan.move(code, to, by=user, reason=form.cleaned_data["reason"])
    except DomainError as refusal:
        tell(form, refusal)
        answer = _one(request, fair_or_404(code), form)
        if refusal.field is None:
            answer.status_code = HTTPStatus.CONFLICT
        return answer
    said = {"name": fair.name, "state": ExhibitionState(fair.state).label.lower()}
    messages.success(request, _("%(name)s is now: %(state)s.") % said)
    return redirect("exhibitions:one", code)


@_form_view
@for_roles(*PLANNERS)
def new(request: HttpRequest) -> HttpResponse:
    form = ExhibitionForm(request.POST if request.method == "POST" else None, initial=_blank())
    if form.is_bound and form.is_valid():
        try:
            fair = plan.plan_exhibition(form.wish(), key=form.cleaned_data["key"], by=signed_in(request))
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(
                request, _("%(name)s is planned. Draw its stall map next.") % {"name": fair.name}
            )
            return redirect("exhibitions:hall", fair.code)
    return form_page(request, "exhibitions_plan/edit.html", {"form": form, "fair": None}, form)


@_form_view
@for_roles(*PLANNERS)
def edit(request: HttpRequest, code: str) -> HttpResponse:
    user = manager_of(request, code)
    row = selectors.row_of(code)
    form = ExhibitionForm(request.POST if request.method == "POST" else None, initial=_initial(row))
    if form.is_bound and form.is_valid():
        try:
            changed = keep.change_exhibition(
                code=code,
                wish=form.wish(is_sample=row.is_sample),
                version=form.cleaned_data["version"] or 0,
                key=form.cleaned_data["key"],
                by=user,
                now=clock.now(),
            )
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The plan is changed."))
            return redirect("exhibitions:one", changed.code)
    fair = plan.exhibition(code)
    context = frame(request, fair, "exhibitions:one") | {"form": form}
    return form_page(request, "exhibitions_plan/edit.html", context, form)


@_form_view
@for_roles(*PLANNERS)
def copy(request: HttpRequest, code: str) -> HttpResponse:
    """Whoever plans exhibitions may copy one: the copy is hers."""
    fair = fair_or_404(code)
    initial = {"name": fair.name.removesuffix(" (sample)"), "opens_on": fair.opens_on + timedelta(days=364)}
    form = CopyForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            made = plan.copy_exhibition(
                code,
                code=given["code"],
                name=given["name"],
                opens_on=given["opens_on"],
                key=given["key"],
                by=signed_in(request),
            )
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Copied. Look over places, days and prices, then invite groups."))
            return redirect("exhibitions:one", made.code)
    return form_page(
        request, "exhibitions_plan/copy.html", frame(request, fair, "exhibitions:one") | {"form": form}, form
    )


def _blank() -> dict[str, Any]:
    return {
        "opens_at": "10:00",
        "closes_at": "21:00",
        "hall_width": 40,
        "hall_depth": 30,
        "cashiers_discount_percent": 5,
        "till_float": 2000,
        "return_days": 7,
    }


def _initial(row: Row) -> dict[str, Any]:
    names = (name for name in ExhibitionForm.base_fields if name != "key")
    return {name: getattr(row, name) for name in names}
