"""Cash of tills and the bank, and what one of finance proposed and another decides."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

import exhibitions.plan.facade as plan
from exhibitions.till.models import Deposit, MoneyProposal
from exhibitions.till.services.decide_money import CHECKERS, decide_money
from exhibitions.till.services.deposit import deposit_cash, top_up
from exhibitions.till.services.settle_flag import FINANCE
from exhibitions.till.services.two_people import ALONE_CASH, ALONE_UPI
from exhibitions.till.states import ProposalState
from exhibitions.till.web.desk import HERE, READERS, SHOWN, back, fair_for, one_page, till_of
from exhibitions.till.web.forms import DecideForm, DepositForm, TopUpForm
from jkrlm.kernel import clock
from jkrlm.kernel.forms import carried_out, form_page
from jkrlm.kernel.money import Money
from jkrlm.people.facade import for_roles, has_role, signed_in

PROPOSALS: Final = "exhibitions_till:proposals"


@require_POST
@for_roles(*FINANCE)
def deposit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Write what the bank took of a till's cash; what differs much is proposed."""
    fair, user = fair_for(request, code), signed_in(request)
    till, form = till_of(fair, number), DepositForm(request.POST)
    made: list[Deposit | MoneyProposal] = []

    def write() -> None:
        given = form.cleaned_data
        made.append(
            deposit_cash(
                till=till,
                deposited=Money(given["deposited"], "INR"),
                reference=given["reference"],
                key=given["key"],
                by=user,
                now=clock.now(),
            )
        )

    if not carried_out(form, write):
        return one_page(request, fair, till, deposit_form=form)
    if isinstance(made[0], MoneyProposal):
        messages.success(request, _("It differs much: another person of finance decides on it."))
    else:
        messages.success(request, _("The deposit is in the books."))
    return back(fair, till)


@require_POST
@for_roles(*FINANCE)
def add_money(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Write that the bank's money makes up for what a till gave back beyond its takings."""
    fair, user = fair_for(request, code), signed_in(request)
    till, form = till_of(fair, number), TopUpForm(request.POST)

    def write() -> None:
        given = form.cleaned_data
        top_up(till=till, reference=given["reference"], key=given["key"], by=user, now=clock.now())

    if carried_out(form, write):
        messages.success(request, _("The till's books are level again."))
        return back(fair, till)
    return one_page(request, fair, till, top_up_form=form)


@require_safe
@for_roles(*READERS)
def proposals(request: HttpRequest, code: str) -> HttpResponse:
    """What waits for a second person of finance, and what was decided."""
    return _page(request, fair_for(request, code))


@require_POST
@for_roles(*CHECKERS)
def decide(request: HttpRequest, code: str, proposal_id: int) -> HttpResponse:
    """Approve what another proposed, or refuse it."""
    fair, user = fair_for(request, code), signed_in(request)
    if not MoneyProposal.objects.filter(pk=proposal_id, exhibition=fair.code).exists():
        raise Http404
    form = DecideForm(request.POST, proposal=proposal_id)

    def write() -> None:
        decide_money(
            proposal_id=proposal_id,
            is_approved=form.cleaned_data["verdict"] == "approve",
            why=form.cleaned_data["why"],
            by=user,
            now=clock.now(),
        )

    if carried_out(form, write):
        is_approved = form.cleaned_data["verdict"] == "approve"
        messages.success(
            request, _("Approved, and booked.") if is_approved else _("Refused; nothing was booked.")
        )
        return redirect(PROPOSALS, fair.code)
    return _page(request, fair, refused=(proposal_id, form))


def _page(
    request: HttpRequest, fair: plan.Exhibition, *, refused: tuple[int, DecideForm] | None = None
) -> HttpResponse:
    user = signed_in(request)
    may_decide = has_role(user, *CHECKERS)
    rows = MoneyProposal.objects.filter(exhibition=fair.code).select_related(
        "flag__entry__till", "till", "proposed_by", "decided_by"
    )
    waits = [
        {
            "row": each,
            "is_mine": each.proposed_by_id == user.pk,
            "form": refused[1] if refused and refused[0] == each.pk else DecideForm(proposal=each.pk),
        }
        for each in rows.filter(state=ProposalState.PROPOSED).order_by("pk")[:SHOWN]
    ]
    is_shown = refused is not None and any(each["form"] is refused[1] for each in waits)
    context: dict[str, Any] = {
        **plan.frame(request, fair, HERE),
        "waits": waits,
        "decided": rows.exclude(state=ProposalState.PROPOSED).order_by("-decided_at")[:SHOWN],
        "may_decide": may_decide,
        "astray": refused[1] if refused and not is_shown else None,
        "alone_upi": ALONE_UPI,
        "alone_cash": ALONE_CASH,
    }
    return form_page(request, "exhibitions_till/proposals.html", context, *([refused[1]] if refused else []))
