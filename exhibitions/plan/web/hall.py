"""The stall map at the desk: drawn by rows; stalls kept back, blocked or moved; zones; print."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import exhibitions.plan.facade as plan
from catalogue.facade import categories, crafts
from exhibitions.plan import paper, rows, selectors
from exhibitions.plan.frame import fair_or_404, frame, manager_of
from exhibitions.plan.services import keep_area, keep_stalls
from exhibitions.plan.states import OPEN_STATES, ExhibitionState, StallState
from exhibitions.plan.tabs import PLANNERS
from exhibitions.plan.web.forms import (
    AreaForm,
    PriceForm,
    RowsForm,
    StallForm,
    StallPlaceForm,
    ZoneForm,
    initial_rows,
)
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import carried_out, form_page
from jkrlm.people.facade import Role, for_roles
from sellers.registry.facade import groups_by_code


@require_safe
@for_roles(*PLANNERS)
def hall(request: HttpRequest, code: str) -> HttpResponse:
    return _hall(request, fair_or_404(code))


def _crafts() -> list[tuple[str, str]]:
    """Return what a zone may take, to be ticked: whole kinds of goods, each followed by its crafts."""
    found = []
    for kind in categories():
        mine = [each for each in crafts() if each.category == kind.slug]
        if mine:
            found.append((kind.slug, _("%(kind)s: all") % {"kind": kind.name}))
        found += [(each.slug, each.name) for each in mine if each.slug != kind.slug]
    return found


def _hall(request: HttpRequest, fair: plan.Exhibition, **bound: Any) -> HttpResponse:
    """Show the map with its forms; ``bound`` holds the one that was refused."""
    row = selectors.row_of(fair.code)
    zones, stalls = plan.zones(fair.code), plan.stalls(fair.code)
    choices = [(zone.code, f"{zone.code} · {zone.name}") for zone in zones]
    known = groups_by_code([each.group_code for each in plan.groups_at(fair.code)])
    marks = rows.marks_of(fair, names={code: each.name for code, each in known.items()})
    href = reverse("exhibitions:stall", args=(fair.code, "STALL")).replace("STALL", "{stall}")
    drawn = plan.stall_map(fair.code, rows.with_links(stalls, marks, href))
    tint = len(zones) % 6 + 1
    letter = chr(ord("A") + len(zones)) if len(zones) < 26 else ""
    context = frame(request, fair, "exhibitions:hall") | {
        "map": drawn,
        "stalls": stalls,
        "zone_rows": rows.zone_rows(zones, stalls),
        "areas": plan.areas(fair.code),
        "can_change": fair.state in OPEN_STATES,
        "can_price": fair.state == ExhibitionState.DRAFT,
        "zone_form": ZoneForm(crafts=_crafts(), initial={"tint": tint, "code": letter}, prefix="zone"),
        "rows_form": RowsForm(
            zones=choices, initial=initial_rows(keep_stalls.next_corner(row)), prefix="rows"
        ),
        "area_form": AreaForm(prefix="area"),
    }
    context |= bound
    return form_page(request, "exhibitions_plan/hall.html", context, *bound.values())


@require_POST
@for_roles(*PLANNERS)
def zone(request: HttpRequest, code: str) -> HttpResponse:
    user = manager_of(request, code)
    form = ZoneForm(request.POST, crafts=_crafts(), prefix="zone")
    if carried_out(form, lambda: plan.keep_zone(code, form.wish(), key=form.cleaned_data["key"], by=user)):
        messages.success(request, _("Zone %(code)s is kept.") % {"code": form.cleaned_data["code"].upper()})
        return redirect("exhibitions:hall", code)
    return _hall(request, fair_or_404(code), zone_form=form)


@require_POST
@for_roles(*PLANNERS)
def price(request: HttpRequest, code: str, zone_code: str) -> HttpResponse:
    user = manager_of(request, code)
    form = PriceForm(request.POST)

    def keep() -> None:
        asked = {name: form.cleaned_data[name] for name in ("width", "height", "price")}
        try:
            keep_stalls.set_price(code=code, zone_code=zone_code, by=user, now=clock.now(), **asked)
        except plan.ExhibitionUnknown as unknown:
            raise Http404(unknown.message) from unknown

    if carried_out(form, keep):
        messages.success(request, _("The price is kept."))
        return redirect("exhibitions:hall", code)
    return _hall(request, fair_or_404(code), price_form=form)


@require_POST
@for_roles(*PLANNERS)
def add_rows(request: HttpRequest, code: str) -> HttpResponse:
    user = manager_of(request, code)
    choices = [(each.code, f"{each.code} · {each.name}") for each in plan.zones(code)]
    form = RowsForm(request.POST, zones=choices, prefix="rows")

    def draw() -> None:
        made = plan.add_rows(code, form.wish(), key=form.cleaned_data["key"], by=user)
        if made:
            said = {"n": len(made), "first": made[0], "last": made[-1]}
            messages.success(request, _("%(n)s stalls are drawn: %(first)s to %(last)s.") % said)

    if carried_out(form, draw):
        return redirect("exhibitions:hall", code)
    return _hall(request, fair_or_404(code), rows_form=form)


@require_POST
@for_roles(*PLANNERS)
def add_area(request: HttpRequest, code: str) -> HttpResponse:
    user = manager_of(request, code)
    form = AreaForm(request.POST, prefix="area")
    if carried_out(form, lambda: plan.add_area(code, form.wish(), key=form.cleaned_data["key"], by=user)):
        return redirect("exhibitions:hall", code)
    return _hall(request, fair_or_404(code), area_form=form)


def _dropped(request: HttpRequest, code: str, drop: Any, **what: Any) -> HttpResponse:
    """Take something off the map; what stands in the way is said above the map."""
    user = manager_of(request, code)
    try:
        drop(code=code, by=user, now=clock.now(), **what)
    except plan.ExhibitionUnknown as unknown:
        raise Http404(unknown.message) from unknown
    except DomainError as refusal:
        messages.error(request, refusal.message)
    return redirect("exhibitions:hall", code)


@require_POST
@for_roles(*PLANNERS)
def drop_zone(request: HttpRequest, code: str, zone_code: str) -> HttpResponse:
    return _dropped(request, code, keep_stalls.drop_zone, zone_code=zone_code)


@require_POST
@for_roles(*PLANNERS)
def drop_area(request: HttpRequest, code: str, area_id: int) -> HttpResponse:
    return _dropped(request, code, keep_area.drop_area, area_id=area_id)


@require_POST
@for_roles(*PLANNERS)
def drop_stall(request: HttpRequest, code: str, stall_code: str) -> HttpResponse:
    return _dropped(request, code, keep_stalls.drop_stall, stall_code=stall_code)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*PLANNERS)
def stall(request: HttpRequest, code: str, stall_code: str) -> HttpResponse:
    """One stall: who has it, its price; kept back, blocked, freed."""
    fair, found = _stall_or_404(code, stall_code)
    form = StallForm(
        request.POST if request.method == "POST" else None,
        initial={"state": _state_of(found), "reason": found.reason},
    )
    if form.is_bound:
        user = manager_of(request, code)

        def keep() -> None:
            state, reason = StallState(form.cleaned_data["state"]), form.cleaned_data["reason"]
            plan.set_stall(code, found.code, state, reason=reason, by=user)

        if carried_out(form, keep):
            messages.success(request, _("Stall %(code)s is kept as you said.") % {"code": found.code})
            return redirect("exhibitions:hall", code)
    return _stall_page(request, fair, found, form=form)


@require_POST
@for_roles(*PLANNERS)
def move_stall(request: HttpRequest, code: str, stall_code: str) -> HttpResponse:
    fair, found = _stall_or_404(code, stall_code)
    user = manager_of(request, code)
    form = StallPlaceForm(request.POST)

    def move() -> None:
        x, y = form.cleaned_data["x"], form.cleaned_data["y"]
        keep_stalls.move_stall(code=code, stall_code=found.code, x=x, y=y, by=user, now=clock.now())

    if carried_out(form, move):
        messages.success(request, _("Stall %(code)s stands there now.") % {"code": found.code})
        return redirect("exhibitions:hall", code)
    return _stall_page(request, fair, found, place_form=form)


def _stall_or_404(code: str, stall_code: str) -> tuple[plan.Exhibition, plan.Stall]:
    fair = fair_or_404(code)
    found = next((each for each in plan.stalls(code) if each.code == stall_code), None)
    if found is None:
        raise Http404(_("There is no such stall."))
    return fair, found


def _state_of(stall: plan.Stall) -> str:
    return (StallState.BLOCKED if stall.blocked else StallState.KEPT if stall.kept else StallState.FREE).value


def _stall_page(
    request: HttpRequest,
    fair: plan.Exhibition,
    found: plan.Stall,
    *,
    form: StallForm | None = None,
    place_form: StallPlaceForm | None = None,
) -> HttpResponse:
    group = next((each for each in plan.groups_at(fair.code) if each.stall_code == found.code), None)
    forms = [each for each in (form, place_form) if each is not None]
    context = frame(request, fair, "exhibitions:hall") | {
        "stall": found,
        "zone": next(each for each in plan.zones(fair.code) if each.code == found.zone_code),
        "group": groups_by_code([group.group_code]).get(group.group_code) if group else None,
        "form": form or StallForm(initial={"state": _state_of(found), "reason": found.reason}),
        "place_form": place_form or StallPlaceForm(initial={"x": found.x, "y": found.y}),
        "can_move": fair.state in OPEN_STATES,
        "can_change": fair.state in (*OPEN_STATES, ExhibitionState.RUNNING),
    }
    return form_page(request, "exhibitions_plan/stall.html", context, *forms)


@require_safe
@for_roles(*PLANNERS, Role.LOGISTICS)
def print_hall(request: HttpRequest, code: str) -> HttpResponse:
    """The stall map on A3, with who stands where."""
    del request
    fair = fair_or_404(code)
    answer = HttpResponse(paper.hall_pdf(fair), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="stalls-{fair.code.lower()}.pdf"'
    return answer
