"""The gate for makers: a pass is scanned, or its code typed; let in once a day."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

import exhibitions.plan.facade as plan
from exhibitions.stalls.models import GateEntry
from exhibitions.stalls.selectors import stall_of
from exhibitions.stalls.services.open_gate import known_pass, let_in, why_not
from exhibitions.stalls.web.common import GATE, frame
from exhibitions.stalls.web.forms import GateForm
from jkrlm.kernel import clock
from jkrlm.kernel.forms import carried_out, form_page
from jkrlm.people.facade import for_roles, signed_in
from sellers.registry.facade import groups_by_code

#: In the session: at which gate this browser stands.
AT: str = "stalls.gate"


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*GATE)
def gate(request: HttpRequest, code: str) -> HttpResponse:
    return _gate(request, _at_gate(request, code), "")


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*GATE)
def gate_pass(request: HttpRequest, code: str, pass_code: str) -> HttpResponse:
    """Where the QR of a pass leads: who it is, and one large button."""
    return _gate(request, _at_gate(request, code), pass_code)


def _at_gate(request: HttpRequest, code: str) -> plan.Exhibition:
    """
    Return the exhibition at whose gate she may stand: she is on its team, whatever her duty.

    Raises:
        Http404: there is no such exhibition; PermissionDenied: she is not.
    """
    found, user = plan.fair_or_404(code), signed_in(request)
    is_on_team = any(each.user_id == user.pk for each in plan.team(found.code))
    if not (is_on_team or plan.may_run(user, found.code)):
        raise PermissionDenied
    return found


def _gate(request: HttpRequest, exhibition: plan.Exhibition, pass_code: str) -> HttpResponse:
    at = request.session.get(AT, "1")
    form = GateForm(request.POST or None, initial={"gate": at, "code": pass_code})

    def admit() -> None:
        typed = form.cleaned_data
        request.session[AT] = typed["gate"]
        admitted = let_in(
            exhibition_code=exhibition.code,
            code=typed["code"],
            gate=typed["gate"],
            by=signed_in(request),
            now=clock.now(),
            today=clock.today(),
        )
        messages.success(request, _("%(name)s may come in.") % {"name": admitted.traveller.name})

    if carried_out(form, admit):
        return redirect("exhibitions_stalls:gate", exhibition.code)
    if form.is_bound:
        pass_code = form.cleaned_data.get("code", pass_code)
    known = known_pass(exhibition.code, pass_code) if pass_code else None
    context = {**frame(request, exhibition, "gate"), "form": form, "known": known}
    if known is not None:
        row = known.traveller.application
        group = groups_by_code([row.group_code]).get(row.group_code)
        context |= {
            "group": group.name if group else row.group_code,
            "stall": stall_of(exhibition.code, row.group_code) or "",
            "why_not": why_not(known, clock.today()),
        }
    today = GateEntry.objects.filter(
        day=clock.today(), gate_pass__traveller__application__call__exhibition_code=exhibition.code
    )
    context["inside"] = today.values("gate_pass").distinct().count()
    return form_page(
        request,
        "exhibitions_stalls/staff/gate.html",
        context,
        form,
        refused=bool(pass_code and known is None),
    )
