"""What the inspector and the laboratory do with a sample: one act a view."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certification.laboratory.errors import BadResults
from certification.laboratory.services import hand_over as custody
from certification.laboratory.services import measure, verify
from certification.laboratory.web.common import LABORATORY, TAKERS, done, person, sample_page, seen, tell
from certification.laboratory.web.forms import HandOverForm, ReasonForm, ReceiveForm
from jkrlm.kernel.clock import now
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import for_roles


@require_POST
@for_roles(*TAKERS)
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """She who took the sample writes down to whom she gave it."""
    seen(request, code)
    form = HandOverForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            custody.hand_over(
                code=code,
                giver=said["giver"],
                holder=said["holder"],
                at=said["at"],
                place=said["place"],
                note=said["note"],
                key=said["key"],
                by=person(request),
                now=now(),
            )
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Written down. The chain goes on with whoever has it now."))
            return redirect("cert_laboratory:sample", code=code)
    return sample_page(request, code, form=form)


@require_POST
@for_roles(*LABORATORY)
def receive(request: HttpRequest, code: str) -> HttpResponse:
    seen(request, code)
    form = ReceiveForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            custody.receive(
                code=code,
                giver=said["giver"],
                seal=said["seal"],
                is_intact=said["intact"],
                key=said["key"],
                by=person(request),
                now=now(),
            )
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Received. Whoever measures it takes it now."))
            return redirect("cert_laboratory:sample", code=code)
    return sample_page(request, code, form=form)


@require_POST
@for_roles(*LABORATORY)
def reject(request: HttpRequest, code: str) -> HttpResponse:
    seen(request, code)
    form = ReasonForm(request.POST, prefix="reject")
    if form.is_valid():
        try:
            measure.reject(code=code, reason=form.cleaned_data["reason"], by=person(request), now=now())
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Not accepted. The office knows why."))
            return redirect("cert_laboratory:sample", code=code)
    return sample_page(request, code, form=form)


@require_POST
@for_roles(*LABORATORY)
def take(request: HttpRequest, code: str) -> HttpResponse:
    answer = done(
        request,
        code,
        lambda: measure.take(code=code, by=person(request), now=now()),
        _("You measure it. Nobody else reads what you enter until it is verified."),
    )
    return answer or sample_page(request, code)


@require_POST
@for_roles(*LABORATORY)
def results(request: HttpRequest, code: str) -> HttpResponse:
    """Enter all values, and hand them in."""
    seen(request, code)
    typed = {name: str(words)[:300].replace("\x00", "") for name, words in request.POST.items()}
    values = {name.removeprefix("value-"): text for name, text in typed.items() if name.startswith("value-")}
    notes = {name.removeprefix("note-"): text for name, text in typed.items() if name.startswith("note-")}
    try:
        measure.enter_results(code=code, values=values, notes=notes, by=person(request), now=now())
    except BadResults as bad:
        return sample_page(request, code, typed=typed, errors=bad.errors)
    except DomainError as refusal:
        return sample_page(request, code, typed=typed, errors={"": refusal.message})
    messages.success(request, _("Handed in. Somebody else verifies it."))
    return redirect("cert_laboratory:sample", code=code)


@require_POST
@for_roles(*LABORATORY)
def take_to_verify(request: HttpRequest, code: str) -> HttpResponse:
    answer = done(
        request,
        code,
        lambda: verify.take_to_verify(code=code, by=person(request)),
        _("You verify it: look at every value."),
    )
    return answer or sample_page(request, code)


@require_POST
@for_roles(*LABORATORY)
def release(request: HttpRequest, code: str) -> HttpResponse:
    answer = done(
        request,
        code,
        lambda: verify.release(
            code=code, seen=request.POST.get("seen", "")[:40], by=person(request), now=now()
        ),
        _("Released. The results are with their case."),
    )
    return answer or sample_page(request, code)


@require_POST
@for_roles(*LABORATORY)
def send_back(request: HttpRequest, code: str) -> HttpResponse:
    seen(request, code)
    form = ReasonForm(request.POST, prefix="back")
    if form.is_valid():
        try:
            verify.send_back(code=code, reason=form.cleaned_data["reason"], by=person(request), now=now())
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Sent back to whoever measured it."))
            return redirect("cert_laboratory:sample", code=code)
    return sample_page(request, code, form=form)
