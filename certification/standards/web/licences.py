"""Brand-use licences: who may use the brand, until when."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from certification.standards.models import BrandUse
from certification.standards.selectors import licences as held_licences
from certification.standards.services.licence_brand import end_licence, give_licence
from certification.standards.web.common import APPROVERS, READERS, done, form_view, tried, words_of
from jkrlm.kernel.clock import now, today
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import KeyedForm, form_page, tell
from jkrlm.people.facade import for_roles, has_role, signed_in
from sellers.registry.facade import groups_by_code

LONGEST: Final = 20


class LicenceForm(KeyedForm):
    group_code = forms.CharField(label=gettext_lazy("Group’s code"), max_length=16)
    valid_from = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Until, not including"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.HiddenInput):
                field.widget.attrs["class"] = "field"


@form_view
@for_roles(*READERS)
def licences(request: HttpRequest) -> HttpResponse:
    may_give = has_role(request.user, *APPROVERS)
    if request.method == "POST" and not may_give:
        raise Http404
    form = LicenceForm(request.POST) if request.method == "POST" else LicenceForm(initial=_usual())
    if request.method == "POST" and form.is_valid() and _given(request, form):
        messages.success(request, _("The licence is given."))
        return redirect("cert_standards:licences")
    words = request.GET.get("q", "")[:LONGEST].replace("\x00", "").strip()
    found = held_licences(words=words)
    names = groups_by_code([row.group_code for row in found])
    context = {
        "form": form,
        "may_give": may_give,
        "q": words,
        "rows": [
            {
                "row": row,
                "name": names[row.group_code].name if row.group_code in names else "",
                "badge": _badge(row),
                "may_end": may_give and row.ended_at is None and row.valid_until > today(),
            }
            for row in found
        ],
    }
    return form_page(request, "standards/licences.html", context, refused=form.is_bound)


def _usual() -> dict[str, Any]:
    day = today()
    later = (
        day.replace(year=day.year + 2)
        if (day.month, day.day) != (2, 29)
        else day.replace(year=day.year + 2, day=28)
    )
    return {"valid_from": day, "valid_until": later}


def _given(request: HttpRequest, form: LicenceForm) -> bool:
    given = form.cleaned_data

    def give() -> BrandUse:
        return give_licence(
            group_code=given["group_code"],
            valid_from=given["valid_from"],
            valid_until=given["valid_until"],
            key=given["key"],
            by=signed_in(request),
            now=now(),
        )

    try:
        done(request, "licence.give", give, target=f"group {given['group_code'].strip().upper()}")
    except DomainError as refusal:
        tell(form, refusal)
        return False
    return True


def _badge(row: BrandUse) -> dict[str, str]:
    day = today()
    if row.ended_at is not None:
        return {"label": _("ended"), "shade": "err", "icon": "close"}
    if row.valid_from > day:
        return {"label": _("comes"), "shade": "warn", "icon": "clock"}
    if row.valid_until <= day:
        return {"label": _("over"), "shade": "off", "icon": "close"}
    return {"label": _("valid"), "shade": "ok", "icon": "check"}


@require_POST
@for_roles(*APPROVERS)
def end(request: HttpRequest, number: int) -> HttpResponse:
    row = BrandUse.objects.filter(pk=number).first()
    if row is None:
        raise Http404
    reason = words_of(request, "reason", 300)

    def do() -> BrandUse:
        return end_licence(number=row.number, reason=reason, by=signed_in(request), now=now())

    if tried(request, "licence.end", do, target=f"licence {row.number}", words=reason):
        messages.success(request, _("%(number)s has ended.") % {"number": row.number})
    return redirect("cert_standards:licences")
