"""Groups whose payments wait: put on hold by one person, released by another."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from jkrlm.kernel.clock import now
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import asked, form_page, tell
from jkrlm.people.facade import for_roles, has_role, signed_in
from sellers.payouts.models import Hold
from sellers.payouts.selectors.desk import ended_holds, open_holds
from sellers.payouts.services.holds import place_hold, release_hold
from sellers.payouts.states import HoldKind
from sellers.payouts.web.common import DESK, FINANCE, form_view, tried
from sellers.payouts.web.forms import HoldForm, ReleaseForm


@form_view
@for_roles(*DESK)
def holds(request: HttpRequest) -> HttpResponse:
    may = has_role(request.user, *FINANCE)
    form = HoldForm(initial={"group_code": asked(request, "group")})
    if request.method == "POST" and may:
        form = HoldForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                hold = place_hold(
                    group_code=given["group_code"].upper(),
                    reason=given["reason"],
                    whom_to_ask=given["whom_to_ask"],
                    actor=signed_in(request),
                    now=now(),
                )
            except DomainError as refusal:
                tell(form, refusal)
            else:
                messages.success(request, f"{hold.group_code} is on hold.")
                return redirect("staff_payouts:holds")
    me = signed_in(request).pk
    context = {
        "form": form,
        "may": may,
        "open": [
            {"row": row, "kind": HoldKind(row.kind).label, "may_end": may and row.placed_by_id != me}
            for row in open_holds()
        ],
        "ended": ended_holds(),
    }
    return form_page(request, "payouts/holds.html", context, form)


@require_POST
@for_roles(*FINANCE)
def release(request: HttpRequest, number: int) -> HttpResponse:
    form = ReleaseForm(request.POST)

    def do() -> None:
        why = form.cleaned_data.get("why", "") if form.is_valid() else ""
        hold: Hold = release_hold(hold_id=number, why=why, actor=signed_in(request), now=now())
        messages.success(request, f"{hold.group_code} is not on hold any more.")

    tried(request, do)
    return redirect("staff_payouts:holds")
