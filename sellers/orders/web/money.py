"""Refunds that are due, a penalty or credit of a group's."""

from typing import Final

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

import sellers.ledger.facade as ledger
from jkrlm.kernel.clock import now, today
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page
from jkrlm.kernel.money import Money
from jkrlm.people.facade import audit, done, for_roles, has_role, signed_in
from sellers.orders.models import Adjustment, RefundRequest, SellerOrder
from sellers.orders.services.ask_again import ask_again
from sellers.orders.services.propose import propose_bank_refund, propose_for_group
from sellers.orders.states import AdjustmentKind, DecisionState, RefundState
from sellers.orders.web.acts import DESK, MAKERS
from sellers.orders.web.forms import AdjustForm, BankRefundForm
from sellers.orders.web.rows import badge, rupees
from sellers.orders.web.views import by, form_view
from sellers.registry.facade import groups_by_code

SHOWN: Final = 200
_SOURCE: Final = "order/"


@require_safe
@for_roles(*DESK)
def refunds(request: HttpRequest) -> HttpResponse:
    """What buyers wait for, oldest first: as the books have it, with what the store says of each."""
    items = [each for each in ledger.open_items(code="refunds-due") if each.source.startswith(_SOURCE)][
        :SHOWN
    ]
    numbers = [each.source.removeprefix(_SOURCE) for each in items]
    asked: dict[str, list[RefundRequest]] = {}
    for row in RefundRequest.objects.filter(order_number__in=numbers).order_by("id"):
        asked.setdefault(row.order_number, []).append(row)
    cash = set(
        SellerOrder.objects.filter(order_number__in=numbers, cash_to_collect__gt=0).values_list(
            "order_number", flat=True
        )
    )
    waiting = set(
        Adjustment.objects.filter(
            order_number__in=numbers, kind=AdjustmentKind.BANK_REFUND, state=DecisionState.PROPOSED
        ).values_list("order_number", flat=True)
    )
    rows = [
        {
            "number": number,
            "amount": item.amount,
            "since": item.since,
            "days": (today() - item.since).days,
            "is_cash": number in cash,
            "asked": [
                {"row": each, "badge": badge(RefundState(each.state)), "amount": rupees(each.amount)}
                for each in asked.get(number, ())
                if each.state != RefundState.PAID
            ],
            "may_ask": any(each.state == RefundState.REFUSED for each in asked.get(number, ())),
            "at_the_bank": number in waiting,
        }
        for number, item in zip(numbers, items, strict=True)
    ]
    context = {"rows": rows, "may": has_role(request.user, *MAKERS)}
    return render(request, "seller_orders/refunds.html", context)


@require_POST
@for_roles(*MAKERS)
def again(request: HttpRequest, number: str) -> HttpResponse:
    """Ask once more for what the payment company refused."""
    try:
        with transaction.atomic():
            ask_again(order_number=number, now=now())
            audit(actor=signed_in(request), verb="refund.again", target=f"order {number}")
    except DomainError as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("Asked for again; the answer stands here in a moment."))
    return redirect("staff_orders:refunds")


@form_view
@for_roles(*MAKERS)
def by_bank(request: HttpRequest, number: str) -> HttpResponse:
    """Propose that a refund left by bank transfer."""
    due = ledger.orders_in_books([number])[number].refunds_due
    if not due.amount and request.method != "POST":
        raise Http404
    form = BankRefundForm(initial={"amount": due.amount})
    if request.method == "POST":
        form = BankRefundForm(request.POST)
        who, at = by(request), now()

        def run() -> object:
            given = form.cleaned_data
            return propose_bank_refund(
                order_number=number,
                amount=Money(given["amount"], "INR"),
                utr=given["utr"],
                reason=given["reason"],
                key=given["key"],
                by=who,
                now=at,
            )

        if done(request, form, run, "refund.by-bank", f"order {number}"):
            messages.success(request, _("Proposed. A second person decides."))
            return redirect("staff_orders:refunds")
    context = {
        "title": _("Refund by bank transfer, order %(number)s") % {"number": number},
        "explained": _(
            "Cash goes back by bank transfer, as does what a card refuses. Give what the bank says."
        ),
        "button": _("Propose"),
        "form": form,
    }
    return form_page(request, "seller_orders/act.html", context, form)


@form_view
@for_roles(*MAKERS)
def adjust(request: HttpRequest) -> HttpResponse:
    """Propose a penalty or a credit."""
    form = AdjustForm(initial={"group_code": request.GET.get("group", "")[:16]})
    if request.method == "POST":
        form = AdjustForm(request.POST)
        who, at = by(request), now()
        if form.is_valid() and form.cleaned_data["group_code"].upper() not in groups_by_code(
            [form.cleaned_data["group_code"].upper()]
        ):
            form.add_error("group_code", _("There is no such group."))

        def run() -> object:
            given = form.cleaned_data
            return propose_for_group(
                kind=AdjustmentKind(given["kind"]),
                group_code=given["group_code"].upper(),
                amount=Money(given["amount"], "INR"),
                reason=given["reason"],
                code=given["code"].strip().upper(),
                key=given["key"],
                by=who,
                now=at,
            )

        target = f"group {form.data.get('group_code', '')[:16].upper()}"
        if done(request, form, run, "group.adjust", target):
            messages.success(request, _("Proposed. A second person decides."))
            return redirect("staff_orders:decisions")
    context = {
        "title": _("Penalty or credit"),
        "explained": _("A penalty beyond what is payable is carried; a credit first takes off what is due."),
        "button": _("Propose"),
        "form": form,
    }
    return form_page(request, "seller_orders/act.html", context, form)
