"""The desk: what is due next, what is on its way, and the batches."""

import uuid
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

import sellers.orders.facade as orders
from jkrlm.kernel.clock import now, today
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import asked, form_page
from jkrlm.people.facade import for_roles, has_role, signed_in
from sellers.payouts import tasks
from sellers.payouts.selectors import batches as read
from sellers.payouts.selectors import desk as sums
from sellers.payouts.services.build_batch import ask_for_batch
from sellers.payouts.states import BatchState, TransferState
from sellers.payouts.web.common import DESK, MAKERS, key
from sellers.payouts.web.forms import BuildForm
from sellers.payouts.web.rows import badge, bars, rupees

UNCLEARED_SHOWN: Final = 20


@require_safe
@for_roles(*DESK)
def desk(request: HttpRequest) -> HttpResponse:
    day = today()
    due = sums.due_next(day)
    shown = read.batches(before=key(asked(request, "before")))
    context = {
        "due": due,
        "total": rupees(due.all.total),
        "minimum": rupees(due.minimum),
        "districts": bars(due.districts),
        "left_out": [(each.label, each.count, rupees(each.total)) for each in due.left_out],
        "held": bars(sums.held_by_age(day)),
        "sent": bars(sums.sent_by_age(day)),
        "holds": len(sums.open_holds()),
        "undecided": read.undecided(),
        "proposals": [
            {"row": row, "outcome": TransferState(row.outcome).label, "amount": rupees(row.transfer.amount)}
            for row in read.open_proposals()
        ],
        **_uncleared(),
        "batches": [
            {
                "row": row,
                "state": BatchState(row.state).label,
                "badge": badge(row.state),
                "total": rupees(row.total),
            }
            for row in shown.rows
        ],
        "following": shown.following,
        "may_build": has_role(request.user, *MAKERS),
        "form": BuildForm(initial={"key": uuid.uuid4()}),
    }
    return form_page(request, "payouts/desk.html", context)


def _uncleared() -> dict[str, Any]:
    shares = orders.uncleared_shares()
    return {
        "uncleared": [(each.code, rupees(each.held.amount)) for each in shares[:UNCLEARED_SHOWN]],
        "uncleared_count": len(shares),
    }


@require_POST
@for_roles(*MAKERS)
def build(request: HttpRequest) -> HttpResponse:
    """Ask for a batch; a second press of the same button leads to the same batch."""
    form = BuildForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Nothing was done: open this page again and press the button there.")
        return redirect("staff_payouts:desk")
    try:
        with transaction.atomic():
            number = ask_for_batch(key=form.cleaned_data["key"], actor=signed_in(request), now=now())
            tasks.build.defer(batch_id=number)
    except DomainError as refusal:
        messages.warning(request, refusal.message)
        number = refusal.params.get("batch", 0)
        return redirect("staff_payouts:batch", number=number) if number else redirect("staff_payouts:desk")
    return redirect("staff_payouts:batch", number=number)
