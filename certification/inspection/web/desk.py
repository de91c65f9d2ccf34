"""The inspector's visits, and one visit: planned, or with what came of it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from certification.inspection.errors import VisitUnknown
from certification.inspection.facts import facts_of
from certification.inspection.models import Visit
from certification.inspection.selectors import closed_visits, open_visits, report_of, rows_of
from certification.inspection.services.plan_visit import plan_visit
from certification.inspection.states import VisitState
from certification.inspection.web.common import INSPECTORS, READERS, readable, sees_all
from jkrlm.kernel.clock import INDIA, now
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import for_roles, signed_in


class PlanForm(forms.Form):
    planned_for = forms.DateTimeField(
        label=gettext_lazy("Day and time"),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "field"}, format="%Y-%m-%dT%H:%M"
        ),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes that it takes"),
        min_value=15,
        max_value=600,
        initial=90,
        widget=forms.NumberInput(attrs={"class": "field", "inputmode": "numeric"}),
    )


@require_safe
@for_roles(*READERS)
def desk(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    everybody = sees_all(user)
    whose = None if everybody else user
    rows = open_visits(whose)
    context = {
        "everybody": everybody,
        "rows": rows,
        "clashing": sum(bool(each.clashes) for each in rows),
        "unplanned": sum(each.visit.planned_for is None for each in rows),
        "closed": closed_visits(whose),
    }
    return form_page(request, "cert_inspection/desk.html", context)


@require_safe
@for_roles(*READERS)
def visit(request: HttpRequest, number: int) -> HttpResponse:
    return _visit_page(request, readable(request, number))


@require_POST
@for_roles(*INSPECTORS)
def plan(request: HttpRequest, number: int) -> HttpResponse:
    found = readable(request, number)
    form = PlanForm(request.POST)
    if form.is_valid():
        try:
            plan_visit(
                number=number,
                planned_for=form.cleaned_data["planned_for"],
                minutes=form.cleaned_data["minutes"],
                by=signed_in(request),
                now=now(),
            )
        except VisitUnknown as unknown:
            form.add_error(None, unknown.message)
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The day is set. Take the visit along on your phone before you go."))
            return redirect("cert_inspection:visit", number=number)
    return _visit_page(request, found, form=form)


def _visit_page(request: HttpRequest, found: Visit, *, form: PlanForm | None = None) -> HttpResponse:
    (row,) = rows_of([found])
    facts = facts_of(found.case_number)
    is_hers = found.inspector_id == signed_in(request).pk
    is_open = found.state == VisitState.OPEN
    context: dict[str, Any] = {
        "row": row,
        "visit": found,
        "state": VisitState(found.state).label,
        "case": facts.case,
        "facts": facts,
        "is_hers": is_hers,
        "may_plan": is_open and is_hers,
        "form": form
        or PlanForm(
            initial={
                "planned_for": found.planned_for.astimezone(INDIA) if found.planned_for else None,
                "minutes": found.minutes,
            }
        ),
        "report": report_of(found),
        "photo_labels": {code: label for code, label, _required in facts.photographs},
    }
    return form_page(request, "cert_inspection/visit.html", context, refused=form is not None)
