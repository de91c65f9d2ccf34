"""What the pages share: who may, what a reader sees of a sample, and how a refusal is told."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

import certification.standards.facade as standards
from certification.laboratory.contracts import Level
from certification.laboratory.contracts import Sample as SampleShown
from certification.laboratory.errors import SampleUnknown
from certification.laboratory.models import Sample
from certification.laboratory.selectors import holder_of, live_results, reader_of, sample_for
from certification.laboratory.services.verify import mark_of
from certification.laboratory.states import Holder, Material, SampleState
from certification.laboratory.web.forms import (
    HandOverForm,
    ReasonForm,
    ReceiveForm,
    RetestForm,
    SampleForm,
)
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import tell
from jkrlm.people.facade import Role, has_role, signed_in

LABORATORY: Final = (Role.LABORATORY,)
TAKERS: Final = (Role.INSPECTOR,)
#: Officers and administrators know whose a sample is, and read no result before it is released.
READERS: Final = (Role.LABORATORY, Role.INSPECTOR, Role.OFFICER, Role.ADMINISTRATOR)


def seen(request: HttpRequest, code: str) -> SampleShown:
    """Return a sample as the reader may see it; what she may not know of is a 404."""
    try:
        return sample_for(code, signed_in(request))
    except SampleUnknown as unknown:
        raise Http404(unknown.message) from unknown


def done(request: HttpRequest, code: str, act: Callable[[], object], said: str) -> HttpResponse:
    """
    Do something with a sample; what its state refuses comes back as 409, with the reason as a message.

    Raises:
        Http404: she may not know of the sample.
    """
    seen(request, code)
    try:
        act()
    except SampleUnknown as unknown:
        raise Http404(unknown.message) from unknown
    except DomainError as refusal:
        messages.warning(request, refusal.message)
        answer = sample_page(request, code)
        answer.status_code = HTTPStatus.CONFLICT
        return answer
    messages.success(request, said)
    return redirect("cert_laboratory:sample", code=code)


def handed_in(
    request: HttpRequest, code: str, form: SampleForm, act: Callable[[dict[str, Any]], str]
) -> HttpResponse:
    """
    Do what a form says; ``act`` takes its values and returns what she is told.

    A form that is not filled rightly, or that the act refuses, comes back as typed, with 422.

    Raises:
        Http404: she may not know of the sample.
    """
    seen(request, code)
    if form.is_valid():
        try:
            said = act(form.cleaned_data)
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, said)
            return redirect("cert_laboratory:sample", code=code)
    return sample_page(request, code, form=form)


def sample_page(
    request: HttpRequest,
    code: str,
    *,
    form: SampleForm | None = None,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Render a sample and what the reader may do; what was refused comes back as typed, with 422."""
    shown = seen(request, code)
    context = {
        "sample": shown,
        "state": SampleState(shown.state).label,
        "sees_results": shown.level in (Level.WORK, Level.FULL),
        "knows_case": bool(shown.case_number),
        **_may(request, shown),
        **_forms(shown, form),
        "lines": _lines(shown, typed, errors or {}),
        "errors": errors,
        "seen": mark_of(live_results(Sample.objects.get(pk=shown.id))),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form or errors else HTTPStatus.OK
    return render(request, "cert_laboratory/sample.html", context, status=status)


def _may(request: HttpRequest, shown: SampleShown) -> dict[str, bool]:
    user = signed_in(request)
    reader = reader_of(user)
    state = shown.state
    in_lab = reader.is_laboratory and shown.level in (Level.LABEL, Level.WORK, Level.FULL)
    is_analyst = shown.analyst_id == user.pk
    is_verifier = shown.verifier_id == user.pk
    is_officer = has_role(user, Role.OFFICER)
    return {
        "may_hand_over": state == SampleState.SEALED and shown.level == Level.CUSTODY and reader.is_inspector,
        "may_receive": state == SampleState.SEALED and in_lab,
        "may_take": state == SampleState.RECEIVED and in_lab,
        "may_enter": state == SampleState.IN_WORK and is_analyst,
        "may_reject": in_lab
        and (
            state in (SampleState.SEALED, SampleState.RECEIVED)
            or (state == SampleState.IN_WORK and is_analyst)
        ),
        "may_verify": state == SampleState.ENTERED
        and in_lab
        and not is_analyst
        and shown.verifier_id is None,
        "may_release": state == SampleState.ENTERED and is_verifier,
        "may_retract": state == SampleState.RELEASED
        and ((in_lab and (is_analyst or is_verifier)) or (is_officer and shown.level == Level.FULL)),
        "may_retest": is_officer
        and shown.level >= Level.CUSTODY
        and not shown.is_retest_ordered
        and state in (SampleState.RELEASED, SampleState.RETRACTED, SampleState.REJECTED),
        "is_first": is_analyst,
    }


def _forms(shown: SampleShown, given: SampleForm | None) -> dict[str, SampleForm]:
    holder = holder_of(shown.id) or Holder.INSPECTOR
    fresh: dict[str, SampleForm] = {
        "hand_over_form": HandOverForm(initial={"giver": holder}),
        "receive_form": ReceiveForm(initial={"giver": holder}),
        "reject_form": ReasonForm(prefix="reject"),
        "back_form": ReasonForm(prefix="back"),
        "retract_form": ReasonForm(prefix="retract"),
        "retest_form": RetestForm(materials=Material.choices),
    }
    if given is not None:
        fresh[given.name] = given
    return fresh


def _lines(
    shown: SampleShown, typed: Mapping[str, str] | None, errors: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the fields of the results, filled with what was typed, or with what was entered before."""
    before = {each.code: each for each in shown.results}
    version = standards.version_by_number(shown.version_number)
    found = []
    for each in version.parameters_from("laboratory"):
        old = before.get(each.code)
        value = (typed or {}).get(f"value-{each.code}", old.value if old else "")
        note = (typed or {}).get(f"note-{each.code}", old.note if old else "")
        found.append(
            {
                "parameter": each,
                "limit": standards.limit_text(each, version.grades),
                "value": value,
                "note": note,
                "error": errors.get(each.code, ""),
            }
        )
    return found
