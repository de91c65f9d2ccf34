"""Forms of the tables. First they show what a change does; what was shown is signed, and may then be kept."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core import signing
from django.core.validators import RegexValidator
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from jkrlm.kernel.clock import today
from jkrlm.kernel.dated import DatedRow, Standing, in_force
from logistics.places.facade import places
from logistics.selectors import load_reference
from logistics.services.close_road import ClosureWish
from logistics.tables import Table

KEY_MAX: Final = 64
SALT: Final = "logistics.rates"
#: No road is said to close a year ahead, nor was one that long ago.
FAR: Final = timedelta(days=366)
#: Between a carrier and its service in a choice.
BETWEEN: Final = "|"
_WISHED: Final = ClosureWish.__dataclass_fields__.keys() - {"carrier", "service"}
SHOWN_FOR: Final = 3600  # seconds in which what was shown may be kept


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=picker, required=required, help_text=help_text)


class ShownFirst(forms.Form):
    """``shown`` is the signature of the values that were looked at; changed ones must be looked at again."""

    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    key = forms.CharField(widget=forms.HiddenInput, max_length=KEY_MAX, required=False)
    shown = forms.CharField(widget=forms.HiddenInput, max_length=4000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, (forms.CheckboxInput, forms.HiddenInput)):
                field.widget.attrs.setdefault("class", "field")

    def said(self) -> dict[str, str]:
        """Return what the signature is about: all but the reason."""
        left_out = ("reason", "key", "shown")
        return {name: str(value) for name, value in self.cleaned_data.items() if name not in left_out}

    def signature(self) -> str:
        return signing.dumps(self.said(), salt=SALT)

    def was_shown(self) -> bool:
        try:
            seen = signing.loads(self.cleaned_data["shown"], salt=SALT, max_age=SHOWN_FOR)
        except signing.BadSignature:
            return False
        return bool(seen == self.said())


class RowForm(ShownFirst):
    """A row of a table that begins on a day."""

    valid_from = _day(_("From"), help_text=_("The first day on which it holds."))
    status = forms.ChoiceField(label=_("How sure"), choices=Standing.choices)
    source = forms.CharField(label=_("Where it stands"), max_length=300)
    field_order = ()

    def __init__(self, *args: Any, table: Table, old: DatedRow | None, first: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        mine = fields_for_model(table.model, fields=table.columns)
        for name, field in mine.items():
            self.fields[name] = field
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            field.widget.attrs.setdefault("class", "field")
            if old is not None:
                self.initial[name] = getattr(old, name)
                field.disabled = name in table.keys
        self.order_fields([*table.columns, "valid_from", "status", "source", "reason"])
        self.initial.setdefault("valid_from", first)

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.table.columns}


class EndForm(ShownFirst):
    """A row ends."""

    valid_from = _day(_("Ends on"), help_text=_("The first day on which it no longer holds."))
    field_order = ("valid_from", "reason")


class ClosureForm(ShownFirst):
    """A closed road. Its reason is what buyers read."""

    prefix = forms.CharField(  # type: ignore[assignment]  # the form itself has none of this name
        label=_("PIN codes that begin with"),
        max_length=6,
        required=False,
        validators=[
            RegexValidator(r"^[1-9][0-9]{0,5}\Z", _("Digits only: 1934, or 19 for the whole valley."))
        ],
    )
    district = forms.ChoiceField(label=_("Or a district"), required=False)
    whom = forms.ChoiceField(
        label=_("Whose parcels"),
        required=False,
        help_text=_("With one carrier, places may be left empty: everywhere."),
    )
    only_crossing = forms.BooleanField(
        label=_("Only what goes in or out: inside, parcels go as ever"), required=False
    )
    begins = _day(_("First day"))
    ends = _day(_("Last day"), required=False, help_text=_("Empty: until further notice."))
    days_added = forms.IntegerField(
        label=_("Days later"), required=False, min_value=1, max_value=60, help_text=_("Empty: nothing moves.")
    )
    field_order = ("prefix", "district", "whom", "only_crossing", "begins", "ends", "days_added", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted({hub.district for hub in places(kind="hub")})
        self.fields["district"].choices = [("", "–"), *((name, name) for name in names)]  # type: ignore[attr-defined]
        self.fields["whom"].choices = _ways(str(self.initial.get("whom", "")))  # type: ignore[attr-defined]
        self.fields["reason"] = forms.CharField(
            label=_("Why"),
            max_length=160,
            help_text=_("Buyers read it: Snow on the Zoji La."),
            widget=forms.TextInput(attrs={"class": "field"}),
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        where = (bool(data.get("prefix")), bool(data.get("district")))
        if "prefix" not in self.errors and (all(where) or not (any(where) or data.get("whom"))):
            self.add_error("prefix", _("Say the PIN codes or the district, one of them."))
        if data.get("only_crossing") and not any(where):
            self.add_error("only_crossing", _("In or out of where? Say the PIN codes or the district."))
        begins, ends = data.get("begins"), data.get("ends")
        if begins and abs(begins - today()) > FAR:
            self.add_error("begins", _("This is more than a year away."))
        if begins and ends and ends < begins:
            self.add_error("ends", _("The last day is before the first."))
        if ends and ends > today() + 2 * FAR:
            self.add_error("ends", _("Leave it empty: until further notice."))
        return data

    def said(self) -> dict[str, str]:
        return super().said() | {"reason": str(self.cleaned_data["reason"])}

    def wish(self) -> ClosureWish:
        carrier, _sign, service = str(self.cleaned_data["whom"]).partition(BETWEEN)
        given = {name: value for name, value in self.cleaned_data.items() if name in _WISHED}
        return ClosureWish(**given, carrier=carrier, service=service)


def whom(carrier: str, service: str) -> str:
    """Return the choice that stands for a carrier and its service, either of which may be empty."""
    return f"{carrier}{BETWEEN}{service}" if service else carrier


def _ways(chosen: str) -> list[tuple[str, Any]]:
    """All, each carrier, each service of one as the rate cards name them today; ``chosen`` whatever it is."""
    found = dict.fromkeys(
        each
        for band in in_force(load_reference().bands, today())
        for each in (band.carrier, whom(band.carrier, band.name))
    )
    if chosen:
        found.setdefault(chosen)
    named = [(each, each.replace(BETWEEN, ": ")) for each in sorted(found)]
    return [("", _("All carriers, and our own vans")), *named]


class LiftForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=300, widget=forms.TextInput(attrs={"class": "field"}))
    key = forms.CharField(widget=forms.HiddenInput, max_length=KEY_MAX, required=False)
