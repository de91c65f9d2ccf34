"""What a group typed, kept as typed; and the forms of staff."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.facade import crafts, districts
from exhibitions.stalls.contracts import ApplicationWish, CallWish
from exhibitions.stalls.errors import BadApplication
from exhibitions.stalls.states import USUAL_POINTS, Criterion
from jkrlm.kernel.forms import KeyedForm
from jkrlm.people.facade import plain_digits

_QUANTITY: str = "n-"


@dataclass(slots=True)
class Sent:
    """An application as typed: quantities by listing, as text."""

    quantities: dict[int, str] = field(default_factory=dict)
    people: list[int] = field(default_factory=list)
    kind: str = ""
    lodging: bool = False
    transport: bool = False
    electricity: bool = False
    words: str = ""

    def wish(self) -> ApplicationWish:
        """Return what is wished. Raises BadApplication where a quantity is no number."""
        goods = []
        for listing_id, typed in self.quantities.items():
            text = plain_digits(typed).strip()
            if text and ("-" in typed or not text.isdecimal()):
                raise BadApplication(_("Write how many, from 1 to 9999."), field="goods")
            if text and int(text):
                goods.append((listing_id, int(text)))
        return ApplicationWish(
            goods=tuple(goods),
            people=tuple(self.people),
            kind=self.kind,
            needs_lodging=self.lodging,
            needs_transport=self.transport,
            needs_electricity=self.electricity,
            words=self.words.strip(),
        )


def read(data: QueryDict) -> Sent:
    """Read a form; what could never be (an id that is no number) counts as not sent."""
    quantities = {}
    for name in data:
        tail = name[len(_QUANTITY) :]
        if name.startswith(_QUANTITY) and tail.isascii() and tail.isdigit() and len(tail) < 10:
            quantities[int(tail)] = data.get(name, "")[:6].replace("\x00", "")
    people = [
        int(each) for each in data.getlist("people") if each.isascii() and each.isdigit() and len(each) < 10
    ]
    return Sent(
        quantities=quantities,
        people=people[:50],
        kind=data.get("kind", "")[:20].replace("\x00", ""),
        lodging="lodging" in data,
        transport="transport" in data,
        electricity="electricity" in data,
        words=data.get("words", "")[:500].replace("\x00", ""),
    )


class FairForm(KeyedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            if not isinstance(each.widget, forms.CheckboxSelectMultiple | forms.CheckboxInput):
                each.widget.attrs.setdefault("class", "field")


def _whole(label: Any, most: int, initial: int, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, initial=initial)


def _money(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, min_value=0, max_value=Decimal(1_000_000), decimal_places=2, initial=0
    )


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class CallForm(FairForm):
    """The call: points and quotas are fields of their own, named by criterion, by district and craft."""

    deadline = _day(gettext_lazy("Last day to apply"))
    message = forms.CharField(
        label=gettext_lazy("What the groups should know"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    districts = forms.MultipleChoiceField(
        label=gettext_lazy("Only these districts (none: all)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    crafts = forms.MultipleChoiceField(
        label=gettext_lazy("Only these crafts (none: all)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    far_districts = forms.MultipleChoiceField(
        label=gettext_lazy("Far districts"), required=False, widget=forms.CheckboxSelectMultiple
    )
    travellers_most = _whole(gettext_lazy("May travel, of one group"), 10, 3, least=1)
    accept_days = _whole(gettext_lazy("Days to accept a stall from the waiting list"), 14, 3, least=1)
    daily_allowance = _money(gettext_lazy("Daily allowance, for one person and day, in ₹"))
    travel_most = _money(gettext_lazy("Travel, for one group at most, in ₹"))
    no_shows_most = _whole(gettext_lazy("Fairs missed in three years, at most"), 9, 1)
    grievances_most = _whole(gettext_lazy("Open serious grievances, at most"), 9, 0)
    late_percent_most = _whole(gettext_lazy("Orders packed late, at most, of a hundred"), 100, 30)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in Criterion:
            made = _whole(name.label, 100, USUAL_POINTS[name])
            made.widget.attrs["class"] = "field"
            self.fields[f"points_{name.value}"] = made
        named = [(each.name, each.name) for each in districts()]
        made_of = [(each.slug, each.name) for each in crafts()]
        self._choose("districts", named)
        self._choose("far_districts", named)
        self._choose("crafts", made_of)
        for by, names in (("district", named), ("craft", made_of)):
            for value, label in names:
                self.fields[f"quota_{by}_{value}"] = forms.IntegerField(
                    label=label,
                    min_value=0,
                    max_value=999,
                    required=False,
                    widget=forms.NumberInput(attrs={"class": "field"}),
                )

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        typed = [cleaned.get(f"points_{name.value}") for name in Criterion]
        given = [int(each) for each in typed if each is not None]
        if len(given) == len(typed) and sum(given) != 100:
            self.add_error(
                None, _("The points add up to %(sum)d. Make them 100 together.") % {"sum": sum(given)}
            )
        return cleaned

    def point_fields(self) -> list[Any]:
        return [self[f"points_{name.value}"] for name in Criterion]

    def quota_fields(self) -> list[tuple[Any, list[Any], bool]]:
        """Return title and fields of districts, then of crafts, and whether something was typed there."""
        titles = (
            ("district", gettext_lazy("Quotas by district")),
            ("craft", gettext_lazy("Quotas by craft")),
        )
        found = []
        for by, title in titles:
            fields = [self[name] for name in self.fields if name.startswith(f"quota_{by}_")]
            found.append((title, fields, any(each.value() or each.errors for each in fields)))
        return found

    def wish(self) -> CallWish:
        typed = self.cleaned_data
        quotas = {}
        for name, most in typed.items():
            if name.startswith("quota_") and most is not None:
                _quota, by, value = name.split("_", 2)
                quotas[by, value] = most
        return CallWish(
            deadline=typed["deadline"],
            message=typed["message"],
            points={name.value: typed[f"points_{name.value}"] for name in Criterion},
            quotas=quotas,
            districts=tuple(typed["districts"]),
            crafts=tuple(typed["crafts"]),
            far_districts=tuple(typed["far_districts"]),
            accept_days=typed["accept_days"],
            travellers_most=typed["travellers_most"],
            daily_allowance=typed["daily_allowance"],
            travel_most=typed["travel_most"],
            no_shows_most=typed["no_shows_most"],
            grievances_most=typed["grievances_most"],
            late_percent_most=typed["late_percent_most"],
        )


class ExtendForm(FairForm):
    deadline = _day(gettext_lazy("New last day to apply"))


class WhyForm(FairForm):
    why = forms.CharField(label=gettext_lazy("Why"), max_length=300)


class OfferForm(FairForm):
    stall = forms.CharField(label=gettext_lazy("Stall"), max_length=12)
    why = forms.CharField(label=gettext_lazy("Why out of turn"), max_length=300, required=False)


class SwapForm(FairForm):
    one = forms.ChoiceField(label=gettext_lazy("Stall"))
    other = forms.ChoiceField(label=gettext_lazy("with"))
    why = forms.CharField(
        label=gettext_lazy("Why, where nobody holds the other"), max_length=300, required=False
    )

    def __init__(self, *args: Any, held: list[str], there: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["one"].choices = [(each, each) for each in held]  # type: ignore[attr-defined]
        self.fields["other"].choices = [(each, each) for each in there]  # type: ignore[attr-defined]


class AllowanceForm(FairForm):
    number = forms.CharField(max_length=32, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        choices=(("travel", gettext_lazy("Travel")), ("daily", gettext_lazy("Daily allowance"))),
        widget=forms.HiddenInput,
    )
    people = forms.IntegerField(
        label=gettext_lazy("People"), min_value=0, max_value=99, required=False, initial=0
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days"), min_value=0, max_value=99, required=False, initial=0
    )
    amount = forms.DecimalField(
        label=gettext_lazy("Amount, ₹"), max_digits=9, decimal_places=2, required=False, min_value=0
    )


class GateForm(FairForm):
    gate = forms.CharField(label=gettext_lazy("Gate"), max_length=20, initial="1")
    code = forms.CharField(label=gettext_lazy("Code of the pass"), max_length=300)

    def clean_code(self) -> str:
        """A scanner types the whole address of the pass: its last part is the code."""
        return str(self.cleaned_data["code"]).rstrip("/").rpartition("/")[2][:32]
