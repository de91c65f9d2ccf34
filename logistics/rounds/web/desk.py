"""
Rounds at the desk: planned for a day, compared, accepted; looked at hub by hub; changed by hand;
printed.
"""

import uuid
from datetime import date, timedelta
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import asked, form_page, tell
from jkrlm.people.facade import Role, for_roles, has_role, signed_in
from logistics.parcels.facade import waiting
from logistics.rounds import rows, selectors, tasks
from logistics.rounds.errors import DoesNotFit, PlanMoved, RoundUnknown
from logistics.rounds.models import Plan, Round
from logistics.rounds.paper import LANGUAGES, round_pdf
from logistics.rounds.services.accept_plan import accept_plan
from logistics.rounds.services.change_round import move_stop, set_driver
from logistics.rounds.services.plan_day import ask_plan, fail_silent
from logistics.rounds.states import IN_THE_MAKING, RoundState
from logistics.rounds.web.forms import DriverForm, MoveForm, PlanForm

MOVERS: Final = (Role.LOGISTICS, Role.ADMINISTRATOR)
#: A plan that has not moved so long has lost its worker.
SILENT: Final = timedelta(minutes=3)
#: Days farther away than this are not shown.
SHOWN: Final = timedelta(days=2 * 366)


@require_safe
@for_roles(*MOVERS)
def desk(request: HttpRequest) -> HttpResponse:
    return _desk(request, _day(request), PlanForm(initial={"key": uuid.uuid4(), "day": _day(request)}))


@require_POST
@for_roles(*MOVERS)
def plan_day(request: HttpRequest) -> HttpResponse:
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _desk(request, clock.today(), form)
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            made = ask_plan(
                key=typed["key"],
                day=typed["day"],
                by=signed_in(request),
                now=clock.now(),
                today=clock.today(),
            )
            tasks.make.defer(plan_id=made.pk)
    except DomainError as refusal:
        tell(form, refusal)
        return _desk(request, typed["day"], form)
    return redirect("rounds:plan", plan_id=made.pk)


def _desk(request: HttpRequest, day: date, form: PlanForm) -> HttpResponse:
    day = day if abs(day - clock.today()) < SHOWN else clock.today()
    waits = waiting(day)
    plan = selectors.newest_plan(day)
    context = {
        "day": day,
        "today": clock.today(),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "may_plan": day >= clock.today(),
        "parcels": len(waits),
        "places": len({each.place_code for each in waits}),
        "kg": f"{sum(each.weight_grams for each in waits) / 1000:,.1f}",
        "hubs": len({each.hub_code for each in waits}),
        "vehicles": sum(each.is_active for each in selectors.vehicles()),
        "form": form,
        **(_plan_context(plan) if plan else {}),
    }
    return form_page(request, "rounds/desk.html", context, form)


@require_safe
@for_roles(*MOVERS)
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    found = _plan(plan_id)
    is_head = request.headers.get("HX-Target") == "head"
    context = {
        **_plan_context(found),
        "day": found.day,
        "form": PlanForm(initial={"key": uuid.uuid4(), "day": found.day}),
        "may_plan": found.day >= clock.today(),
    }
    return render(request, "rounds/head.html" if is_head else "rounds/plan.html", context)


@require_POST
@for_roles(*MOVERS)
def accept(request: HttpRequest, plan_id: int) -> HttpResponse:
    _plan(plan_id)
    try:
        kept = accept_plan(plan_id=plan_id, by=signed_in(request), now=clock.now())
    except PlanMoved as moved:
        messages.error(request, moved.message)
    else:
        messages.success(request, _("Accepted. The drivers see their rounds."))
        if kept:
            known = rows.known_places(kept)
            messages.warning(
                request,
                _("Under way already, and left as they are: %(hubs)s.")
                % {"hubs": ", ".join(rows.name_in(known, each) for each in kept)},
            )
    return redirect("rounds:plan", plan_id=plan_id)


@require_POST
@for_roles(*MOVERS)
def give_up(request: HttpRequest, plan_id: int) -> HttpResponse:
    """For a plan whose worker has fallen silent."""
    if _is_silent(_plan(plan_id)):
        fail_silent(plan_id=plan_id, by=signed_in(request), now=clock.now())
    return redirect("rounds:plan", plan_id=plan_id)


@require_safe
@for_roles(*MOVERS)
def hub(request: HttpRequest, plan_id: int, code: str) -> HttpResponse:
    return _hub(request, _plan(plan_id), code)


@require_POST
@for_roles(*MOVERS)
def move(request: HttpRequest, stop_id: int) -> HttpResponse:
    stop = _stop(stop_id)
    form = MoveForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            target = move_stop(
                stop_id=stop_id,
                to_round=typed["round"],
                position=typed["position"],
                by=signed_in(request),
                now=clock.now(),
            )
        except (DoesNotFit, RoundUnknown) as refusal:
            form.add_error(None, refusal.message)
        except PlanMoved as moved:
            messages.error(request, moved.message)
        else:
            messages.success(request, _("Moved. Hours and kilometres are new."))
            where = reverse("rounds:hub", args=(target.plan_id, target.hub_code))
            return redirect(f"{where}#{target.code}")
    plan_id, hub_code = stop.round.plan_id, stop.round.hub_code
    if form.errors:
        return _hub(request, _plan(plan_id), hub_code, moved=(stop_id, form))
    return redirect("rounds:hub", plan_id=plan_id, code=hub_code)


@require_POST
@for_roles(*MOVERS)
def driver(request: HttpRequest, code: str) -> HttpResponse:
    row = found_round(code)
    form = DriverForm(request.POST)
    if form.is_valid():
        chosen = form.cleaned_data["driver"]
        try:
            set_driver(round_id=row.pk, driver_id=int(chosen) if chosen else None, by=signed_in(request))
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The driver is set."))
    else:
        messages.error(request, _("There is no such driver."))
    return redirect("rounds:hub", plan_id=row.plan_id, code=row.hub_code)


@require_safe
@for_roles(*MOVERS, Role.DRIVER)
def paper(request: HttpRequest, code: str) -> HttpResponse:
    row = found_round(code)
    if not has_role(request.user, *MOVERS) and row.driver_id != signed_in(request).pk:
        raise Http404
    language = asked(request, "language", 5)
    made = round_pdf(row, language if language in LANGUAGES else "en")
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.code}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def found_round(code: str) -> Round:
    try:
        return selectors.round_by_code(code)
    except RoundUnknown as unknown:
        raise Http404(unknown.message) from unknown


def _plan_context(plan: Plan) -> dict[str, Any]:
    left = list(plan.left_out.order_by("hub_code", "place_code"))
    hubs = selectors.hubs_of_plan(plan.pk)
    known = rows.known_places(
        [*(str(each["hub_code"]) for each in hubs), *(each.place_code for each in left)]
    )
    return {
        **rows.plan_row(plan, is_silent=_is_silent(plan)),
        "figures": rows.figures(list(plan.figures.all())),
        "hub_rows": [
            {
                **each,
                "name": rows.name_in(known, str(each["hub_code"])),
                "km": rows.km(int(str(each["metres"]))),
                "kg": f"{int(str(each['grams'])) / 1000:,.1f}",
            }
            for each in hubs
        ],
        "too_full": rows.too_full(
            plan, {str(each["hub_code"]): int(str(each["to_come"])) for each in hubs}, known
        ),
        "left": [
            {"name": rows.name_in(known, each.place_code), "row": each, "reason": each.get_reason_display()}
            for each in left
        ],
    }


def _hub(
    request: HttpRequest, plan: Plan, code: str, moved: tuple[int, MoveForm] | None = None
) -> HttpResponse:
    found = selectors.rounds_of_plan(plan.pk, hub_code=code[:40].replace("\x00", ""))
    if not found:
        raise Http404
    known = rows.known_places(rounds=found)
    shown = [rows.round_row(each, known, number) for number, each in enumerate(found)]
    to_come = sum(each.grams for each in found if each.state != RoundState.DONE)
    context = {
        **rows.plan_row(plan, is_silent=False),
        "day": plan.day,
        "hub": rows.name_in(known, found[0].hub_code),
        "hub_code": code,
        "rounds": shown,
        "choices": [(each.pk, each.vehicle.code) for each in found],
        "too_full": rows.too_full(plan, {code: to_come}, known),
        "chart": rows.chart(found[0].hub_code, shown, known),
        "moved_stop": moved[0] if moved else 0,
        "moved_form": moved[1] if moved else None,
        "driver_form": DriverForm(auto_id=False),
    }
    return form_page(request, "rounds/hub.html", context, refused=moved is not None)


def _is_silent(plan: Plan) -> bool:
    return plan.state in IN_THE_MAKING and clock.now() - plan.moved_at > SILENT


def _day(request: HttpRequest) -> date:
    try:
        return parse_date(asked(request, "day", 10)) or clock.today()
    except ValueError:
        return clock.today()


def _plan(plan_id: int) -> Plan:
    try:
        return selectors.plan(plan_id)
    except RoundUnknown as unknown:
        raise Http404(unknown.message) from unknown


def _stop(stop_id: int) -> Any:
    try:
        return selectors.stop_of(stop_id)
    except RoundUnknown as unknown:
        raise Http404(unknown.message) from unknown
