"""Translations: which goods lack Hindi or Urdu, and the page where an editor writes it beside the English."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from catalogue.errors import ListingClosed, ListingMoved
from catalogue.models import Listing, Stage
from catalogue.services.translate import NAMES, is_whole, translate
from catalogue.web.views import EDITORS
from jkrlm.kernel import clock
from jkrlm.kernel.forms import asked, form_page, tell
from jkrlm.people.facade import for_roles, signed_in
from sellers.registry.facade import groups_by_code

PAGE: Final = 40
LANGUAGES: Final = (("hi", "Hindi"), ("ur", "Urdu"))


class TranslationForm(forms.Form):
    """
    What is left empty is shown in English, and the shop says so. ``seen_…`` are the texts as they were drawn:
    what she left as it was is not written.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in LANGUAGES:
            attrs = {"class": "field", "lang": code, "dir": "rtl" if code == "ur" else "ltr"}
            self.fields[f"title_{code}"] = forms.CharField(
                label=f"Title in {language}",
                max_length=200,
                required=False,
                widget=forms.TextInput(attrs=attrs),
            )
            self.fields[f"description_{code}"] = forms.CharField(
                label=f"Description in {language}",
                max_length=4000,
                required=False,
                widget=forms.Textarea(attrs={**attrs, "rows": 5}),
                help_text="An empty line begins a new paragraph.",
            )
        for name in NAMES:
            self.fields[f"seen_{name}"] = forms.CharField(required=False, widget=forms.HiddenInput)

    def changes(self) -> dict[str, str]:
        """Return the texts that she changed; browsers end lines in their own way."""
        given = {name: str(text).replace("\r\n", "\n") for name, text in self.cleaned_data.items()}
        return {name: given[name] for name in NAMES if given[name] != given[f"seen_{name}"]}


@require_safe
@for_roles(*EDITORS)
def missing(request: HttpRequest) -> HttpResponse:
    """Goods in the shop, those that lack a language first asked for."""
    lacks = asked(request, "lacks")
    lacks = lacks if lacks in {"hi", "ur", "all"} else "any"
    number = asked(request, "page", 4)
    page = max(int(number), 1) if number.isascii() and number.isdigit() else 1
    published = Listing.objects.filter(stage=Stage.APPROVED, published_at__isnull=False)
    wanted = _wanted(published, lacks).order_by("-changed_at", "-pk")
    start = (page - 1) * PAGE
    rows = list(wanted[start : start + PAGE + 1])
    groups = groups_by_code({row.group_code for row in rows})
    context = {
        "rows": [
            {
                "row": row,
                "group": groups[row.group_code].name if row.group_code in groups else row.group_code,
                "lacks": [language for code, language in LANGUAGES if not is_whole(row, code)],
            }
            for row in rows[:PAGE]
        ],
        "tabs": [
            (key, label, _wanted(published, key).count())
            for key, label in (
                ("any", "Lack a text"),
                ("hi", "Lack Hindi"),
                ("ur", "Lack Urdu"),
                ("all", "All in the shop"),
            )
        ],
        "lacks": lacks,
        "page": page,
        "following": page + 1 if len(rows) > PAGE else None,
    }
    return render(request, "catalogue/texts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*EDITORS)
def texts(request: HttpRequest, number: int) -> HttpResponse:
    """
    Write the texts of one piece. A second editor is told: what she typed stays, beside what is kept now;
    what she left as it was is drawn as it is kept now.
    """
    row = Listing.objects.filter(pk=number, stage=Stage.APPROVED).first()
    if row is None:
        raise Http404
    if request.method != "POST":
        form = TranslationForm(initial=_drawn(row))
        return _page(request, row, form)
    form = TranslationForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form)
    changes = form.changes()
    try:
        translate(
            listing_id=number,
            version=form.cleaned_data["version"],
            changes=changes,
            actor=signed_in(request),
            now=clock.now(),
        )
    except (ListingMoved, ListingClosed) as refusal:
        row.refresh_from_db()
        form = TranslationForm({**_drawn(row), **changes})
        tell(form, refusal)
        return _page(request, row, form, changes, status=HTTPStatus.CONFLICT)
    messages.success(request, "Kept. The shop has it in a moment.")
    return redirect("staff_goods:texts", number=number)


def _drawn(row: Listing) -> dict[str, object]:
    texts = {name: getattr(row, name) for name in NAMES}
    return {"version": row.version, **texts, **{f"seen_{name}": text for name, text in texts.items()}}


def _page(
    request: HttpRequest,
    row: Listing,
    form: TranslationForm,
    changes: Mapping[str, str] | None = None,
    *,
    status: int = 0,
) -> HttpResponse:
    """``changes`` are beside what somebody else wrote meanwhile: where they differ, both are shown."""
    kept = {name: getattr(row, name) for name, text in (changes or {}).items() if text != getattr(row, name)}
    fields = [(field, field.name in kept, kept.get(field.name, "")) for field in form.visible_fields()]
    context = {"row": row, "form": form, "fields": fields}
    answer = form_page(request, "catalogue/translate.html", context, form)
    answer.status_code = status or answer.status_code
    return answer


def _wanted(rows: QuerySet[Listing], lacks: str) -> QuerySet[Listing]:
    if lacks == "all":
        return rows
    codes = ("hi", "ur") if lacks == "any" else (lacks,)
    wanted = Q()
    for code in codes:
        wanted |= Q(**{f"title_{code}": ""}) | Q(**{f"description_{code}": ""}) & ~Q(description="")
    return rows.filter(wanted)
