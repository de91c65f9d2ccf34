"""Cash as carriers' programs tell of it: what fits the books is listed by one press."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jkrlm.kernel.clock import now, today
from jkrlm.people.facade import done, for_roles, has_role
from sellers.orders.services.read_advices import Advice, read_advices
from sellers.orders.services.remit import propose_remittance
from sellers.orders.web.acts import DESK, MAKERS
from sellers.orders.web.forms import DeskForm
from sellers.orders.web.rows import badge
from sellers.orders.web.views import by, form_view


@form_view
@for_roles(*DESK)
def advices(request: HttpRequest) -> HttpResponse:
    """Ask the carriers now; a POST lists the advice that was pressed."""
    found, silent = read_advices(today=today())
    may_list = has_role(request.user, *MAKERS)
    form = DeskForm()
    if request.method == "POST":
        form = DeskForm(request.POST)
        wanted = (request.POST.get("carrier", ""), request.POST.get("reference", ""))
        chosen = next((each for each in found if (each.carrier, each.reference) == wanted), None)
        if not may_list or chosen is None or chosen.faults or chosen.state is not None:
            messages.warning(request, _("This cannot be listed now: look at what is said of it below."))
        elif _listed(request, form, chosen):
            messages.success(request, _("Listed. A second person decides; then it is booked."))
        else:
            messages.warning(request, " ".join(map(str, form.non_field_errors())) or _("It was refused."))
        return redirect("staff_orders:advices")
    context: dict[str, Any] = {
        "rows": [{"row": each, "badge": badge(each.state) if each.state else None} for each in found],
        "silent": silent,
        "form": form,
        "may_list": may_list,
    }
    return render(request, "seller_orders/advices.html", context)


def _listed(request: HttpRequest, form: DeskForm, chosen: Advice) -> bool:
    who, at = by(request), now()

    def run() -> object:
        return propose_remittance(
            carrier=chosen.carrier,
            reference=chosen.reference,
            received_on=chosen.paid_on,
            handed=chosen.handed,
            reason=chosen.reference,
            key=form.cleaned_data["key"],
            by=who,
            now=at,
        )

    return done(request, form, run, "cash.list", f"carrier {chosen.carrier}")
