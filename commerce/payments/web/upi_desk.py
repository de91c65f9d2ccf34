"""Finance's page of payments by UPI: money that no rule placed, transfers back, and what is waited for."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from commerce.payments.errors import UpiStepRefused
from commerce.payments.models import BankFeedPlace, UpiCredit, UpiRefund
from commerce.payments.services import upi_desk as desk_services
from commerce.payments.services import upi_refunds
from commerce.payments.states import CreditState, RefundStep
from commerce.payments.upi_selectors import claims_of, open_credits, open_refunds, payer_of
from commerce.payments.web.upi_forms import AnswerForm, BackForm, DeskForm, MatchForm, PayeeForm
from jkrlm.kernel.clock import now
from jkrlm.kernel.forms import tell
from jkrlm.people.facade import Role, for_roles, has_role, signed_in

MAKERS: Final = (Role.FINANCE_MAKER,)
CHECKERS: Final = (Role.FINANCE_CHECKER,)
DESK: Final = (*MAKERS, *CHECKERS, Role.ADMINISTRATOR)
LONGEST: Final = 40


@require_safe
@for_roles(*DESK)
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for somebody, the oldest first, and every payment that is waited for."""
    words = request.GET.get("q", "")[:LONGEST].replace("\x00", "").strip()
    context = {
        "credits": open_credits(),
        "refunds": open_refunds(),
        "claims": claims_of(words=words, now=now()),
        "q": words,
        "feed": BankFeedPlace.objects.first(),
    }
    return render(request, "payments/upi_desk.html", context)


@require_safe
@for_roles(*DESK)
def credit(request: HttpRequest, number: int) -> HttpResponse:
    return _credit_page(request, number)


@require_safe
@for_roles(*DESK)
def refund(request: HttpRequest, number: int) -> HttpResponse:
    return _refund_page(request, number)


@require_POST
@for_roles(*MAKERS)
def match(request: HttpRequest, number: int) -> HttpResponse:
    form = MatchForm(request.POST)
    return _do(
        request,
        form,
        lambda: desk_services.match_by_hand(
            credit_id=number,
            reference=form.cleaned_data["reference"],
            reason=form.cleaned_data["reason"],
            actor=signed_in(request),
            now=now(),
        ),
        said="Matched: the order is made, or the money goes back.",
        again=lambda status: _credit_page(request, number, match=form, status=status),
    )


@require_POST
@for_roles(*MAKERS)
def back(request: HttpRequest, number: int) -> HttpResponse:
    form = BackForm(request.POST)
    return _do(
        request,
        form,
        lambda: desk_services.send_back(
            credit_id=number, reason=form.cleaned_data["reason"], actor=signed_in(request), now=now()
        ),
        said="It goes back: prepare its transfer.",
        again=lambda status: _credit_page(request, number, back=form, status=status),
    )


@require_POST
@for_roles(*MAKERS)
def prepare(request: HttpRequest, number: int) -> HttpResponse:
    form = PayeeForm(request.POST)
    return _do(
        request,
        form,
        lambda: upi_refunds.prepare_refund(
            refund_id=number, payee=form.cleaned_data["payee"], actor=signed_in(request), now=now()
        ),
        said="Prepared: another person of finance approves it.",
        again=lambda status: _refund_page(request, number, form=form, status=status),
    )


@require_POST
@for_roles(*CHECKERS)
def approve(request: HttpRequest, number: int) -> HttpResponse:
    form = AnswerForm(request.POST)
    return _do(
        request,
        form,
        lambda: upi_refunds.approve_refund(refund_id=number, actor=signed_in(request), now=now()),
        said="Approved: make the transfer at the bank, with its reference.",
        again=lambda status: _refund_page(request, number, answer=form, status=status),
    )


@require_POST
@for_roles(*CHECKERS)
def refuse(request: HttpRequest, number: int) -> HttpResponse:
    form = AnswerForm(request.POST)
    return _do(
        request,
        form,
        lambda: upi_refunds.refuse_refund(
            refund_id=number, answer=form.cleaned_data["answer"], actor=signed_in(request)
        ),
        said="Not approved; who prepared it can read why.",
        again=lambda status: _refund_page(request, number, answer=form, status=status),
    )


def _do(
    request: HttpRequest,
    form: DeskForm,
    run: Callable[[], object],
    *,
    said: str,
    again: Callable[[int], HttpResponse],
) -> HttpResponse:
    """Run where the form is right; what is refused stands beside its field, and nothing typed is lost."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        try:
            run()
        except UpiStepRefused as refusal:
            if refusal.code == "UNKNOWN":
                raise Http404(refusal.message) from refusal
            tell(form, refusal)
            status = HTTPStatus.CONFLICT if form.non_field_errors() else HTTPStatus.UNPROCESSABLE_ENTITY
        else:
            messages.success(request, said)
            return redirect("staff_upi:desk")
    return again(status)


def _credit_page(
    request: HttpRequest,
    number: int,
    *,
    match: DeskForm | None = None,
    back: DeskForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = UpiCredit.objects.select_related("claim", "about", "decided_by").filter(pk=number).first()
    if found is None:
        raise Http404
    may = found.state == CreditState.OPEN and has_role(request.user, *MAKERS)
    context: dict[str, Any] = {
        "credit": found,
        "refund": UpiRefund.objects.filter(credit=found).first(),
        "match": match or (MatchForm(initial={"reference": _guess(found)}) if may else None),
        "back": back or (BackForm() if may else None),
    }
    return render(request, "payments/upi_credit.html", context, status=status)


def _guess(found: UpiCredit) -> str:
    return found.about.reference if found.about is not None else ""


def _refund_page(
    request: HttpRequest,
    number: int,
    *,
    form: DeskForm | None = None,
    answer: DeskForm | None = None,
    status: int = 200,
) -> HttpResponse:
    found = UpiRefund.objects.select_related(
        "action__attempt", "credit", "prepared_by", "approved_by"
    ).filter(pk=number)
    held = found.first()
    if held is None:
        raise Http404
    user = request.user
    due, waits = held.step == RefundStep.DUE, held.step == RefundStep.PREPARED
    own = held.prepared_by_id == user.pk
    context: dict[str, Any] = {
        "refund": held,
        "payer": payer_of(held),
        "form": form
        or (PayeeForm(initial={"payee": held.payee}) if due and has_role(user, *MAKERS) else None),
        "answer": answer or (AnswerForm() if waits and not own and has_role(user, *CHECKERS) else None),
        "is_own": waits and own,
    }
    return render(request, "payments/upi_refund.html", context, status=status)
