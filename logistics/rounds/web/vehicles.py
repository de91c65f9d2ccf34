"""Vehicles at the desk: which hub has which, who drives them, what they carry and when."""

from datetime import time

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import for_roles, signed_in
from logistics.rounds import rows, selectors
from logistics.rounds.contracts import Vehicle
from logistics.rounds.services.keep_vehicle import keep_vehicle
from logistics.rounds.web.desk import MOVERS
from logistics.rounds.web.forms import VehicleForm

_form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_roles(*MOVERS)
def listed(request: HttpRequest) -> HttpResponse:
    names = {each.pk: each.name for each in selectors.drivers()}
    found = selectors.vehicles()
    known = rows.known_places(each.hub_code for each in found)
    context = {
        "rows": [
            {
                "vehicle": each,
                "hub": rows.name_in(known, each.hub_code),
                "kg": f"{each.capacity_grams / 1000:,.0f}",
                "shift": f"{rows.clock_of(each.starts)}–{rows.clock_of(each.ends)}",
                "driver": names.get(each.driver_id or 0, ""),
            }
            for each in found
        ]
    }
    return render(request, "rounds/vehicles.html", context)


@_form_view
@for_roles(*MOVERS)
def new(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@_form_view
@for_roles(*MOVERS)
def edit(request: HttpRequest, vehicle_id: int) -> HttpResponse:
    found = next((each for each in selectors.vehicles() if each.id == vehicle_id), None)
    if found is None:
        raise Http404
    return _edit(request, found)


def _edit(request: HttpRequest, vehicle: Vehicle | None) -> HttpResponse:
    form = VehicleForm(request.POST if request.method == "POST" else None, initial=_initial(vehicle))
    if form.is_bound and form.is_valid():
        try:
            made = keep_vehicle(
                vehicle_id=vehicle.id if vehicle else None,
                wish=form.wish(),
                by=signed_in(request),
                now=clock.now(),
            )
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(
                request,
                _("%(code)s is kept. Rounds planned from now on reckon with it.") % {"code": made.code},
            )
            return redirect("rounds:vehicles")
    return form_page(request, "rounds/vehicle.html", {"form": form, "vehicle": vehicle}, form)


def _initial(vehicle: Vehicle | None) -> dict[str, object]:
    if vehicle is None:
        return {"starts": time(8, 30), "ends": time(18)}
    return {
        "code": vehicle.code,
        "name": vehicle.name,
        "hub": vehicle.hub_code,
        "capacity_kg": vehicle.capacity_grams // 1000,
        "starts": rows.clock_of(vehicle.starts),
        "ends": rows.clock_of(vehicle.ends),
        "speed_kmh": vehicle.speed_kmh,
        "driver": str(vehicle.driver_id or ""),
        "is_active": vehicle.is_active,
    }
