"""A list of places is uploaded, looked at row by row, and taken. What was looked at is signed."""

from collections import Counter
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jkrlm.kernel.clock import now
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import for_roles, signed_in
from logistics.places.web import place_file
from logistics.places.web.forms import KeyedForm, new_key
from logistics.places.web.views import DESK, form_view

SALT: Final = "logistics.places.seen-list"
#: Seconds in which a list that was looked at may be taken.
SHOWN_FOR: Final = 3600
#: So many rows that were not taken are named.
REFUSED_SAID: Final = 10


class ListForm(KeyedForm):
    """The file, or, where it was looked at, what stood in it, signed."""

    file = forms.FileField(
        label=gettext_lazy("The list (CSV)"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=300, help_text=gettext_lazy("For the history of each place.")
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["text"], data["seen_at"] = "", None
        if data.get("file"):
            try:
                data["text"] = place_file.text_of(data["file"].read(place_file.BYTES_MAX + 1))
                place_file.rows_of(data["text"])
            except place_file.BadFile as refusal:
                self.add_error("file", refusal.message)
        elif data.get("shown"):
            try:
                shown = signing.loads(data["shown"], salt=SALT, max_age=SHOWN_FOR)
                data["text"], data["seen_at"] = shown["text"], shown["seen_at"]
            except signing.BadSignature:
                self.add_error("file", _("That was looked at too long ago. Choose the file again."))
        else:
            self.add_error("file", _("Choose a file."))
        return data


@form_view
@for_roles(*DESK)
def import_places(request: HttpRequest) -> HttpResponse:
    form = ListForm(request.POST or None, request.FILES or None)
    lines: tuple[place_file.Line, ...] | None = None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        keep = "keep" in request.POST and not given["file"]
        try:
            lines = place_file.take(
                given["text"],
                reason=given["reason"],
                key=given["key"] if keep else new_key(),
                by=signed_in(request),
                now=now(),
                keep=keep,
                seen_at=given["seen_at"],
            )
        except DomainError as refusal:
            tell(form, refusal)
        else:
            if keep:
                messages.success(request, _said(lines))
                for line in [each for each in lines if each.faults][:REFUSED_SAID]:
                    messages.warning(request, _refused(line))
                return redirect("logistics_places:desk")
    shown = ""
    if lines:
        seen_at = {line.code: line.version for line in lines if line.version}
        shown = signing.dumps(
            {"text": form.cleaned_data["text"], "seen_at": seen_at}, salt=SALT, compress=True
        )
    counts = Counter(line.what for line in lines or ())
    context = {
        "form": form,
        "lines": lines,
        "counts": counts,
        "takes": counts["new"] + counts["changed"],
        "shown": shown,
        "keep_key": new_key(),
        "columns": place_file.COLUMNS.items(),
        "needed": place_file.NEEDED,
    }
    return form_page(request, "logistics_places/import.html", context, form)


def _said(lines: tuple[place_file.Line, ...]) -> str:
    counts = Counter(line.what for line in lines)
    return _("Taken: %(new)s new, %(changed)s changed, %(same)s as they were, %(refused)s refused.") % {
        name: counts[name] for name in ("new", "changed", "same", "refused")
    }


def _refused(line: place_file.Line) -> str:
    said = {"line": line.number, "code": line.code, "why": line.faults[0].sentence}
    return _("Not taken: line %(line)s, %(code)s. %(why)s") % said


@require_safe
@for_roles(*DESK)
def template(request: HttpRequest) -> HttpResponse:
    """The columns alone."""
    del request
    return _csv(place_file.empty_list(), "places-template.csv")


@require_safe
@for_roles(*DESK)
def as_it_is(request: HttpRequest) -> HttpResponse:
    """All places as a list: changed there, it is taken again."""
    del request
    return _csv(place_file.list_of_now(), "places.csv")


def _csv(text: str, name: str) -> HttpResponse:
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
