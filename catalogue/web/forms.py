"""What an editor types about goods, in the form in which the services take it."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django import forms

from catalogue.contracts_listings import Kind
from catalogue.kinds import answered, kind_of, kinds, parcel_of
from catalogue.models import Listing
from catalogue.reasons import SENT_BACK_REASONS
from catalogue.reference import AttributeSpec, attribute_specs, category_specs
from catalogue.services.decide import Text

ATTRIBUTE: Final = "attr-"
HEAVIEST_GRAMS: Final = 60_000
_DIMS: Final = re.compile(r"[1-9][0-9]{0,2}x[1-9][0-9]{0,2}x[1-9][0-9]{0,2}")
_HSN: Final = re.compile(r"[0-9]{4}([0-9]{2}){0,2}")
_YES_NO: Final = (("", "–"), ("yes", "Yes"), ("no", "No"))


def _line(label: str, *, longest: int = 200, required: bool = False, **more: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "field", **more.pop("attrs", {})})
    return forms.CharField(label=label, max_length=longest, required=required, widget=widget, **more)


def _area(label: str, *, longest: int = 4000, required: bool = False, **attrs: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"class": "field", "rows": 4, **attrs})
    return forms.CharField(label=label, max_length=longest, required=required, widget=widget)


class TextForm(forms.Form):
    """
    The text of goods and what a decision needs. Which fields must be filled depends on ``act``.

    ``save`` and ``send-back`` take what is there; ``approve`` wants it whole.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    kind = forms.ChoiceField(label="What it is", widget=forms.Select(attrs={"class": "field"}))
    title = _line("Title in English", longest=120)
    title_hi = _line("Title in Hindi", attrs={"lang": "hi", "dir": "auto"})
    title_ur = _line("Title in Urdu", attrs={"lang": "ur", "dir": "rtl"})
    description = _area("Description in English")
    description_hi = _area("Description in Hindi", lang="hi", dir="auto")
    description_ur = _area("Description in Urdu", lang="ur", dir="rtl")
    hsn = _line("HSN code", longest=14, help_text="4, 6 or 8 digits. The rate of GST follows from it.")
    weight_grams = forms.IntegerField(
        label="Weight of one, packed, in grams",
        required=False,
        min_value=1,
        max_value=HEAVIEST_GRAMS,
        widget=forms.NumberInput(attrs={"class": "field", "inputmode": "numeric"}),
    )
    dims_cm = _line("Size packed, in cm", longest=20, help_text="length x width x height, as 42x42x3")
    reasons = forms.MultipleChoiceField(
        label="Why it goes back", required=False, widget=forms.CheckboxSelectMultiple
    )
    words = _area("In your own words, for the seller", longest=1000)

    def __init__(self, *args: Any, kind: Kind, **given: Any) -> None:
        super().__init__(*args, **given)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each.slug, each.name) for each in kinds()]
        reasons = self.fields["reasons"]
        assert isinstance(reasons, forms.MultipleChoiceField)
        reasons.choices = [(slug, str(label)) for slug, label in SENT_BACK_REASONS.items()]
        self._specs = attributes_of(kind)
        for spec in self._specs:
            self.fields[f"{ATTRIBUTE}{spec.slug}"] = _attribute_field(spec)

    @property
    def attributes(self) -> list[forms.BoundField]:
        return [self[f"{ATTRIBUTE}{spec.slug}"] for spec in self._specs]

    def clean_dims_cm(self) -> str:
        typed = re.sub(r"\s*[x×*]\s*", "x", self.cleaned_data["dims_cm"].strip().lower())
        if typed and not _DIMS.fullmatch(typed):
            raise forms.ValidationError("Write it as length x width x height in whole cm: 42x42x3.")
        return typed

    def clean_hsn(self) -> str:
        typed: str = re.sub(r"[\s.]", "", self.cleaned_data["hsn"])
        if typed and not _HSN.fullmatch(typed):
            raise forms.ValidationError("An HSN code has 4, 6 or 8 digits.")
        return typed

    def clean(self) -> dict[str, Any]:
        for spec in self._specs:
            name = f"{ATTRIBUTE}{spec.slug}"
            typed = self.cleaned_data.get(name, "")
            if typed and spec.input_type == "NUMERIC" and _number(typed) is None:
                self.add_error(name, "Write a number.")
        return self.cleaned_data

    def must_be_whole(self) -> bool:
        """Ask for what approval needs; return whether nothing is missing."""
        for name in ("title", "title_hi", "title_ur", "description", "hsn", "weight_grams", "dims_cm"):
            if name not in self.errors and not self.cleaned_data.get(name):
                self.add_error(name, "This is needed before it can be approved.")
        return not self.errors

    def text(self) -> Text:
        """Return what was typed; values of attributes as the store's inputs want them."""
        names = ("title", "title_hi", "title_ur", "description", "description_hi", "description_ur")
        return Text(
            kind=self.cleaned_data["kind"],
            **{name: self.cleaned_data[name] for name in (*names, "hsn", "dims_cm")},
            weight_grams=self.cleaned_data["weight_grams"],
            facts={
                spec.slug: _fact(spec, self.cleaned_data[f"{ATTRIBUTE}{spec.slug}"].strip())
                for spec in self._specs
                if self.cleaned_data.get(f"{ATTRIBUTE}{spec.slug}", "").strip()
            },
        )


def attributes_of(kind: Kind) -> list[AttributeSpec]:
    """Return the attributes that goods of a kind have beside those of all goods."""
    wanted = next(spec.attributes for spec in category_specs() if spec.category.slug == kind.category)
    known = {spec.slug: spec for spec in attribute_specs()}
    return [known[slug] for slug in wanted if slug in known]


def starts_with(row: Listing, kind: Kind) -> dict[str, Any]:
    """Return what the form begins with: the text as far as it is written, else what the seller said."""
    parcel = parcel_of(kind.slug)
    known = row.facts or {question.slug: words for question, words in answered(kind, row.answers)}
    return {
        "version": row.version,
        "kind": kind.slug,
        "title": row.title,
        "title_hi": row.title_hi,
        "title_ur": row.title_ur,
        "description": row.description or row.words,
        "description_hi": row.description_hi,
        "description_ur": row.description_ur,
        "hsn": row.hsn or kind.hsn,
        "weight_grams": row.weight_grams or parcel.weight_grams,
        "dims_cm": row.dims_cm or parcel.dims_cm,
        "reasons": row.reasons,
        "words": row.reason_words,
        **{f"{ATTRIBUTE}{slug}": _typed(value) for slug, value in known.items()},
    }


def chosen_kind(data: Mapping[str, Any], row: Listing) -> Kind:
    """Return the kind that the form names, else the listing's."""
    found = kind_of(str(data.get("kind", ""))) or kind_of(row.kind)
    assert found is not None
    return found


def _attribute_field(spec: AttributeSpec) -> forms.Field:
    if spec.input_type == "BOOLEAN":
        return forms.ChoiceField(
            label=spec.name,
            choices=_YES_NO,
            required=False,
            widget=forms.Select(attrs={"class": "field"}),
        )
    unit = f" ({spec.unit.lower()})" if spec.unit else ""
    return _line(f"{spec.name}{unit}")


def _fact(spec: AttributeSpec, typed: str) -> Any:
    return typed == "yes" if spec.input_type == "BOOLEAN" else typed


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return {"Yes": "yes", "No": "no"}.get(str(value), str(value))


def _number(typed: str) -> Decimal | None:
    try:
        number = Decimal(typed.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
