from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from catalogue.facade import districts
from exhibitions.plan.contracts import ELSEWHERE, ExhibitionWish, PassWish, RowsWish, ZoneWish
from exhibitions.plan.selectors import people_of_staff
from exhibitions.plan.services.keep_area import AreaWish
from exhibitions.plan.services.keep_programme import ItemWish
from exhibitions.plan.states import Duty, ExhibitionState, ProgrammeKind, StallState
from jkrlm.kernel.forms import KeyedForm

TINTS: Final = (
    (1, _("Madder")),
    (2, _("Chinar")),
    (3, _("Walnut")),
    (4, _("Crocus")),
    (5, _("Dal")),
    (6, _("Green")),
)


class FairForm(KeyedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, (forms.CheckboxInput, forms.HiddenInput)):
                field.widget.attrs.setdefault("class", "field")


def _time(label: Any, **options: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options
    )


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


def _metres(label: Any, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=6, decimal_places=2, **options)


def _text(label: Any, rows: int, most: int, language: str = "") -> forms.CharField:
    attrs = {"rows": rows} | ({"lang": language, "dir": "auto"} if language else {})
    return forms.CharField(label=label, required=False, max_length=most, widget=forms.Textarea(attrs=attrs))


class ExhibitionForm(FairForm):
    """An exhibition's facts; ``version`` says which of them the page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name"), max_length=120)
    name_hi = forms.CharField(label=_("Name in Hindi"), required=False, max_length=120)
    name_ur = forms.CharField(label=_("Name in Urdu"), required=False, max_length=120)
    code = forms.CharField(
        label=_("Code"), max_length=24, help_text=_("On letters, bills and reports: SARAS-JMU-26.")
    )
    venue = forms.CharField(label=_("Ground or hall"), max_length=120)
    address = forms.CharField(label=_("Address"), required=False, max_length=300)
    town = forms.CharField(label=_("Town"), max_length=80)
    district = forms.ChoiceField(label=_("District"))
    pincode = forms.RegexField(label=_("PIN code"), regex=r"^[1-9][0-9]{5}$")
    opens_on = _day(_("First day"))
    closes_on = _day(_("Last day"))
    apply_by = _day(_("Groups apply until"))
    opens_at = _time(_("Opens at"))
    closes_at = _time(_("Closes at"))
    hall_width = _metres(_("Hall: width in metres"), min_value=3, max_value=500)
    hall_depth = _metres(_("Hall: depth in metres"), min_value=3, max_value=500)
    cashiers_discount_percent = forms.DecimalField(
        label=_("A cashier may give up to, in %"), min_value=0, max_value=50, max_digits=4, decimal_places=2
    )
    till_float = forms.DecimalField(
        label=_("Change in each till, ₹"), min_value=0, max_value=50_000, max_digits=8, decimal_places=2
    )
    return_days = forms.IntegerField(label=_("Days to bring back what was bought"), min_value=0, max_value=30)
    about = _text(_("What visitors read"), 4, 1500)
    about_hi = _text(_("The same in Hindi"), 3, 1500, "hi")
    about_ur = _text(_("The same in Urdu"), 3, 1500, "ur")
    directions = _text(_("How to get there"), 3, 800)
    directions_hi = _text(_("The same in Hindi"), 2, 800, "hi")
    directions_ur = _text(_("The same in Urdu"), 2, 800, "ur")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["district"]
        assert isinstance(field, forms.ChoiceField)
        at_home = [each.name for each in districts()]
        choices = [("", _("Choose")), *((name, name) for name in at_home)]
        field.choices = [*choices, (ELSEWHERE, _("Outside Jammu and Kashmir"))]
        if self.initial.get("district") and self.initial["district"] not in at_home:
            self.initial["district"] = ELSEWHERE  # it is kept under its state

    def wish(self, *, is_sample: bool = False) -> ExhibitionWish:
        names = ExhibitionWish.__dataclass_fields__
        given = {name: self.cleaned_data[name] for name in names if name != "is_sample"}
        return ExhibitionWish(**given, is_sample=is_sample)


class CopyForm(FairForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    code = forms.CharField(label=_("Code"), max_length=24)
    opens_on = _day(_("First day"))


class MoveForm(FairForm):
    to = forms.ChoiceField(choices=ExhibitionState.choices)
    reason = forms.CharField(label=_("Why"), required=False, max_length=300)


class ZoneForm(FairForm):
    code = forms.CharField(label=_("Letter"), max_length=2)
    name = forms.CharField(label=_("What is sold there"), max_length=80)
    name_hi = forms.CharField(label=_("In Hindi"), required=False, max_length=80)
    name_ur = forms.CharField(label=_("In Urdu"), required=False, max_length=80)
    tint = forms.TypedChoiceField(label=_("Colour"), choices=TINTS, coerce=int)
    crafts = forms.MultipleChoiceField(
        label=_("Only these crafts stand there (none ticked: any)"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, crafts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["crafts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = crafts
        field.widget.attrs.pop("class", None)

    def wish(self) -> ZoneWish:
        given = self.cleaned_data
        return ZoneWish(
            code=given["code"],
            name=given["name"],
            name_hi=given["name_hi"],
            name_ur=given["name_ur"],
            tint=given["tint"],
            crafts=tuple(given["crafts"]),
        )


class RowsForm(FairForm):
    """“Zone A, 2 rows of 8, 3 × 3 m, ₹6,000”."""

    zone = forms.ChoiceField(label=_("Zone"))
    rows = forms.IntegerField(label=_("Rows"), min_value=1, max_value=20, initial=2)
    per_row = forms.IntegerField(label=_("Stalls in a row"), min_value=1, max_value=40, initial=8)
    width = _metres(_("Stall: width in metres"), min_value=1, max_value=30, initial=3)
    height = _metres(_("Stall: depth in metres"), min_value=1, max_value=30, initial=3)
    price = forms.DecimalField(
        label=_("Price for the whole exhibition, ₹"), min_value=0, max_digits=8, decimal_places=2
    )
    x = _metres(_("From the left, in metres"), min_value=0)
    y = _metres(_("From above, in metres"), min_value=0)
    aisle = _metres(_("Way between rows, in metres"), min_value=0, max_value=50, initial=3)

    def __init__(self, *args: Any, zones: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["zone"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = zones

    def wish(self) -> RowsWish:
        given = {
            name: self.cleaned_data[name] for name in RowsWish.__dataclass_fields__ if name != "zone_code"
        }
        return RowsWish(zone_code=self.cleaned_data["zone"], **given)


class PriceForm(FairForm):
    """What a size costs in a zone, while nobody was invited."""

    width = forms.DecimalField(widget=forms.HiddenInput, max_digits=6, decimal_places=2)
    height = forms.DecimalField(widget=forms.HiddenInput, max_digits=6, decimal_places=2)
    price = forms.DecimalField(label=_("Price, ₹"), min_value=0, max_digits=8, decimal_places=2)


class AreaForm(FairForm):
    name = forms.CharField(label=_("What it is"), max_length=60)
    name_hi = forms.CharField(label=_("In Hindi"), required=False, max_length=60)
    name_ur = forms.CharField(label=_("In Urdu"), required=False, max_length=60)
    x = _metres(_("From the left, in metres"), min_value=0)
    y = _metres(_("From above, in metres"), min_value=0)
    width = _metres(_("Width; 0 for words alone"), min_value=0, initial=0)
    height = _metres(_("Depth; 0 for words alone"), min_value=0, initial=0)

    def wish(self) -> AreaWish:
        return AreaWish(**{name: self.cleaned_data[name] for name in AreaWish.__dataclass_fields__})


class StallForm(FairForm):
    state = forms.ChoiceField(label=_("State"), choices=StallState.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why it is kept back or blocked"), required=False, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].widget.attrs.pop("class", None)


class StallPlaceForm(FairForm):
    x = _metres(_("From the left, in metres"), min_value=0)
    y = _metres(_("From above, in metres"), min_value=0)


class MemberForm(FairForm):
    user = forms.TypedChoiceField(label=_("Who"), coerce=int)
    duty = forms.ChoiceField(label=_("What she does"), choices=Duty.choices)
    since = _day(_("From"))
    until = _day(_("To"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *people_of_staff()]


class TaskForm(FairForm):
    title = forms.CharField(label=_("What is to be done"), max_length=160)
    due_on = _day(_("By"))
    who = forms.TypedChoiceField(label=_("Who"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Nobody yet")), *people_of_staff()]


class ProgrammeForm(FairForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=ProgrammeKind.choices)
    title = forms.CharField(label=_("What there is to see"), max_length=120)
    title_hi = forms.CharField(label=_("In Hindi"), required=False, max_length=120)
    title_ur = forms.CharField(label=_("In Urdu"), required=False, max_length=120)
    day = _day(_("Day"))
    starts = _time(_("From"))
    ends = _time(_("To"))
    where = forms.CharField(label=_("Where"), required=False, max_length=80)

    def wish(self) -> ItemWish:
        given = {name: self.cleaned_data[name] for name in ItemWish.__dataclass_fields__ if name != "kind"}
        return ItemWish(kind=ProgrammeKind(self.cleaned_data["kind"]), **given)


class GatePassForm(FairForm):
    code = forms.CharField(label=_("Pass: scan its code, or type its number"), max_length=400)


class CountForm(FairForm):
    key = forms.UUIDField(widget=forms.HiddenInput)
    people = forms.IntegerField(label=_("People"), min_value=-50, max_value=50)

    def clean_key(self) -> Any:
        return self.cleaned_data["key"]


class PassForm(forms.Form):
    """A free pass; ``key`` is made when the page is drawn: sent twice, it is one pass."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Your name"), max_length=80)
    contact = forms.CharField(label=_("Mobile number or e-mail"), max_length=254)
    people = forms.IntegerField(label=_("How many come"), min_value=1, max_value=10, initial=2)
    consent = forms.BooleanField(
        label=_("Keep my name and number for this pass. They are erased thirty days after the exhibition.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "contact", "people"):
            self.fields[name].widget.attrs.setdefault("class", "field")
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def wish(self, language: str) -> PassWish:
        given = self.cleaned_data
        return PassWish(
            given["key"], given["name"], given["contact"], given["people"], language, given["consent"]
        )


def initial_rows(corner: tuple[Decimal, Decimal]) -> dict[str, Any]:
    return {"x": f"{corner[0].normalize():f}", "y": f"{corner[1].normalize():f}"}
