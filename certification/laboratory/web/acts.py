"""What the inspector and the laboratory do with a sample: one act a view."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from certification.laboratory.errors import BadResults
from certification.laboratory.services import hand_over as custody
from certification.laboratory.services import measure, verify
from certification.laboratory.web.common import LABORATORY, TAKERS, done, handed_in, sample_page, seen
from certification.laboratory.web.forms import HandOverForm, ReasonForm, ReceiveForm
from jkrlm.kernel.clock import now
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import for_roles, signed_in


@require_POST
@for_roles(*TAKERS)
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """She who took the sample writes down to whom she gave it."""

    def act(said: dict[str, Any]) -> str:
        custody.hand_over(
            code=code,
            giver=said["giver"],
            holder=said["holder"],
            at=said["at"],
            place=said["place"],
            note=said["note"],
            key=said["key"],
            by=signed_in(request),
            now=now(),
        )
        return _("Written down. The chain goes on with whoever has it now.")

    return handed_in(request, code, HandOverForm(request.POST), act)


@require_POST
@for_roles(*LABORATORY)
def receive(request: HttpRequest, code: str) -> HttpResponse:
    def act(said: dict[str, Any]) -> str:
        custody.receive(
            code=code,
            giver=said["giver"],
            seal=said["seal"],
            is_intact=said["intact"],
            key=said["key"],
            by=signed_in(request),
            now=now(),
        )
        return _("Received. Whoever measures it takes it now.")

    return handed_in(request, code, ReceiveForm(request.POST), act)


@require_POST
@for_roles(*LABORATORY)
def reject(request: HttpRequest, code: str) -> HttpResponse:
    def act(said: dict[str, Any]) -> str:
        measure.reject(code=code, reason=said["reason"], by=signed_in(request), now=now())
        return _("Not accepted. The office knows why.")

    return handed_in(request, code, ReasonForm(request.POST, prefix="reject"), act)


@require_POST
@for_roles(*LABORATORY)
def take(request: HttpRequest, code: str) -> HttpResponse:
    return done(
        request,
        code,
        lambda: measure.take(code=code, by=signed_in(request), now=now()),
        _("You measure it. Nobody else reads what you enter until it is verified."),
    )


@require_POST
@for_roles(*LABORATORY)
def results(request: HttpRequest, code: str) -> HttpResponse:
    """Enter all values, and hand them in."""
    seen(request, code)
    typed = {name: str(words)[:300].replace("\x00", "") for name, words in request.POST.items()}
    values = {name.removeprefix("value-"): text for name, text in typed.items() if name.startswith("value-")}
    notes = {name.removeprefix("note-"): text for name, text in typed.items() if name.startswith("note-")}
    try:
        measure.enter_results(code=code, values=values, notes=notes, by=signed_in(request), now=now())
    except BadResults as bad:
        return sample_page(request, code, typed=typed, errors=bad.errors)
    except DomainError as refusal:
        return sample_page(request, code, typed=typed, errors={"": refusal.message})
    messages.success(request, _("Handed in. Somebody else verifies it."))
    return redirect("cert_laboratory:sample", code=code)


@require_POST
@for_roles(*LABORATORY)
def take_to_verify(request: HttpRequest, code: str) -> HttpResponse:
    return done(
        request,
        code,
        lambda: verify.take_to_verify(code=code, by=signed_in(request)),
        _("You verify it: look at every value."),
    )


@require_POST
@for_roles(*LABORATORY)
def release(request: HttpRequest, code: str) -> HttpResponse:
    return done(
        request,
        code,
        lambda: verify.release(
            code=code, seen=request.POST.get("seen", "")[:40], by=signed_in(request), now=now()
        ),
        _("Released. The results are with their case."),
    )


@require_POST
@for_roles(*LABORATORY)
def send_back(request: HttpRequest, code: str) -> HttpResponse:
    def act(said: dict[str, Any]) -> str:
        verify.send_back(code=code, reason=said["reason"], by=signed_in(request), now=now())
        return _("Sent back to whoever measured it.")

    return handed_in(request, code, ReasonForm(request.POST, prefix="back"), act)
