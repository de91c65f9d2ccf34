"""Money by card for which no bill came: staff see it, and two people of finance send it back."""

from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

import commerce.payments.facade as payments
import exhibitions.plan.facade as plan
from exhibitions.till.services.card_return import ask_return
from exhibitions.till.services.decide_money import CHECKERS
from exhibitions.till.services.settle_flag import FINANCE
from exhibitions.till.web.desk import HERE, READERS, fair_for
from jkrlm.kernel import clock
from jkrlm.kernel.forms import carried_out, form_page
from jkrlm.people.facade import for_roles, has_role, signed_in

CARDS: Final = "exhibitions_till:cards"


class ReturnForm(forms.Form):
    """Why money that no bill took goes back."""

    reason = forms.CharField(
        label=gettext_lazy("Why it goes back"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "off"}),
    )


class AgreeForm(forms.Form):
    """Nothing is typed: a second person agrees."""


@require_safe
@for_roles(*READERS)
def cards(request: HttpRequest, code: str) -> HttpResponse:
    """What was paid by card and has no bill, with what to do."""
    return _page(request, fair_for(request, code))


@require_POST
@for_roles(*FINANCE)
def ask(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """One of finance asks for it to go back."""
    fair, user, form = fair_for(request, code), signed_in(request), ReturnForm(request.POST)
    _of(fair, key)

    def write() -> None:
        ask_return(key=key, reason=form.cleaned_data["reason"], by=user, now=clock.now())

    if not carried_out(form, write):
        return _page(request, fair, key, form)
    messages.success(request, _("Asked. Another person of finance agrees to it."))
    return redirect(CARDS, fair.code)


@require_POST
@for_roles(*CHECKERS)
def agree(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """Another agrees: it goes back to the card."""
    fair, user, form = fair_for(request, code), signed_in(request), AgreeForm(request.POST)
    _of(fair, key)

    def send() -> None:
        payments.stalls.agree_return(key=key, by=user)

    if not carried_out(form, send):
        return _page(request, fair, key, form)
    messages.success(request, _("It goes back to the card it came from."))
    return redirect(CARDS, fair.code)


def _of(fair: plan.Exhibition, key: UUID) -> None:
    found = payments.stalls.by_key(key)
    if found is None or found.till.rpartition("/")[0] != fair.code:
        raise Http404


def _page(
    request: HttpRequest, fair: plan.Exhibition, key: UUID | None = None, form: forms.Form | None = None
) -> HttpResponse:
    user = signed_in(request)
    rows = [
        {
            "row": each,
            "till": each.till.rpartition("/")[2],
            "is_mine": each.asked_by_id == user.pk,
            "form": form if form is not None and each.key == key else ReturnForm(auto_id=f"r-{each.key}-%s"),
        }
        for each in payments.stalls.unbilled(fair.code)
    ]
    context = {
        **plan.frame(request, fair, HERE),
        "rows": rows,
        "is_finance": has_role(user, *FINANCE),
        "may_agree": has_role(user, *CHECKERS),
        "astray": form if form is not None and all(each["form"] is not form for each in rows) else None,
    }
    shown = [form] if form is not None else []
    return form_page(request, "exhibitions_till/cards.html", context, *shown)
