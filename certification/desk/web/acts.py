"""What an officer does with a case; each press does one thing once, and is told in a sentence."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

import certification.cases.facade as cases
import certification.laboratory.facade as laboratory
import certification.standards.facade as standards
from certification.desk.web import case as pages
from certification.desk.web.common import OFFICERS, number_of, readable_case, tried
from certification.desk.web.forms import AnswerForm, DecideForm, RetestForm, SendBackForm, WhyForm
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import tell
from jkrlm.people.facade import for_roles, signed_in


def _back(number: str) -> HttpResponse:
    return redirect("cert_desk:case", number)


@require_POST
@for_roles(*OFFICERS)
def take(request: HttpRequest, number: str) -> HttpResponse:
    """Hold a case oneself, or hand it to a colleague."""
    colleague = number_of(request.POST.get("officer", ""))
    said = _("It is handed over.") if colleague else _("You hold it now.")
    tried(request, lambda: cases.take(number, signed_in(request), colleague), said)
    return _back(number)


@require_POST
@for_roles(*OFFICERS)
def complete(request: HttpRequest, number: str) -> HttpResponse:
    tried(request, lambda: cases.complete(number, signed_in(request)), _("Complete. Choose who visits."))
    return _back(number)


@require_POST
@for_roles(*OFFICERS)
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    found = readable_case(request, number)
    form = SendBackForm(request.POST, asked=pages.asked_of(standards.version(found.version_id)))
    if form.is_valid():
        given = form.cleaned_data
        done = _act(
            form, lambda: cases.send_back(number, given["missing"], given["words"], signed_in(request))
        )
        if done:
            messages.success(request, _("Sent back; the group reads what is missing."))
            return _back(number)
    return pages.case_page(request, found, back_form=form)


@require_POST
@for_roles(*OFFICERS)
def assign(request: HttpRequest, number: str) -> HttpResponse:
    inspector = number_of(request.POST.get("inspector", ""))
    tried(
        request,
        lambda: cases.assign(number, inspector, signed_in(request)),
        _("Given. It is in her visits now.") if inspector else _("Given to the laboratory."),
    )
    return _back(number)


@require_POST
@for_roles(*OFFICERS)
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    words = request.POST.get("words", "")[:1000]
    tried(request, lambda: cases.give_back(number, words, signed_in(request)), _("Taken back from her."))
    return _back(number)


@require_POST
@for_roles(*OFFICERS)
def visit_again(request: HttpRequest, number: str) -> HttpResponse:
    """Order another visit before anything is decided."""
    form = WhyForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Say why another visit is needed."))
        return _back(number)
    tried(
        request,
        lambda: cases.step_again(
            number, cases.StepName.INSPECTION, signed_in(request), form.cleaned_data["words"]
        ),
        _("Another visit is ordered."),
    )
    return _back(number)


@require_POST
@for_roles(*OFFICERS)
def retest(request: HttpRequest, number: str) -> HttpResponse:
    found = readable_case(request, number)
    form = RetestForm(request.POST, materials=pages.MATERIALS)
    known = {each.number for each in laboratory.samples_of(found.number)}
    if not form.is_valid() or form.cleaned_data["sample"] not in known:
        messages.warning(request, _("Choose of what it is measured again, and say why."))
        return _back(number)
    given = form.cleaned_data
    tried(
        request,
        lambda: laboratory.order_retest(
            given["sample"],
            signed_in(request),
            given["reason"],
            key=given["key"],
            new_material=given["material"] == laboratory.Material.NEW,
        ),
        _("A retest is ordered."),
    )
    return _back(number)


@require_POST
@for_roles(*OFFICERS)
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Sign a decision; a second press of the same button is the same decision."""
    found = readable_case(request, number)
    form = DecideForm(request.POST, outcomes=pages.outcomes_of(found, cases.assessment(number), every=True))
    if form.is_valid():
        given = form.cleaned_data
        made: list[cases.Decision] = []
        if _act(
            form,
            lambda: made.append(
                cases.decide(
                    number,
                    given["outcome"],
                    given["reasons"],
                    given["note"],
                    given["quantity"],
                    signed_in(request),
                    given["key"],
                )
            ),
        ):
            messages.success(request, _("Signed: %(outcome)s.") % {"outcome": made[0].outcome.label.lower()})
            return _back(number)
        found = cases.case(number)
    return pages.case_page(request, found, decide_form=form)


@require_POST
@for_roles(*OFFICERS)
def answer_appeal(request: HttpRequest, number: str, appeal_id: int) -> HttpResponse:
    found = readable_case(request, number)
    form = AnswerForm(request.POST, outcomes=pages.APPEAL_OUTCOMES)
    if form.is_valid() and any(each.id == appeal_id for each in cases.appeals(number)):
        given = form.cleaned_data
        if _act(
            form,
            lambda: cases.decide_appeal(
                appeal_id, given["outcome"] == "upheld", given["answer"], signed_in(request)
            ),
        ):
            messages.success(request, _("Answered; the group reads it."))
            return _back(number)
    return pages.case_page(request, found, appeal_form=form)


def _act(form: Any, act: Callable[[], Any]) -> bool:
    try:
        act()
    except DomainError as refusal:
        tell(form, refusal)
        return False
    return True
