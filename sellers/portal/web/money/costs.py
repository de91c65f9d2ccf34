"""What making and selling cost a member, as she says herself."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.money import Money
from sellers.earnings import facade as earnings
from sellers.earnings.facade import COSTS, Cost
from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.facade import audit_act
from sellers.portal.web.forms import add_refusal, with_status
from sellers.portal.web.frame import seller_page
from sellers.portal.web.money.seat import (
    Seat,
    asked_code,
    asked_year,
    month_in,
    recent_months,
    seat_at,
    year_name,
)
from sellers.portal.web.money.typed import number_in

_CHOOSE = gettext_lazy("Choose one.")


class CostForm(forms.Form):
    """Amounts may be typed with commas; months are the last twelve."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What was it for?"),
        widget=forms.RadioSelect,
        choices=[(kind.value, word) for kind, word in COSTS.items()],
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )
    amount = forms.CharField(
        label=gettext_lazy("How many rupees?"),
        max_length=14,
        error_messages={"required": gettext_lazy("Nothing is typed here yet.")},
        widget=forms.TextInput(attrs={"class": "field", "inputmode": "decimal", "dir": "ltr"}),
    )
    month = forms.ChoiceField(
        label=gettext_lazy("In which month?"),
        widget=forms.Select(attrs={"class": "field"}),
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            (f"{month:%Y-%m}", format_date(month, "F Y")) for month in recent_months()
        ]

    def clean_amount(self) -> Money:
        amount = number_in(self.cleaned_data["amount"])
        if amount is None:
            raise forms.ValidationError(_("Write how many rupees it was."), code="INVALID")
        return Money(amount, "INR")


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def costs(request: SellerRequest) -> HttpResponse:
    """Her year: sales, what it cost, what is left; and a new cost."""
    code = asked_code(request, request.acting)
    if not code:
        return redirect("portal:money")
    seat = seat_at(request.acting, code)
    form = CostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _declare(request, seat, form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("It is written down."))
            return redirect(_here(seat))
    year = asked_year(request)
    mine = earnings.member_year(seat.member.id, year=year, group_code=seat.agreed_group)
    this = earnings.year_of(clock.today())
    context = {
        "seat": seat,
        "form": form,
        "key": request.POST.get("key") or uuid4().hex,
        "mine": mine,
        "costs": [(each, COSTS[each.kind]) for each in mine.costs],
        "steps": earnings.steps(mine.year.counted),
        "year_name": year_name(year),
        "years": [(each, year_name(each), each == year) for each in (this, this - 1)],
    }
    return with_status(seller_page(request, "portal/money/costs.html", context, here="money"), form)


@require_POST
@for_sellers
def withdraw(request: SellerRequest, number: int) -> HttpResponse:
    """Take back a cost that was a mistake."""
    code = asked_code(request, request.acting)
    if not code:
        return redirect("portal:money")
    seat = seat_at(request.acting, code)
    try:
        with transaction.atomic():
            if not earnings.withdraw_cost(number, by=seat.actor(), group_code=seat.agreed_group):
                audit_act(seat.acting, verb="earnings.withdraw-cost", target=f"cost {number}")
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Taken back."))
    return redirect(_here(seat))


def _declare(request: SellerRequest, seat: Seat, typed: dict[str, Any]) -> None:
    month = month_in(typed["month"])
    assert month is not None  # one of the form's choices
    with transaction.atomic():
        cost_id, is_repeat = earnings.declare_cost(
            group_code=seat.code,
            month=month,
            kind=Cost(typed["kind"]),
            amount=typed["amount"],
            key=request.POST.get("key", "")[:64] or uuid4().hex,
            by=seat.actor(),
        )
        if not is_repeat:
            audit_act(
                seat.acting,
                verb="earnings.declare-cost",
                target=f"cost {cost_id}",
                after={"kind": typed["kind"], "month": typed["month"], "amount": str(typed["amount"].amount)},
            )


def _here(seat: Seat) -> str:
    return f"{reverse('portal:money_costs')}?group={seat.code}"
