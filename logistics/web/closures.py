"""Closed roads for the staff: which there are, a new one in two steps, and the end of one."""

import secrets
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jkrlm.kernel.clock import now, today
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import for_roles, signed_in
from logistics.models import RoadClosure
from logistics.services.close_road import close_road, lift_closure
from logistics.web.forms import ClosureForm, LiftForm, whom
from logistics.web.rates import DESK, form_view, seen_or_kept, step

SHOWN = 100


@require_safe
@for_roles(*DESK)
def closures(request: HttpRequest) -> HttpResponse:
    day = today()
    rows = [
        {"row": row, "standing": _standing(row, day)} for row in RoadClosure.objects.order_by("-id")[:SHOWN]
    ]
    return render(request, "logistics/closures.html", {"rows": rows})


def _standing(row: RoadClosure, day: date) -> str:
    if row.lifted_at is not None or (row.ends is not None and row.ends < day):
        return "over"
    return "comes" if row.begins > day else "in-force"


@form_view
@for_roles(*DESK)
def close(request: HttpRequest, closure_id: int = 0) -> HttpResponse:
    """A closure, or another one in place of ``closure_id``."""
    old = _row(closure_id) if closure_id else None
    names = ("prefix", "district", "only_crossing", "begins", "ends", "days_added", "reason")
    first = {name: getattr(old, name) for name in names} if old else {"begins": today()}
    first |= {"whom": whom(old.carrier, old.service)} if old else {}
    form = ClosureForm(request.POST or None, initial=first)

    def run() -> None:
        close_road(
            wish=form.wish(),
            key=form.cleaned_data["key"] or secrets.token_urlsafe(16),
            by=signed_in(request),
            now=now(),
            instead_of=old.pk if old else None,
        )

    def at() -> date:
        begins: date = form.cleaned_data["begins"]
        return max(today(), begins)

    samples = None
    if request.method == "POST" and form.is_valid():
        samples = seen_or_kept(request, form, run, run, at)
        if samples is None and not form.errors:
            messages.success(request, _("Kept. Buyers of parcels that come later are told."))
            return redirect("logistics:closures")
    title = _("A road stays closed otherwise") if old else _("A road is closed")
    context = {"form": form, "title": title, "samples": samples, "is_closure": True, **step(form, samples)}
    return form_page(request, "logistics/change.html", context, form)


@form_view
@for_roles(*DESK)
def lift(request: HttpRequest, closure_id: int) -> HttpResponse:
    row = _row(closure_id)
    form = LiftForm(request.POST or None, initial={"key": secrets.token_urlsafe(16)})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            lift_closure(
                closure_id=row.pk,
                reason=given["reason"],
                key=given["key"] or secrets.token_urlsafe(16),
                by=signed_in(request),
                now=now(),
            )
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Open again. What was promised later stays so; it may come sooner."))
            return redirect("logistics:closures")
    return form_page(request, "logistics/lift.html", {"form": form, "row": row}, form)


def _row(closure_id: int) -> RoadClosure:
    row = RoadClosure.objects.filter(pk=closure_id).first()
    if row is None:
        raise Http404("There is no such closure.")
    return row
