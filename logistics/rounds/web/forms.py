from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

import logistics.places.facade as places
from logistics.rounds.contracts import VehicleWish
from logistics.rounds.gather import minute_of
from logistics.rounds.selectors import drivers

_KG_MAX: Final = 20_000


class RoundsForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "field")


def _time(**options: Any) -> forms.TimeField:
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options)


class PlanForm(RoundsForm):
    """``key`` is made when the page is drawn: pressed twice, it is one plan."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.DateField(widget=forms.HiddenInput)


class VehicleForm(RoundsForm):
    code = forms.CharField(label=_("Registration"), max_length=24)
    name = forms.CharField(label=_("What it is"), max_length=80)
    hub = forms.ChoiceField(label=_("Hub where it stands"))
    capacity_kg = forms.IntegerField(label=_("Carries, in kg"), min_value=1, max_value=_KG_MAX)
    starts = _time(label=_("Shift begins"))
    ends = _time(label=_("Shift ends"))
    speed_kmh = forms.IntegerField(
        label=_("Speed on these roads, in km/h, stops left out"), min_value=5, max_value=90, initial=28
    )
    driver = forms.ChoiceField(label=_("Who usually drives it"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hub"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((each.code, each.name) for each in places.places(kind=places.PlaceKind.HUB)),
        ]
        self.fields["driver"].choices = driver_choices()  # type: ignore[attr-defined]
        self.fields["is_active"].widget.attrs["class"] = ""

    def wish(self) -> VehicleWish:
        typed = self.cleaned_data
        return VehicleWish(
            code=typed["code"],
            name=typed["name"],
            hub_code=typed["hub"],
            capacity_kg=typed["capacity_kg"],
            starts=minute_of(typed["starts"]),
            ends=minute_of(typed["ends"]),
            speed_kmh=typed["speed_kmh"],
            driver_id=int(typed["driver"]) if typed["driver"] else None,
            is_active=typed["is_active"],
        )


def driver_choices() -> list[tuple[str, Any]]:
    return [("", _("Nobody yet")), *((str(each.pk), each.name) for each in drivers())]


class MoveForm(RoundsForm):
    """Where a stop goes: a round of the same hub, and its place there."""

    round = forms.IntegerField(label=_("Round"), min_value=1, max_value=2**31)
    position = forms.IntegerField(label=_("Place in it"), min_value=1, max_value=999)


class DriverForm(RoundsForm):
    driver = forms.ChoiceField(label=_("Driver"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["driver"].choices = driver_choices()  # type: ignore[attr-defined]


class VisitForm(RoundsForm):
    """What was done at a stop, typed in; ``more`` are parcels that were not on the list."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    outcome = forms.CharField(max_length=12)
    taken = forms.MultipleChoiceField(required=False)
    more = forms.CharField(label=_("Other parcels taken along: their codes"), required=False, max_length=500)
    happened_at = _time(label=_("At"))
    note = forms.CharField(label=_("Anything else"), required=False, max_length=300)

    def __init__(self, *args: Any, parcels: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["taken"].choices = [(code, code) for code in parcels]  # type: ignore[attr-defined]
