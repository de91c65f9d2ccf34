"""Leads of an exhibition: the form for a phone, and who was written down."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

import exhibitions.plan.facade as plan
import exhibitions.stalls.facade as stalls
from exhibitions.results import selectors
from exhibitions.results.services.take_lead import take_lead
from exhibitions.results.states import LeadKind
from exhibitions.results.web.common import for_readers
from exhibitions.results.web.forms import LeadForm
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import Role, TooManyAttempts, has_role, signed_in
from sellers.registry.facade import groups_by_code

SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers(Role.ADMINISTRATOR, cashiers=True)
def leads(request: HttpRequest, fair: plan.Exhibition) -> HttpResponse:
    held = stalls.allotted(fair.code)
    known = groups_by_code([each.group_code for each in held])
    names = {code: group.name for code, group in known.items()}
    choices = [
        (each.stall_code, f"{each.stall_code} · {names.get(each.group_code, each.group_code)}")
        for each in held
    ]
    form = LeadForm(request.POST if request.method == "POST" else None, stalls=choices)
    is_too_often = False
    if form.is_bound and form.is_valid():
        try:
            take_lead(
                exhibition=fair.code,
                wish=form.wish(),
                key=form.cleaned_data["key"],
                by=signed_in(request),
                now=clock.now(),
                today=clock.today(),
            )
        except DomainError as refusal:
            tell(form, refusal)
            is_too_often = isinstance(refusal, TooManyAttempts)
        else:
            messages.success(request, _("Written down. Our answer goes to her from the shop’s desk."))
            return redirect("exhibitions_results:leads", fair.code)
    user = signed_in(request)
    may_list = has_role(user, Role.ADMINISTRATOR, Role.EXHIBITIONS)
    rows = selectors.leads(fair.code, most=SHOWN) if may_list else ()
    count, orders, worth = selectors.lead_counts(fair.code)
    context = plan.frame(request, fair, "exhibitions_results:leads") | {
        "form": form,
        "rows": [(each, names.get(each.group_code, ""), LeadKind(each.kind).label) for each in rows],
        "count": count,
        "orders": orders,
        "worth": worth,
        "is_on": fair.state in (plan.ExhibitionState.RUNNING, plan.ExhibitionState.CLOSED),
        "may_list": may_list,
    }
    answer = form_page(request, "exhibitions_results/leads.html", context, form)
    if is_too_often:
        answer.status_code = 429
    return answer
