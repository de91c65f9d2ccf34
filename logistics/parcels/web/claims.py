"""What is claimed from carriers, and what they answered."""

from decimal import Decimal
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

import sellers.ledger.facade as ledger
from jkrlm.kernel import clock
from jkrlm.kernel.formats import rupees
from jkrlm.kernel.forms import form_page
from jkrlm.kernel.money import Money
from jkrlm.people.facade import done, for_roles, has_role
from logistics.parcels.models import Trouble
from logistics.parcels.services.note_trouble import settle_claim
from logistics.parcels.states import ClaimState
from logistics.parcels.web.common import MOVERS, READERS, KeyedForm
from logistics.parcels.web.views import form_view

SHOWN: Final = 100
#: Ages of open claims, in days: (at least, what it is called).
AGES: Final = (
    (0, gettext_lazy("to 7 days")),
    (8, gettext_lazy("8 to 30 days")),
    (31, gettext_lazy("31 to 60 days")),
    (61, gettext_lazy("over 60 days")),
)


class SettleForm(KeyedForm):
    to = forms.ChoiceField(
        label=gettext_lazy("The carrier"),
        choices=[(each.value, each.label) for each in (ClaimState.PAID, ClaimState.REFUSED)],
    )
    paid = forms.DecimalField(
        label=gettext_lazy("Paid, rupees"), max_digits=10, decimal_places=2, min_value=0, required=False
    )
    reference = forms.CharField(label=gettext_lazy("Its reference, or the bank’s"), max_length=40)
    settled_on = forms.DateField(
        label=gettext_lazy("On"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


@require_safe
@for_roles(*READERS)
def claims(request: HttpRequest) -> HttpResponse:
    """Open ones by carrier and age, as the books have them; then what was answered lately."""
    rows = Trouble.objects.exclude(claim_state=ClaimState.NONE).select_related("parcel")
    waiting = rows.filter(claim_state=ClaimState.OPEN)
    context = {
        "open": [_said(each) for each in waiting.order_by("id")[:SHOWN]],
        "settled": [
            _said(each)
            for each in rows.exclude(claim_state=ClaimState.OPEN).order_by("-claim_settled_on", "-id")[:SHOWN]
        ],
        "sums": _sums(),
        "bands": [name for _least, name in AGES],
        "may_settle": has_role(request.user, *MOVERS),
    }
    return render(request, "logistics_parcels/claims.html", context)


def _said(found: Trouble) -> dict[str, Any]:
    return {
        "row": found,
        "claimed": Money(found.claimed, "INR"),
        "paid": Money(found.claim_paid, "INR"),
        "refused": Money(found.claimed - found.claim_paid, "INR"),
        "days": (clock.today() - clock.local_date(found.at)).days,
    }


def _sums() -> list[dict[str, Any]]:
    """Return what the books have open of each carrier: by age, and in all."""
    today, found = clock.today(), dict[str, list[Money]]()
    for item in ledger.open_items(code="due-from-carriers"):
        sums = found.setdefault(item.account.owner, [Money.zero("INR")] * len(AGES))
        days = (today - item.since).days
        at = max(place for place, (least, _name) in enumerate(AGES) if days >= least or not place)
        sums[at] += item.amount
    return [
        {
            "carrier": carrier,
            "by_age": [(name, due) for (_least, name), due in zip(AGES, sums, strict=True)],
            "all": sum(sums, Money.zero("INR")),
        }
        for carrier, sums in sorted(found.items())
    ]


@form_view
@for_roles(*MOVERS)
def settle(request: HttpRequest, number: int) -> HttpResponse:
    found = (
        Trouble.objects.exclude(claim_state=ClaimState.NONE)
        .select_related("parcel")
        .filter(pk=number)
        .first()
    )
    if found is None:
        raise Http404
    form = SettleForm(initial={"settled_on": clock.today(), "paid": found.claimed})
    if request.method == "POST":
        form = SettleForm(request.POST)

        def run() -> object:
            given: dict[str, Any] = form.cleaned_data
            return settle_claim(
                found.pk,
                to=ClaimState(given["to"]),
                reference=given["reference"],
                paid=given["paid"] or Decimal(0),
                settled_on=given["settled_on"],
                now=clock.now(),
            )

        if done(request, form, run, verb="parcel.claim", target=f"parcel {found.parcel.code}"):
            messages.success(
                request, _("Booked. What the carrier paid is matched with the bank by its reference.")
            )
            return redirect("parcels:claims")
    context = {
        "parcel": found.parcel,
        "title": _("Claim of %(amount)s") % {"amount": rupees(found.claimed)},
        "button": _("Write down the answer"),
        "explained": found.words,
        "form": form,
    }
    return form_page(request, "logistics_parcels/act.html", context, form)
