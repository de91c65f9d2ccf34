"""The forms of places. Each carries a key made when it was drawn, so that sent twice it counts once."""

import re
import secrets
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.validators import RegexValidator
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from logistics.places.contracts import CLOSES, OPENS, Place
from logistics.places.geography import gazetteer
from logistics.places.models import Place as PlaceRow
from logistics.places.models import Task
from logistics.places.services.keep_place import PlaceWish
from logistics.places.states import PlaceKind

KEY_MAX: Final = 64
KILO: Final = 1000
_GROUP: Final = re.compile(r"[A-Z0-9-]{2,16}")
_PREFIX: Final = re.compile(r"1[89][0-9]{0,4}")


def new_key() -> str:
    return secrets.token_urlsafe(16)


class KeyedForm(forms.Form):
    """Every field is drawn alike; all say why."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=KEY_MAX, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_key
        for field in self.fields.values():
            if not isinstance(field.widget, (forms.CheckboxSelectMultiple, forms.HiddenInput)):
                field.widget.attrs.setdefault("class", "field")

    def clean_key(self) -> str:
        """A form without a key (typed by hand) is a new one each time."""
        return str(self.cleaned_data["key"]) or new_key()


def day_field(label: Any, *, required: bool = True, **more: Any) -> forms.DateField:
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=picker, required=required, **more)


def reason_field(help_text: Any = None) -> forms.CharField:
    return forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=help_text or _("For the history."),
    )


def _time(label: Any, initial: Any) -> forms.TimeField:
    picker = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, widget=picker, initial=initial)


def _degrees(label: Any, least: int, most: int) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=8,
        decimal_places=5,
        min_value=Decimal(least),
        max_value=Decimal(most),
    )


class PlaceForm(KeyedForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=PlaceKind.choices)
    name = forms.CharField(label=_("Name"), max_length=160)
    district = forms.ChoiceField(label=_("District"))
    pincode = forms.CharField(
        label=_("PIN code"),
        max_length=6,
        validators=[RegexValidator(r"^1[89][0-9]{4}\Z", _("Six digits: 190001."))],
    )
    village = forms.CharField(label=_("Village or post office"), max_length=120, required=False)
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    latitude = _degrees(_("Latitude"), 32, 38)
    longitude = _degrees(_("Longitude"), 72, 81)
    organisation = forms.CharField(label=_("Run by (VO or CLF)"), max_length=160, required=False)
    hub_code = forms.ChoiceField(label=_("Served by"), required=False)
    groups = forms.CharField(
        label=_("Groups that bring their parcels"), max_length=4000, required=False, help_text=_("KZ09, KZ10")
    )
    prefixes = forms.CharField(
        label=_("PIN codes that begin with"),
        max_length=400,
        required=False,
        help_text=_("Hubs only: 1934, 19111"),
    )
    capacity_kg = forms.IntegerField(
        label=_("Room for (kg)"), required=False, min_value=1, max_value=10_000_000
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Open on"),
        required=False,
        choices=list(WEEKDAYS.items()),
        initial=[str(day) for day in range(6)],
        widget=forms.CheckboxSelectMultiple,
    )
    opens = _time(_("From"), OPENS)
    closes = _time(_("To"), CLOSES)
    begins = day_field(_("First day"), required=False, help_text=_("Exhibitions only."))
    ends = day_field(_("Last day"), required=False, help_text=_("Exhibitions only."))
    closed_from = day_field(_("Closed for good from"), required=False)
    source = forms.CharField(label=_("Who said so"), max_length=300)
    reason = reason_field()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, hubs: tuple[Place, ...], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted(set(gazetteer().districts.values()))
        self.fields["district"].choices = [(name, name) for name in names]  # type: ignore[attr-defined]
        served = [("", _("The hub of its PIN code")), *((hub.code, hub.name) for hub in hubs)]
        self.fields["hub_code"].choices = served  # type: ignore[attr-defined]
        if not is_new:
            self.fields["kind"].disabled = True

    def clean_groups(self) -> tuple[str, ...]:
        return _listed(self.cleaned_data["groups"].upper(), _GROUP, _("Codes of groups: KZ09, KZ10."))

    def clean_prefixes(self) -> tuple[str, ...]:
        return _listed(self.cleaned_data["prefixes"], _PREFIX, _("Digits that begin with 18 or 19."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        opens, closes = data.get("opens"), data.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", _("It closes before it opens."))
        begins, ends = data.get("begins"), data.get("ends")
        if data.get("kind") == PlaceKind.EXHIBITION and not (begins and ends):
            self.add_error("begins", _("An exhibition has a first and a last day."))
        if begins and ends and ends < begins:
            self.add_error("ends", _("The last day is before the first."))
        if str(data.get("name", "")).endswith("(sample)"):
            self.add_error("name", _("(sample) marks what the demo invented."))
        return data

    def wish(self) -> PlaceWish:
        given = self.cleaned_data
        kilos = given["capacity_kg"]
        return PlaceWish(
            **{
                name: given[name]
                for name in PlaceWish.__dataclass_fields__
                if name not in ("weekdays", "capacity_grams")
            },
            capacity_grams=kilos * KILO if kilos else None,
            weekdays=tuple(str(day) in given["weekdays"] for day in range(7)),
        )


def initial_of(row: PlaceRow) -> dict[str, Any]:
    """Return a place as its form shows it."""
    names = ("kind", "name", "district", "pincode", "village", "address", "organisation", "opens", "closes")
    more = ("begins", "ends", "closed_from", "source", "version")
    measured = row.point == "own"
    return {name: getattr(row, name) for name in (*names, *more)} | {
        "latitude": row.latitude if measured else None,
        "longitude": row.longitude if measured else None,
        "hub_code": row.hub.code if row.hub else "",
        "groups": ", ".join(row.served_groups.order_by("group_code").values_list("group_code", flat=True)),
        "prefixes": ", ".join(row.served_prefixes.order_by("prefix").values_list("prefix", flat=True)),
        "capacity_kg": row.capacity_grams // KILO if row.capacity_grams else None,
        "weekdays": [str(day) for day, is_open in enumerate(row.weekdays) if is_open],
    }


def _listed(text: str, form: re.Pattern[str], complaint: Any) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(word for word in re.split(r"[\s,;]+", text) if word))
    if not all(form.fullmatch(word) for word in found):
        raise forms.ValidationError(complaint)
    return found


class StaffForm(KeyedForm):
    email = forms.EmailField(label=_("She signs in with"), widget=forms.EmailInput(attrs={"dir": "ltr"}))
    task = forms.ChoiceField(label=_("Task"), choices=Task.choices)
    since = day_field(_("From"))
    reason = reason_field()


class EndStaffForm(KeyedForm):
    until = day_field(_("No longer from"))
    reason = reason_field()


class OpenDayForm(KeyedForm):
    day = day_field(_("Day"))
    reason = reason_field()


class ClosedDayForm(OpenDayForm):
    reason = reason_field(_("Buyers whose parcels come later read it: Stock-taking."))
