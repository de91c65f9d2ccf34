"""One transfer: what happened to it, and what the bank says of it, by hand; two people where money moves."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from jkrlm.kernel.clock import now, today
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import for_roles, has_role, signed_in
from sellers.payouts.models import Transfer
from sellers.payouts.rules import Result
from sellers.payouts.selectors import batches as read
from sellers.payouts.services.by_hand import decide, settle_by_hand
from sellers.payouts.states import CORRECTIONS, TransferState
from sellers.payouts.web.common import CHECKERS, DESK, FINANCE, form_view, found, tried
from sellers.payouts.web.forms import DecideForm, SettleForm
from sellers.payouts.web.rows import badge, rupees

_SETTLED_BY_HAND = (TransferState.SENT, TransferState.PAID, *CORRECTIONS)


@form_view
@for_roles(*DESK)
def transfer(request: HttpRequest, code: str) -> HttpResponse:
    held, changes = found(lambda: read.transfer(code))
    form = SettleForm(initial={"amount": held.amount, "settled_on": today()})
    if request.method == "POST" and has_role(request.user, *FINANCE):
        form = SettleForm(request.POST)
        if form.is_valid():
            said = _result(held, form.cleaned_data)
            try:
                proposal = settle_by_hand(result=said, actor=signed_in(request), now=now())
            except DomainError as refusal:
                tell(form, refusal)
            else:
                waits = " is proposed: a checker decides, another person than you." if proposal else "."
                messages.success(request, f"Transfer {held.reference}: {said.outcome.label.lower()}{waits}")
                return redirect("staff_payouts:transfer", code=held.reference)
    proposal = read.open_proposal(held)
    context = {
        "held": held,
        "state_label": TransferState(held.state).label,
        "badge": badge(held.state),
        "amount": rupees(held.amount),
        "changes": [{"row": each, "state": TransferState(each.state).label} for each in changes],
        "form": form,
        "may": has_role(request.user, *FINANCE) and held.state in _SETTLED_BY_HAND,
        "proposal": proposal,
        "proposed": TransferState(proposal.outcome).label if proposal is not None else "",
        "may_decide": proposal is not None
        and has_role(request.user, *CHECKERS)
        and proposal.proposed_by_id != signed_in(request).pk,
        "decide_form": DecideForm(),
    }
    return form_page(request, "payouts/transfer.html", context, form)


@require_POST
@for_roles(*CHECKERS)
def decide_proposal(request: HttpRequest, code: str, number: int) -> HttpResponse:
    held, _ = found(lambda: read.transfer(code))
    accept = request.POST.get("decision") == "accept"
    why = request.POST.get("why", "")[:300].replace("\x00", "")
    if accept or request.POST.get("decision") == "refuse":
        tried(
            request,
            lambda: decide(proposal_id=number, accept=accept, actor=signed_in(request), now=now(), why=why),
        )
    return redirect("staff_payouts:transfer", code=held.reference)


def _result(held: Transfer, given: dict[str, Any]) -> Result:
    return Result(
        reference=held.reference,
        outcome=TransferState(given["outcome"]),
        amount=given["amount"],
        utr=given["utr"],
        settled_on=given["settled_on"],
        reason=given["reason"],
        wrong_account=given["wrong_account"],
    )
