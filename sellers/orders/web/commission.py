"""Commission rules: what is in force, what comes, and what a proposal would change."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalogue.facade import categories, crafts
from jkrlm.kernel.clock import now, today
from jkrlm.kernel.forms import form_page
from jkrlm.kernel.money import Money
from jkrlm.people.facade import Role, done, for_roles, has_role
from sellers.orders.contracts import Commission, Earning
from sellers.orders.models import CommissionProposal, CommissionRule
from sellers.orders.rules import Rule, commission_rule, earning
from sellers.orders.services.change_commission import propose_commission
from sellers.orders.states import DecisionState
from sellers.orders.web.acts import MAKERS
from sellers.orders.web.forms import CommissionForm
from sellers.orders.web.views import by, form_view
from sellers.registry.facade import groups_by_code
from sellers.tax.facade import withholding_on

FINANCE: Final = (Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.ADMINISTRATOR)
SHOWN: Final = 200
#: Without a group, category or price of its own, an example is what the demo's first weavers sell.
EXAMPLE_GROUP: Final = "KZ09"
EXAMPLE_CATEGORY: Final = "shawl"
EXAMPLE_PRICE: Final = Money(Decimal(3500), "INR")


@dataclass(frozen=True, slots=True)
class Wished:
    """A rule that is not there yet."""

    group_code: str
    craft: str
    category: str
    rate_percent: Decimal
    gst_percent: Decimal
    valid_from: date
    valid_to: date | None = None


def example_of(wish: CommissionProposal) -> dict[str, Any]:
    """Return what a group gets of a piece of the wish's scope, the day before it and on it."""
    group, category = wish.group_code or EXAMPLE_GROUP, wish.category or _category_of(wish.craft)
    rules: list[Rule] = list(CommissionRule.objects.filter(group_code__in=("", group)))
    scope = {"group_code": group, "craft": wish.craft, "category": category}
    before = commission_rule(rules, **scope, on=wish.valid_from)
    after_rules = [each for each in rules if not _is_replaced(each, wish)]
    if wish.rate_percent is not None and wish.gst_percent is not None:
        after_rules.append(
            Wished(
                wish.group_code,
                wish.craft,
                wish.category,
                wish.rate_percent,
                wish.gst_percent,
                wish.valid_from,
            )
        )
    after = commission_rule(after_rules, **scope, on=wish.valid_from)
    return {
        **scope,
        "price": EXAMPLE_PRICE,
        "before": _earned(before, wish.valid_from),
        "after": _earned(after, wish.valid_from),
    }


def _is_replaced(rule: Rule, wish: CommissionProposal) -> bool:
    same = (rule.group_code, rule.craft, rule.category) == (wish.group_code, wish.craft, wish.category)
    return same and rule.valid_from < wish.valid_from


def _category_of(craft: str) -> str:
    return next((each.category for each in crafts() if each.slug == craft), EXAMPLE_CATEGORY)


def _earned(commission: Commission, day: date) -> Earning:
    return earning(
        gross=EXAMPLE_PRICE,
        net=EXAMPLE_PRICE,
        commission=commission,
        withholding=withholding_on(day, has_pan=True),
        group_sells=True,
        charges_tax=False,
    )


@require_safe
@for_roles(*FINANCE)
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule there ever was, the most general first, and what is proposed."""
    rows = CommissionRule.objects.order_by("group_code", "craft", "category", "-valid_from")[:SHOWN]
    context = {
        "rows": [{"row": row, "standing": _standing(row, today())} for row in rows],
        "proposals": CommissionProposal.objects.filter(state=DecisionState.PROPOSED).order_by("id"),
        "may_propose": has_role(request.user, *MAKERS),
    }
    return render(request, "seller_orders/commission.html", context)


def _standing(row: CommissionRule, day: date) -> dict[str, str]:
    if row.valid_from > day:
        return {"label": _("comes"), "shade": "warn", "icon": "clock"}
    if row.valid_to is not None and row.valid_to <= day:
        return {"label": _("over"), "shade": "off", "icon": "close"}
    return {"label": _("in force"), "shade": "ok", "icon": "check"}


@form_view
@for_roles(*MAKERS)
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a rule; "See what changes" shows the example without proposing."""
    choices = {
        "categories": [(each.slug, each.name) for each in categories()],
        "crafts": [(each.slug, each.name) for each in crafts()],
    }
    form = CommissionForm(**choices)
    context: dict[str, Any] = {}
    if request.method == "POST":
        form = CommissionForm(request.POST, **choices)
        if form.is_valid() and not _group_is_known(form.cleaned_data["group_code"]):
            form.add_error("group_code", _("There is no such group."))
        if "see" in request.POST:
            if form.is_valid():
                context["example"] = example_of(CommissionProposal(**_scope(form), reason=""))
        elif _proposed(request, form):
            messages.success(request, _("Proposed. A second person decides."))
            return redirect("staff_orders:commission")
    context["form"] = form
    return form_page(request, "seller_orders/commission_propose.html", context, form)


def _proposed(request: HttpRequest, form: CommissionForm) -> bool:
    who, at = by(request), now()

    def run() -> object:
        given = form.cleaned_data
        return propose_commission(**_scope(form), reason=given["reason"], key=given["key"], by=who, now=at)

    return done(request, form, run, "commission.propose", "commission rules")


def _scope(form: CommissionForm) -> dict[str, Any]:
    given = form.cleaned_data
    return {
        "group_code": given["group_code"].strip().upper(),
        "craft": given["craft"],
        "category": given["category"],
        "rate_percent": given["rate_percent"],
        "gst_percent": given["gst_percent"] if given["rate_percent"] is not None else None,
        "valid_from": given["valid_from"],
    }


def _group_is_known(code: str) -> bool:
    code = code.strip().upper()
    return not code or code in groups_by_code([code])
