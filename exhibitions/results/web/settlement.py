"""The settlement: what groups and tills come to, what holds it back; proposed, and approved by another."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

import exhibitions.plan.facade as plan
from exhibitions.results import selectors
from exhibitions.results.obstacles import obstacles
from exhibitions.results.services import settle
from exhibitions.results.states import SettlementState
from exhibitions.results.web.common import MONEY, for_readers
from exhibitions.results.web.forms import ProposeForm, SendBackForm
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page
from jkrlm.people.facade import Role, for_roles, has_role, signed_in
from sellers.registry.facade import groups_by_code

_NAMES = (
    *("sold", "returned", "discount", "gst", "commission", "commission_gst", "share", "gst_hers"),
    *("allowances", "charge", "charge_gst", "gets", "held", "cleared"),
)


@require_safe
@for_readers(*MONEY)
def settlement(request: HttpRequest, fair: plan.Exhibition) -> HttpResponse:
    return render(request, "exhibitions_results/settlement.html", _context(request, fair))


@require_POST
@for_readers(Role.ADMINISTRATOR)
def propose(request: HttpRequest, fair: plan.Exhibition) -> HttpResponse:
    user = signed_in(request)
    if not plan.may_run(user, fair.code):
        raise PermissionDenied
    form = ProposeForm(request.POST)
    if not form.is_valid():
        context = _context(request, fair) | {"propose_form": form}
        return form_page(request, "exhibitions_results/settlement.html", context, form)
    given = form.cleaned_data
    try:
        settle.propose(exhibition=fair.code, note=given["note"], key=given["key"], by=user, now=clock.now())
    except DomainError as refusal:
        return _refused(request, fair, refusal)
    messages.success(request, _("Proposed. A checker of finance decides on it."))
    return redirect("exhibitions_results:settlement", fair.code)


@require_POST
@for_roles(Role.FINANCE_CHECKER)
def decide(request: HttpRequest, code: str, settlement_id: int) -> HttpResponse:
    fair = plan.fair_or_404(code)
    row = selectors.newest(fair.code)
    if row is None or row.pk != settlement_id:
        raise Http404
    user, now = signed_in(request), clock.now()
    try:
        if request.POST.get("verdict") == "approve":
            settle.approve(settlement_id=settlement_id, by=user, now=now, today=clock.today())
            messages.success(
                request, _("Approved. Stalls are charged; shares go into the next payout batch.")
            )
        else:
            form = SendBackForm(request.POST)
            if not form.is_valid():
                context = _context(request, fair) | {"back_form": form}
                return form_page(request, "exhibitions_results/settlement.html", context, form)
            settle.send_back(settlement_id=settlement_id, why=form.cleaned_data["why"], by=user, now=now)
            messages.success(request, _("Sent back."))
    except DomainError as refusal:
        return _refused(request, fair, refusal)
    return redirect("exhibitions_results:settlement", fair.code)


def _refused(request: HttpRequest, fair: plan.Exhibition, refusal: DomainError) -> HttpResponse:
    context = _context(request, fair) | {"refusal": refusal.message}
    return render(request, "exhibitions_results/settlement.html", context, status=409)


def _context(request: HttpRequest, fair: plan.Exhibition) -> dict[str, Any]:
    found = selectors.settlement(fair.code)
    known = groups_by_code([each.group_code for each in found.lines])
    user = signed_in(request)
    is_open = found.state in ("", SettlementState.SENT_BACK)
    held = obstacles(fair.code) if found.state != SettlementState.APPROVED else ()
    waits = found.state == SettlementState.PROPOSED
    return plan.frame(request, fair, "exhibitions_results:settlement") | {
        "settlement": found,
        "state": SettlementState(found.state).label if found.state else "",
        "lines": [
            (each, known[each.group_code].name if each.group_code in known else each.group_code)
            for each in found.lines
        ],
        "sums": {name: found.sum_of(name) for name in _NAMES},
        "taken": found.sum_of("commission") + found.sum_of("commission_gst") + found.sum_of("other"),
        "till_sums": {
            name: sum((getattr(each, name).amount for each in found.tills), 0)
            for name in ("cash", "upi", "difference", "deposited", "short")
        },
        "obstacles": held,
        "may_propose": is_open and not held and plan.may_run(user, fair.code),
        "may_decide": waits and has_role(user, Role.FINANCE_CHECKER) and found.proposed_by_id != user.pk,
        "propose_form": ProposeForm(),
        "back_form": SendBackForm(),
    }
