"""What certificates have before them; complaints; and appeals that wait for somebody else."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

import certification.cases.facade as cases
from certification.desk.web.common import DESK, OFFICERS, form_view, tried
from certification.desk.web.forms import AnswerForm
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import Role, for_roles, has_role, signed_in

_OUTCOMES = [
    ("founded", gettext_lazy("Founded: something is done")),
    ("unfounded", gettext_lazy("Unfounded")),
]


@require_safe
@for_roles(*DESK)
def calendar(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    context: dict[str, Any] = {
        "rows": [(each, each.due_on <= today) for each in cases.calendar()],
        "appeals": cases.appeals(open_only=True),
        "complaints": cases.complaints(open_only=True),
        "may": has_role(request.user, Role.OFFICER),
    }
    return form_page(request, "cert_desk/calendar.html", context)


@require_POST
@for_roles(*OFFICERS)
def open_planned(request: HttpRequest, planned_id: int) -> HttpResponse:
    made: list[cases.Case] = []
    if tried(request, lambda: made.append(cases.open_planned(planned_id, signed_in(request)))):
        messages.success(request, _("Opened. Choose who visits."))
        return redirect("cert_desk:case", made[0].number)
    return redirect("cert_desk:calendar")


@form_view
@for_roles(*DESK)
def complaint(request: HttpRequest, number: str) -> HttpResponse:
    found = next((each for each in cases.complaints() if each.number == number), None)
    if found is None:
        found = next((each for each in cases.complaints(open_only=True) if each.number == number), None)
    if found is None:
        raise Http404(_("There is no complaint with this number."))
    may = has_role(request.user, Role.OFFICER)
    form = AnswerForm(request.POST if request.method == "POST" and may else None, outcomes=_OUTCOMES)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            cases.answer_complaint(number, given["outcome"] == "founded", given["answer"], signed_in(request))
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Written down."))
            return redirect("cert_desk:complaint", number)
    return form_page(
        request, "cert_desk/complaint.html", {"complaint": found, "form": form, "may": may}, form
    )
