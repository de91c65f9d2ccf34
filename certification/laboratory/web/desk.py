"""The samples that somebody may know of, and one of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certification.laboratory.contracts import Level
from certification.laboratory.contracts import Sample as SampleShown
from certification.laboratory.errors import SampleUnknown
from certification.laboratory.selectors import closed_for, queue_for, reader_of, sample_for
from certification.laboratory.states import SampleState
from certification.laboratory.web.common import READERS, sample_page
from jkrlm.kernel.forms import asked
from jkrlm.people.facade import for_roles, signed_in

_BADGES = {
    SampleState.SEALED: "off",
    SampleState.RECEIVED: "wait",
    SampleState.IN_WORK: "wait",
    SampleState.ENTERED: "warn",
    SampleState.RELEASED: "ok",
    SampleState.REJECTED: "err",
    SampleState.RETRACTED: "err",
}


@require_safe
@for_roles(*READERS)
def desk(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    wanted = asked(request, "code").upper()
    if wanted:
        try:
            return redirect("cert_laboratory:sample", code=sample_for(wanted, user).code)
        except SampleUnknown:
            pass
    reader = reader_of(user)
    context = {
        "is_laboratory": reader.is_laboratory,
        "asked": wanted,
        "rows": [_row(each, user.pk) for each in queue_for(user)],
        "closed": [_row(each, user.pk) for each in closed_for(user)],
    }
    return render(request, "cert_laboratory/desk.html", context)


@require_safe
@for_roles(*READERS)
def sample(request: HttpRequest, code: str) -> HttpResponse:
    return sample_page(request, code)


def _row(each: SampleShown, user_id: int) -> dict[str, object]:
    state = SampleState(each.state)
    return {
        "sample": each,
        "state": state.label,
        "badge": _BADGES[state],
        "knows_case": each.level in (Level.CUSTODY, Level.FULL),
        "with": _with(each, user_id),
    }


def _with(each: SampleShown, user_id: int) -> str:
    """Say whose turn it is; names of colleagues in the laboratory are no secret."""
    if each.state == SampleState.IN_WORK:
        return _("You measure it") if each.analyst_id == user_id else each.analyst
    if each.state == SampleState.ENTERED:
        if each.verifier_id is None:
            return _("You measured it") if each.analyst_id == user_id else _("Nobody verifies it yet")
        return _("You verify it") if each.verifier_id == user_id else each.verifier
    return ""
