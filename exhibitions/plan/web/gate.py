"""At the gate: passes are counted once each, others by a button; a page for a phone in one hand."""

import uuid
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

import exhibitions.plan.facade as plan
from exhibitions.plan import rows
from exhibitions.plan.frame import fair_or_404, frame
from exhibitions.plan.states import ExhibitionState
from exhibitions.plan.web.forms import CountForm, GatePassForm
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import carried_out, form_page, tell
from jkrlm.people.facade import STAFF_ROLES, User, for_roles, signed_in

_BUTTONS = (1, 2, 5, 10)


def _at_gate(request: HttpRequest, code: str) -> User:
    """
    Return who is signed in, where she is on the team, whatever her duty.

    Raises:
        Http404: there is no such exhibition; PermissionDenied: she is not.
    """
    fair_or_404(code)
    user = signed_in(request)
    if not (plan.may_run(user, code) or rows.is_on_team(code, user.pk)):
        raise PermissionDenied
    return user


@require_safe
@for_roles(*STAFF_ROLES)
def gate(request: HttpRequest, code: str) -> HttpResponse:
    _at_gate(request, code)
    return _page(request, code)


@require_POST
@for_roles(*STAFF_ROLES)
def scan(request: HttpRequest, code: str) -> HttpResponse:
    """Count a pass, and say at once, in large letters, whether it was good."""
    user = _at_gate(request, code)
    form = GatePassForm(request.POST)
    if not form.is_valid():
        return _page(request, code, form=form)
    try:
        counted = plan.count_pass(code, form.cleaned_data["code"], by=user)
    except DomainError as refusal:
        tell(form, refusal)
        answer = _page(request, code, form=form, refused=refusal.message)
        if isinstance(refusal, (plan.PassUsed, plan.MoveRefused)):
            answer.status_code = HTTPStatus.CONFLICT
        return answer
    return _page(request, code, counted=counted)


@require_POST
@for_roles(*STAFF_ROLES)
def count(request: HttpRequest, code: str) -> HttpResponse:
    user = _at_gate(request, code)
    form = CountForm(request.POST)

    def add() -> None:
        plan.count_people(code, form.cleaned_data["people"], key=form.cleaned_data["key"], by=user)

    if carried_out(form, add):
        return redirect("exhibitions:gate", code)
    return _page(request, code, count_form=form)


def _page(
    request: HttpRequest,
    code: str,
    *,
    form: GatePassForm | None = None,
    count_form: CountForm | None = None,
    counted: plan.Pass | None = None,
    refused: str = "",
) -> HttpResponse:
    fair, today = fair_or_404(code), clock.today()
    hours = [each for each in plan.hour_counts(code) if each.day == today]
    most = max((each.total for each in hours), default=0)
    context = frame(request, fair, "exhibitions:gate") | {
        "form": GatePassForm() if counted or form is None else form,
        "count_form": count_form,
        "counted": counted,
        "refused": refused,
        "buttons": [(people, uuid.uuid4()) for people in _BUTTONS],
        "back_key": uuid.uuid4(),
        "is_open": fair.state == ExhibitionState.RUNNING,
        "hours": hours,
        "most": most,
        "today_sum": sum(each.total for each in hours),
        "with_pass": sum(each.with_pass for each in hours),
        "all_days": plan.footfall(code),
        "passes": rows.passes_numbers(code),
    }
    forms = [each for each in (form, count_form) if each is not None]
    return form_page(request, "exhibitions_plan/gate.html", context, *forms)
