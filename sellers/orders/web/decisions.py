"""What one person proposed and another decides: the list, and a page for each."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jkrlm.kernel.clock import now
from jkrlm.kernel.forms import form_page
from jkrlm.people.facade import done, for_roles, has_role
from sellers.orders.models import Adjustment, CommissionProposal, Remittance, TwoPeople
from sellers.orders.services.approve import decide_adjustment
from sellers.orders.services.change_commission import decide_commission
from sellers.orders.services.remit import decide_remittance
from sellers.orders.states import Bearer, DecisionState
from sellers.orders.web.acts import CHECKERS, DESK
from sellers.orders.web.commission import example_of
from sellers.orders.web.forms import WordsForm
from sellers.orders.web.rows import badge, decision_row, people_of, rupees
from sellers.orders.web.views import by, form_view

SHOWN: Final = 100
_NOUGHT: Final = Decimal(0)
Fact = tuple[Any, Any]
_DONE: Final[dict[DecisionState, Promise]] = {
    DecisionState.APPROVED: gettext_lazy("Approved, and booked."),
    DecisionState.REFUSED: gettext_lazy("Refused; nothing was booked."),
    DecisionState.WITHDRAWN: gettext_lazy("Withdrawn; nothing was booked."),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """``facts`` are (what, value) for the page; ``decide`` books it."""

    title: Promise
    model: type[TwoPeople]
    decide: Callable[..., TwoPeople]
    facts: Callable[[Any], list[Fact]]
    template: str


def _of_adjustment(found: Adjustment) -> list[Fact]:
    facts: list[Fact] = [(_("What"), found.get_kind_display()), (_("Amount"), rupees(found.amount))]
    if found.delivery:
        facts.append((_("Of it delivery"), rupees(found.delivery)))
    if found.why:
        facts.append((_("What was wrong"), found.get_why_display()))
    if found.bearer:
        facts.append((_("Who bears it"), Bearer(found.bearer).label))
    if found.group_code:
        facts.append((_("Group"), found.group_code))
    if found.order_number:
        facts.append((_("Order"), found.order_number))
    if found.utr:
        facts.append((_("The bank’s reference (UTR)"), found.utr))
    return facts


def _of_commission(found: CommissionProposal) -> list[Fact]:
    rate = _("ends") if found.rate_percent is None else f"{found.rate_percent} % + GST {found.gst_percent} %"
    return [
        (_("Group"), found.group_code or _("All")),
        (_("Category"), found.category or _("All")),
        (_("Craft"), found.craft or _("All")),
        (_("Commission"), rate),
        (_("In force from"), found.valid_from),
    ]


def _of_remittance(found: Remittance) -> list[Fact]:
    lines = list(found.lines.all())
    amount = sum((rupees(line.amount) for line in lines), rupees(_NOUGHT))
    fees = sum((rupees(line.fee + line.fee_gst) for line in lines), rupees(_NOUGHT))
    return [
        (_("Carrier"), found.carrier),
        (_("Reference"), found.reference),
        (_("Received on"), found.received_on),
        (_("Parcels"), len(lines)),
        (_("Cash"), amount),
        (_("Kept by the carrier"), fees),
        (_("In the bank"), amount - fees),
    ]


KINDS: Final[dict[str, Kind]] = {
    "adjustment": Kind(
        gettext_lazy("Refund, penalty or credit"),
        Adjustment,
        decide_adjustment,
        _of_adjustment,
        "seller_orders/decision.html",
    ),
    "commission": Kind(
        gettext_lazy("Commission"),
        CommissionProposal,
        decide_commission,
        _of_commission,
        "seller_orders/decision.html",
    ),
    "remittance": Kind(
        gettext_lazy("Cash handed in"),
        Remittance,
        decide_remittance,
        _of_remittance,
        "seller_orders/decision.html",
    ),
}


@require_safe
@for_roles(*DESK)
def decisions(request: HttpRequest) -> HttpResponse:
    """Everything that waits, oldest first."""
    adjustments = list(
        Adjustment.objects.filter(state=DecisionState.PROPOSED)
        .select_related("seller_order")
        .prefetch_related("lines__line")
        .order_by("id")[:SHOWN]
    )
    others = {
        name: list(
            KINDS[name].model._default_manager.filter(state=DecisionState.PROPOSED).order_by("pk")[:SHOWN]
        )
        for name in ("commission", "remittance")
    }
    people = people_of(
        {each.proposed_by for each in adjustments}
        | {each.proposed_by for rows in others.values() for each in rows}
    )
    context = {
        "adjustments": [decision_row(each, people) for each in adjustments],
        "others": [
            {"act": name, "title": KINDS[name].title, "row": each, "who": people.get(each.proposed_by, "")}
            for name, rows in others.items()
            for each in rows
        ],
    }
    return render(request, "seller_orders/decisions.html", context)


@form_view
@for_roles(*DESK)
def decision(request: HttpRequest, act: str, number: int) -> HttpResponse:
    """One proposal; a POST approves, refuses or withdraws it."""
    kind = KINDS.get(act)
    found = kind.model._default_manager.filter(pk=number).first() if kind else None
    if kind is None or found is None:
        raise Http404
    form = WordsForm(request.POST or None)
    to = _wanted(request, found) if request.method == "POST" else None
    if to is not None:
        form = WordsForm(request.POST)
        step, who, at = kind.decide, by(request), now()

        def run() -> object:
            return step(pk=number, to=to, by=who, now=at, words=form.cleaned_data["words"])

        if done(request, form, run, f"{act}.{to.value}", f"{act} {number}"):
            messages.success(request, str(_DONE[to]))
            return redirect("staff_orders:decision", act=act, number=number)
        found = kind.model._default_manager.get(pk=number)
    elif request.method == "POST":
        form = WordsForm(request.POST)
        form.add_error(None, _("You may not decide this so."))
    return form_page(request, kind.template, _page(request, act, kind, found, form), form)


def _page(request: HttpRequest, act: str, kind: Kind, found: Any, form: WordsForm) -> dict[str, Any]:
    people = people_of({found.proposed_by, found.decided_by})
    waits = found.state == DecisionState.PROPOSED
    own = found.proposed_by == by(request).actor
    context: dict[str, Any] = {
        "kind": kind,
        "found": found,
        "badge": badge(DecisionState(found.state)),
        "facts": kind.facts(found),
        "form": form,
        "proposed_by": people.get(found.proposed_by, found.proposed_by),
        "decided_by": people.get(found.decided_by, found.decided_by),
        "may_decide": waits and not own and has_role(request.user, *CHECKERS),
        "may_withdraw": waits and own,
    }
    if act == "adjustment":
        context["part"] = found.seller_order
        context["rows"] = [
            (row.line.name, row.quantity or "", rupees(row.goods))
            for row in found.lines.select_related("line").order_by("id")
        ]
    elif act == "remittance":
        context["rows"] = [
            (row.seller_order.code, rupees(row.fee + row.fee_gst), rupees(row.amount))
            for row in found.lines.select_related("seller_order").order_by("id")
        ]
    else:
        context["example"] = example_of(found)
    return context


def _wanted(request: HttpRequest, found: TwoPeople) -> DecisionState | None:
    """Return what the button says, where this person may press it."""
    to = request.POST.get("to", "")
    if to == DecisionState.WITHDRAWN and found.proposed_by == by(request).actor:
        return DecisionState.WITHDRAWN
    if to in (DecisionState.APPROVED, DecisionState.REFUSED) and has_role(request.user, *CHECKERS):
        return DecisionState(to)
    return None
