"""What people do on the desk. Each act is one call; what is refused is told beside the form that was sent."""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from jkrlm.kernel.clock import now, today
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import tell
from jkrlm.people.facade import for_roles, signed_in
from sellers.reconciliation.errors import NotHere
from sellers.reconciliation.models import BankLine, OpenItem, Proposal
from sellers.reconciliation.services import items as item_services
from sellers.reconciliation.services import match_by_hand as by_hand
from sellers.reconciliation.services.days import close_day, reopen_day
from sellers.reconciliation.services.match_by_hand import Wanted, match_by_hand
from sellers.reconciliation.services.take_apart import propose_apart
from sellers.reconciliation.web.forms import AnswerForm, ApartForm, DeskForm, MatchForm, OwnerForm, ReasonForm
from sellers.reconciliation.web.rows import CHECKERS, FINANCE, MAKERS
from sellers.reconciliation.web.views import (
    day_page,
    entry_choices,
    item_page,
    line_page,
    pair_choices,
    parse_day,
)

REFUSED = HTTPStatus.UNPROCESSABLE_ENTITY


@require_POST
@for_roles(*FINANCE)
def assign(request: HttpRequest, number: int) -> HttpResponse:
    held = _item(number)
    form = OwnerForm(request.POST)
    if _done(
        form,
        lambda: item_services.assign(
            item_id=number,
            owner=form.cleaned_data["owner"],
            note=form.cleaned_data["note"],
            actor=signed_in(request),
        ),
    ):
        messages.success(request, "Kept.")
        return redirect(_place(held), held.line_id or held.pk)
    return item_page(request, number, owner=form, status=REFUSED)


@require_POST
@for_roles(*FINANCE)
def settle(request: HttpRequest, number: int) -> HttpResponse:
    """A difference with the card company ends by a reason."""
    _item(number)
    form = ReasonForm(request.POST)
    if _done(
        form,
        lambda: item_services.settle(
            item_id=number, reason=form.cleaned_data["reason"], actor=signed_in(request), now=now()
        ),
    ):
        messages.success(request, "Settled, with your reason.")
        return redirect("staff_reconciliation:items")
    return item_page(request, number, end=form, status=REFUSED)


@require_POST
@for_roles(*MAKERS)
def match(request: HttpRequest, number: int) -> HttpResponse:
    """Matched at once where nothing is booked; otherwise it waits for another person."""
    held = BankLine.objects.filter(pk=number).first()
    if held is None:
        raise Http404
    sent = [(key, key) for key in request.POST.getlist("entries")]
    form = MatchForm(request.POST, choices=[*entry_choices(held), *sent], pairs=pair_choices(held))
    waits: list[Proposal | None] = []

    def run() -> None:
        wanted = Wanted(
            key=form.cleaned_data["key"],
            line_id=number,
            reason=form.cleaned_data["reason"],
            entries=form.keys(),
            account_code=form.cleaned_data["account_code"],
            account_owner=form.cleaned_data["account_owner"].strip(),
            order=form.cleaned_data["order"].strip(),
            pair_id=form.cleaned_data["pair"],
        )
        waits.append(match_by_hand(wanted=wanted, actor=signed_in(request), now=now()))

    if _done(form, run):
        said = (
            "Proposed: another person of finance approves it." if waits[0] else "Matched, with your reason."
        )
        messages.success(request, said)
        return redirect("staff_reconciliation:line", number)
    return line_page(request, number, form=form, status=REFUSED)


@require_POST
@for_roles(*MAKERS)
def apart(request: HttpRequest, number: int) -> HttpResponse:
    """Propose that a match which was wrong is taken apart."""
    form = ApartForm(request.POST)
    if _done(
        form,
        lambda: propose_apart(
            key=form.cleaned_data["key"],
            line_id=number,
            reason=form.cleaned_data["reason"],
            actor=signed_in(request),
            now=now(),
        ),
    ):
        messages.success(request, "Proposed: another person of finance approves it.")
        return redirect("staff_reconciliation:line", number)
    return line_page(request, number, apart=form, status=REFUSED)


@require_POST
@for_roles(*CHECKERS)
def approve(request: HttpRequest, number: int) -> HttpResponse:
    return _decide(
        request,
        number,
        lambda _form: by_hand.approve(proposal_id=number, actor=signed_in(request), now=now()),
        "Approved and booked.",
    )


@require_POST
@for_roles(*CHECKERS)
def refuse(request: HttpRequest, number: int) -> HttpResponse:
    return _decide(
        request,
        number,
        lambda form: by_hand.refuse(
            proposal_id=number, answer=form.cleaned_data["answer"], actor=signed_in(request), now=now()
        ),
        "Refused; who proposed it can read why.",
    )


@require_POST
@for_roles(*MAKERS)
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    return _decide(
        request,
        number,
        lambda _form: by_hand.withdraw(proposal_id=number, actor=signed_in(request), now=now()),
        "Taken back.",
    )


@require_POST
@for_roles(*MAKERS)
def close(request: HttpRequest, day: str) -> HttpResponse:
    chosen = parse_day(day)
    if chosen is None:
        raise Http404
    try:
        close_day(day=chosen, today=today(), actor=signed_in(request), now=now())
    except DomainError as refusal:
        messages.warning(request, refusal.message)
        return day_page(request, day, status=REFUSED)
    messages.success(request, "The day is closed.")
    return redirect("staff_reconciliation:day", day)


@require_POST
@for_roles(*FINANCE)
def reopen(request: HttpRequest, day: str) -> HttpResponse:
    chosen = parse_day(day)
    if chosen is None:
        raise Http404
    form = ReasonForm(request.POST)
    if _done(
        form,
        lambda: reopen_day(
            day=chosen, reason=form.cleaned_data["reason"], actor=signed_in(request), now=now()
        ),
    ):
        messages.success(request, "The day is open again.")
        return redirect("staff_reconciliation:day", day)
    return day_page(request, day, form=form, status=REFUSED)


@require_POST
@for_roles(*FINANCE)
def fetch(request: HttpRequest, day: str) -> HttpResponse:
    """Have the worker fetch and compare the card company's day once more."""
    from sellers.reconciliation.tasks import fetch_stripe_day

    chosen = parse_day(day)
    if chosen is None or chosen >= today():
        raise Http404
    fetch_stripe_day.defer(day=day)
    messages.success(request, "It is fetched in a moment; look again shortly.")
    return redirect("staff_reconciliation:day", day)


def _decide(request: HttpRequest, number: int, run: Callable[[AnswerForm], None], said: str) -> HttpResponse:
    held = Proposal.objects.filter(pk=number).first()
    if held is None:
        raise Http404
    form = AnswerForm(request.POST)
    if _done(form, lambda: run(form)):
        messages.success(request, said)
        return redirect("staff_reconciliation:line", held.line_id)
    return line_page(request, held.line_id, answer=form, status=REFUSED)


def _done(form: DeskForm, run: Callable[[], object]) -> bool:
    """Run where the form is right; what is refused stands beside its field."""
    if not form.is_valid():
        return False
    try:
        run()
    except NotHere as refusal:
        if refusal.field is None:
            raise Http404(refusal.message) from refusal
        tell(form, refusal)
        return False
    except DomainError as refusal:
        tell(form, refusal)
        return False
    return True


def _item(number: int) -> OpenItem:
    held = OpenItem.objects.filter(pk=number).first()
    if held is None:
        raise Http404
    return held


def _place(held: OpenItem) -> str:
    return "staff_reconciliation:line" if held.line_id else "staff_reconciliation:item"
