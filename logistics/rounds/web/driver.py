"""
The driver's rounds without script: the list, a round, and a form for each stop. The office may type it
in too.
"""

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import Role, for_roles, has_role, signed_in
from logistics.rounds import rows, selectors
from logistics.rounds.contracts import GivenVisit
from logistics.rounds.models import Round, Stop
from logistics.rounds.services.keep_visit import keep_visit
from logistics.rounds.states import Outcome, RoundState, Via
from logistics.rounds.web.desk import MOVERS, found_round
from logistics.rounds.web.forms import VisitForm

_form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_roles(Role.DRIVER, *MOVERS)
def mine(request: HttpRequest) -> HttpResponse:
    found = selectors.rounds_of_driver(signed_in(request), since=clock.today())
    known = rows.known_places(rounds=found)
    context = {"rounds": [rows.round_row(each, known) for each in found]}
    return render(request, "rounds/mine.html", context)


@require_safe
@for_roles(Role.DRIVER, *MOVERS)
def one(request: HttpRequest, code: str) -> HttpResponse:
    row = found_round(code)
    if not _may(request, row):
        raise Http404
    context = {
        "row": rows.round_row(row, rows.known_places(rounds=[row])),
        "is_office": has_role(request.user, *MOVERS),
    }
    return render(request, "rounds/round.html", context)


@_form_view
@for_roles(Role.DRIVER, *MOVERS)
def stop(request: HttpRequest, stop_id: int) -> HttpResponse:
    row, held = _stop(request, stop_id)
    parcels = sorted(each.parcel_code for each in held.parcels.all())
    posted = request.POST if request.method == "POST" else None
    initial = {"key": uuid.uuid4(), "happened_at": clock.now().astimezone(clock.INDIA).strftime("%H:%M")}
    form = VisitForm(posted, initial=initial, parcels=parcels)
    if form.is_bound and form.is_valid():
        try:
            keep_visit(
                given=_given(form, held, row),
                by=signed_in(request),
                any_driver=has_role(request.user, *MOVERS),
                now=clock.now(),
            )
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Kept."))
            return redirect("driver_rounds:round", code=row.code)
    context = {
        "form": form,
        "row": rows.stop_row(held, rows.known_places([held.place_code])),
        "round": row,
        "outcomes": Outcome.choices,
        "chosen": form["outcome"].value() or "",
        "ticked": form["taken"].value() or [],
    }
    return form_page(request, "rounds/stop.html", context, form)


def _given(form: VisitForm, held: Stop, row: Round) -> GivenVisit:
    typed = form.cleaned_data
    more = typed["more"].replace(",", " ").upper().split()
    return GivenVisit(
        key=typed["key"],
        stop_id=held.pk,
        outcome=typed["outcome"],
        via=Via.FORM,
        happened_at=datetime.combine(row.plan.day, typed["happened_at"], tzinfo=clock.INDIA),
        note=typed["note"],
        taken=(*typed["taken"], *more),
    )


def _stop(request: HttpRequest, stop_id: int) -> tuple[Round, Stop]:
    try:
        row = found_round(selectors.stop_of(stop_id).round.code)
    except DomainError as unknown:
        raise Http404(unknown.message) from unknown
    if not _may(request, row):
        raise Http404
    return row, next(each for each in row.stops.all() if each.pk == stop_id)


def _may(request: HttpRequest, row: Round) -> bool:
    if row.state == RoundState.PROPOSED:
        return False
    return has_role(request.user, *MOVERS) or row.driver_id == signed_in(request).pk
