"""What hands found otherwise than the one before: staff say what became of it, and who bears it."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

import exhibitions.plan.facade as plan
from exhibitions.stock.errors import WrongState
from exhibitions.stock.models import Difference
from exhibitions.stock.services.settle import settle
from exhibitions.stock.states import OUTCOMES, Bearer, DifferenceKind, Outcome
from exhibitions.stock.web.common import for_keepers, staff_by, title_of
from exhibitions.stock.web.staff import hand_words
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import tell
from jkrlm.kernel.money import Money
from jkrlm.people.facade import audit, signed_in
from sellers.registry.facade import groups_by_code

SHOWN = 200


class SettleForm(forms.Form):
    outcome = forms.ChoiceField(label=gettext_lazy("What became of it"))
    bearer = forms.ChoiceField(label=gettext_lazy("Who bears it"))
    worth = forms.DecimalField(
        label=gettext_lazy("What the group gets for it, ₹"),
        help_text=gettext_lazy("Where JKRLM or who carried it bears a loss; finance approves it."),
        required=False,
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput(attrs={"class": "field", "inputmode": "decimal", "autocomplete": "off"}),
    )
    words = forms.CharField(
        label=gettext_lazy("How it came"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, kind: DifferenceKind, number: int, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"s{number}-%s"
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("outcome", [(each.value, each.label) for each in OUTCOMES[kind]]),
            ("bearer", [(each.value, each.label) for each in Bearer]),
        ):
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ChoiceField)
            chosen.choices = [("", "–"), *choices]
            chosen.widget.attrs["class"] = "field"


@require_safe
@for_keepers
def differences(request: HttpRequest, fair: plan.Exhibition) -> HttpResponse:
    return _page(request, fair)


@require_POST
@for_keepers
def settle_one(request: HttpRequest, fair: plan.Exhibition, difference_id: int) -> HttpResponse:
    row = Difference.objects.filter(pk=difference_id, line__consignment__exhibition_code=fair.code).first()
    if row is None:
        raise Http404
    form = SettleForm(request.POST, kind=DifferenceKind(row.kind), number=row.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        given = form.cleaned_data
        try:
            with transaction.atomic():
                settle(
                    difference_id=row.pk,
                    outcome=Outcome(given["outcome"]),
                    bearer=Bearer(given["bearer"]),
                    words=given["words"],
                    worth=None if given["worth"] is None else Money(given["worth"], "INR"),
                    by=staff_by(request),
                )
                audit(
                    actor=signed_in(request),
                    verb="stock.settle",
                    target=f"difference {row.pk}",
                    after={name: "" if said is None else str(said) for name, said in given.items()},
                )
        except WrongState as refusal:
            messages.warning(request, refusal.message)
            return _page(request, fair, status=HTTPStatus.CONFLICT)
        except DomainError as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Settled."))
            return redirect("exhibitions_stock:differences", fair.code)
    return _page(request, fair, refused=(row.pk, form), status=status)


def _page(
    request: HttpRequest,
    fair: plan.Exhibition,
    *,
    refused: tuple[int, SettleForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = Difference.objects.filter(line__consignment__exhibition_code=fair.code)
    rows = rows.select_related("line__consignment")
    waiting = list(rows.filter(settled_at__isnull=True).order_by("id")[:SHOWN])
    settled = list(rows.filter(settled_at__isnull=False).order_by("-settled_at")[:SHOWN])
    names = groups_by_code({each.line.consignment.group_code for each in (*waiting, *settled)})
    shown = [
        {
            "row": each,
            "title": title_of(each.line),
            "number": each.line.consignment.number,
            "group": names[code].name if (code := each.line.consignment.group_code) in names else code,
            "hand": hand_words(each.line.consignment, each.hand),
            "form": refused[1]
            if refused is not None and refused[0] == each.pk
            else SettleForm(kind=DifferenceKind(each.kind), number=each.pk),
        }
        for each in (*waiting, *settled)
    ]
    context = {
        **plan.frame(request, fair, "exhibitions_stock:stock"),
        "waiting": shown[: len(waiting)],
        "settled": shown[len(waiting) :],
    }
    return render(request, "exhibitions_stock/differences.html", context, status=status)
