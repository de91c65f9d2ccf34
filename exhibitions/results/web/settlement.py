"""The settlement: what groups and tills come to, what holds it back; proposed, and approved by another."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.forms import Form
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
from jkrlm.kernel.forms import carried_out, form_page
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

    def propose_it() -> None:
        said = form.cleaned_data
        settle.propose(exhibition=fair.code, note=said["note"], key=said["key"], by=user, now=clock.now())

    if carried_out(form, propose_it):
        messages.success(request, _("Proposed. A checker of finance decides on it."))
        return redirect("exhibitions_results:settlement", fair.code)
    return _again(request, fair, form, propose_form=form)


@require_POST
@for_roles(Role.FINANCE_CHECKER)
def decide(request: HttpRequest, code: str, settlement_id: int) -> HttpResponse:
    fair = plan.fair_or_404(code)
    row = selectors.newest(fair.code)
    if row is None or row.pk != settlement_id:
        raise Http404
    user, approves = signed_in(request), request.POST.get("verdict") == "approve"
    form: Form = Form(request.POST) if approves else SendBackForm(request.POST)

    def decide_it() -> None:
        now = clock.now()
        if approves:
            settle.approve(settlement_id=settlement_id, by=user, now=now, today=clock.today())
        else:
            settle.send_back(settlement_id=settlement_id, why=form.cleaned_data["why"], by=user, now=now)

    if carried_out(form, decide_it):
        said = _("Approved. Stalls are charged; shares go into the next payout batch.")
        messages.success(request, said if approves else _("Sent back."))
        return redirect("exhibitions_results:settlement", fair.code)
    return _again(request, fair, form, **({} if approves else {"back_form": form}))


def _again(request: HttpRequest, fair: plan.Exhibition, form: Form, **shown: Form) -> HttpResponse:
    """The page with what was wrong; 409 where the form itself was filled in right."""
    context = _context(request, fair) | {"refused": form} | shown
    answer = form_page(request, "exhibitions_results/settlement.html", context, form)
    if set(form.errors) == {NON_FIELD_ERRORS}:
        answer.status_code = HTTPStatus.CONFLICT
    return answer


def _context(request: HttpRequest, fair: plan.Exhibition) -> dict[str, Any]:
    found = selectors.settlement(fair.code)
    known = groups_by_code([each.group_code for each in found.lines])
    user = signed_in(request)
    is_open = found.state in ("", SettlementState.SENT_BACK)
    held = obstacles(fair.code) if found.state != SettlementState.APPROVED else ()
    waits = found.state == SettlementState.PROPOSED
    frame = plan.frame(request, fair, "exhibitions_results:settlement")
    return frame | {
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
            for name in ("cash", "upi", "card", "difference", "deposited", "short")
        },
        "obstacles": [(each.words, each.href if _opens(each.href, frame["tabs"]) else "") for each in held],
        "may_propose": is_open and not held and plan.may_run(user, fair.code),
        "may_decide": waits and has_role(user, Role.FINANCE_CHECKER) and found.proposed_by_id != user.pk,
        "is_finance": has_role(user, *MONEY),
        "propose_form": ProposeForm(),
        "back_form": SendBackForm(),
    }


def _opens(href: str, tabs: Sequence[plan.Tab]) -> bool:
    """Say whether the reader may open where an obstacle is mended: one of her tabs, or a page under it."""
    return any(
        href == each.url or (each.address != "exhibitions:one" and href.startswith(each.url)) for each in tabs
    )
