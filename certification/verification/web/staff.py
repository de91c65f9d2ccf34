"""Labels seen too often: who may look into them, how many devices came on which days, what was found."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

import certification.labels.facade as labels
from certification.verification import facade
from certification.verification.errors import BadReview
from certification.verification.seen import new_devices_by_day, reviews_of, seen_too_often
from jkrlm.kernel import clock
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import Role, for_roles, has_role, signed_in

#: The administrator looks on, and explains nothing.
READERS: Final = (Role.OFFICER, Role.ADMINISTRATOR)
_BAR: Final = 8
_HEIGHT: Final = 64
#: So many of the last days are drawn; the table has all.
_DRAWN: Final = 60


class ReviewForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    words = forms.CharField(
        label=gettext_lazy("What you found"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "class": "field"}),
        error_messages={"required": gettext_lazy("Write a few words.")},
    )


@dataclass(frozen=True, slots=True)
class Bar:
    x: int
    y: int
    height: int


@require_safe
@for_roles(*READERS)
def seen(request: HttpRequest) -> HttpResponse:
    rows = [(each, labels.shown(each.code)) for each in seen_too_often(today=clock.today())]
    return render(request, "cert_verification/seen.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READERS)
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One label's days, and the review of them by an officer."""
    may_review = has_role(request.user, Role.OFFICER)
    if request.method == "POST" and not may_review:
        raise PermissionDenied
    try:
        found = labels.label(labels.plain(code))
    except labels.LabelUnknown as unknown:
        raise Http404(unknown.message) from unknown
    form = ReviewForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            facade.review_scans(
                found.code, form.cleaned_data["words"], form.cleaned_data["key"], signed_in(request)
            )
        except BadReview as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Written down. From tomorrow its devices are counted anew."))
            return redirect("cert_seen:seen")
    days = new_devices_by_day(found.code, today=clock.today())
    context = {
        "label": found,
        "days": days,
        "devices": sum(count for _day, count in days),
        "bars": _bars(days[-_DRAWN:]),
        "width": _BAR * min(len(days), _DRAWN) or 1,
        "height": _HEIGHT,
        "reviews": reviews_of(found.code),
        "form": form,
        "may_review": may_review,
    }
    return form_page(request, "cert_verification/seen_label.html", context, form)


def _bars(days: tuple[tuple[date, int], ...]) -> list[Bar]:
    most = max((count for _day, count in days), default=1)
    heights = [max(1, round(count * _HEIGHT / most)) for _day, count in days]
    return [Bar(place * _BAR, _HEIGHT - height, height) for place, height in enumerate(heights)]
