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

from jkrlm.kernel import clock
from jkrlm.kernel.forms import form_page
from jkrlm.kernel.money import Money
from jkrlm.people.facade import for_roles
from logistics.parcels.models import Trouble
from logistics.parcels.services.note_trouble import settle_claim
from logistics.parcels.states import ClaimState
from logistics.parcels.web.common import MOVERS, READERS, KeyedForm, done
from logistics.parcels.web.views import form_view

SHOWN: Final = 100


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
    rows = Trouble.objects.exclude(claim_state=ClaimState.NONE).select_related("parcel")
    found = [*rows.filter(claim_state=ClaimState.OPEN).order_by("id")[:SHOWN]]
    found += rows.exclude(claim_state=ClaimState.OPEN).order_by("-claim_settled_on", "-id")[:SHOWN]
    context = {
        "rows": [
            {"row": each, "claimed": Money(each.claimed, "INR"), "paid": Money(each.claim_paid, "INR")}
            for each in found
        ]
    }
    return render(request, "logistics_parcels/claims.html", context)


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
                request, _("Noted. What the carrier paid is matched on the desk of reconciliation.")
            )
            return redirect("parcels:claims")
    context = {
        "parcel": found.parcel,
        "title": _("Claim of %(amount)s") % {"amount": found.claimed},
        "explained": found.words,
        "form": form,
    }
    return form_page(request, "logistics_parcels/act.html", context, form)
