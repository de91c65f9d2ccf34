"""Licences of her group: what is here and whether it was looked at; sending one with its picture or PDF."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from media.facade import ACCEPTED_EVIDENCE, PictureUnknown, evidence_answer, store_evidence
from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.facade import audit_act
from sellers.portal.web.forms import add_refusal, with_status
from sellers.portal.web.frame import name_of, seller_page
from sellers.portal.web.goods.whose import Hers, asks_each_time, group_of, hers
from sellers.registry.facade import (
    HeldAlready,
    LicenceRow,
    checked_licence_number,
    groups_by_code,
    licence_of,
    licences,
    record_licence,
)

#: Kinds that a group sends by itself; PAN and GST are recorded at the desk.
KINDS: Final = {
    "fssai": gettext_lazy("FSSAI licence or registration"),
    "gi-user": gettext_lazy("GI authorised-user certificate of the group"),
    "handloom-mark": gettext_lazy("Handloom Mark registration"),
}
_SALT: Final = "portal.licence"
_SMALL, _LARGE = 128, 1024


class LicenceForm(forms.Form):
    """A paper that was refused with the rest of its form is kept, and named by ``kept``, a signed word."""

    group = forms.ChoiceField(label=gettext_lazy("For which group?"))
    kind = forms.ChoiceField(label=gettext_lazy("Which licence?"), choices=list(KINDS.items()))
    number = forms.CharField(label=gettext_lazy("Number on the paper"), max_length=40)
    valid_from = forms.DateField(label=gettext_lazy("Valid from"))
    last_day = forms.DateField(label=gettext_lazy("Last day (empty where it has no end)"), required=False)
    paper = forms.FileField(label=gettext_lazy("The paper: a photograph or a PDF"), required=False)
    kept = forms.CharField(widget=forms.HiddenInput, max_length=300, required=False)

    def __init__(self, *args: Any, groups: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = groups  # type: ignore[attr-defined]
        if len(groups) == 1:
            self.fields["group"].widget = forms.HiddenInput()
            self.fields["group"].initial = groups[0][0]
        self.fields["paper"].widget = forms.FileInput(attrs={"accept": ACCEPTED_EVIDENCE})
        for name in ("valid_from", "last_day"):
            self.fields[name].widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        self.fields["number"].widget.attrs.update(
            {"dir": "ltr", "autocapitalize": "characters", "autocomplete": "off"}
        )
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "field")
            field.error_messages["required"] = _("Nothing is typed here yet.")

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("paper") and not self.cleaned_data.get("kept"):
            self.add_error("paper", _("Photograph the paper, or choose its PDF."))
        return self.cleaned_data


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def licences_page(request: SellerRequest) -> HttpResponse:
    whose = hers(request.acting)
    if whose is None:
        return redirect(f"{reverse('portal:behalf')}?{urlencode({'next': reverse('portal:licences')})}")
    groups = groups_by_code(whose.codes)
    choices = [(code, name_of(groups, code)) for code in whose.codes]
    if request.method != "POST":
        return _page(request, whose, LicenceForm(groups=choices), choices)
    form = LicenceForm(request.POST, request.FILES, groups=choices)
    if form.is_valid() and _sent(request, form):
        messages.success(
            request, _("It is with us. It counts once somebody at the mission has looked at it.")
        )
        return redirect("portal:licences")
    return with_status(_page(request, whose, form, choices), form)


@asks_each_time
@require_safe
@for_sellers
def licence_paper(request: SellerRequest, code: str, number: int) -> HttpResponse:
    """The paper of a licence of her groups; ``?small`` is a sign of it."""
    found = licence_of(code, number) if code in request.acting.group_codes else None
    if found is None or not found.paper_key:
        raise Http404
    is_small = "small" in request.GET
    try:
        return evidence_answer(  # type: ignore[return-value]
            request, found.paper_key, _SMALL if is_small else _LARGE, whole=not is_small
        )
    except PictureUnknown as unknown:
        raise Http404 from unknown


def _sent(request: SellerRequest, form: LicenceForm) -> bool:
    """Keep the paper, then record the licence; the same form again is the same licence."""
    given = form.cleaned_data
    code = group_of(request.acting, given["group"])
    try:
        if given["paper"]:
            key = store_evidence(given["paper"].read(), owner=code)
        else:
            key = str(signing.loads(given["kept"], salt=f"{_SALT}.{code}"))
    except signing.BadSignature:
        form.add_error("paper", _("Photograph the paper, or choose its PDF."))
        return False
    except DomainError as refusal:
        form.add_error("paper", refusal.message)
        return False
    facts = {name: given[name] for name in ("kind", "number", "valid_from", "last_day")}
    acting = request.acting
    try:
        with transaction.atomic():
            made = record_licence(
                code=code, actor=acting.user, on_behalf_of=acting.on_behalf_of, paper_key=key, **facts
            )
            audit_act(
                acting, verb="send-licence", target=f"group {code}", after={"licence": made, "paper": key}
            )
    except DomainError as refusal:
        here = [each for each in licences(code) if each.paper_key == key]
        if isinstance(refusal, HeldAlready) and here:
            if any(_is_same(each, facts) for each in here):
                return True
            refusal = HeldAlready(_other_facts(here[0]), field="number")
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["kept"] = signing.dumps(key, salt=f"{_SALT}.{code}")  # type: ignore[index]
        add_refusal(form, refusal)
        return False
    return True


def _is_same(here: LicenceRow, facts: dict[str, Any]) -> bool:
    said = [facts[name] for name in ("kind", "valid_from", "last_day")]
    if [here.kind, here.valid_from, here.last_day] != said:
        return False
    return here.number == checked_licence_number(here.kind, facts["number"])


def _other_facts(here: LicenceRow) -> str:
    last = date_format(here.last_day, "j F Y") if here.last_day is not None else _("no end")
    return _(
        "This paper is with us already: %(number)s, %(first)s to %(last)s. Is that wrong? Tell the mission: "
        "it ends that one, then you send this one."
    ) % {"number": here.number, "first": date_format(here.valid_from, "j F Y"), "last": last}


def _page(
    request: SellerRequest, whose: Hers, form: LicenceForm, choices: list[tuple[str, str]]
) -> HttpResponse:
    today = clock.today()
    names = dict(choices)
    rows = [
        {
            "row": each,
            "group": names[code] if len(choices) > 1 else "",
            "kind": KINDS.get(each.kind, ""),
            "is_over": each.last_day is not None and each.last_day < today,
        }
        for code in whose.codes
        for each in licences(code)
        if each.kind in KINDS
    ]
    context = {"rows": rows, "form": form, "is_kept": bool(form["kept"].value())}
    return seller_page(request, "portal/licences.html", context, here="licences")
