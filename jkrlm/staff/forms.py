from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jkrlm.people.facade import STAFF_ROLES, Colleague, Role


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "field"}),
        error_messages={"invalid": _("Write the day like 2026-11-30.")},
        **options,
    )


def _text(label: Any, *, most: int, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.TextInput(attrs={"class": "field"}), **options
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in STAFF_ROLES],
        widget=forms.Select(attrs={"class": "field"}),
    )

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class NewcomerForm(RoleForm):
    name = _text(_("Name"), most=200)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "field", "autocomplete": "off", "dir": "ltr"}),
    )
    field_order = ("name", "email", "role")


class LeaveForm(forms.Form):
    since = _day(_("First day away"))
    until = _day(_("Last day away"))
    deputy = forms.TypedChoiceField(
        label=_("Who stands in"), coerce=int, widget=forms.Select(attrs={"class": "field"})
    )
    note = _text(_("Note"), most=200, required=False)

    def __init__(self, *args: Any, colleagues: tuple[Colleague, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].choices = [("", "–"), *((each.id, each.name) for each in colleagues)]  # type: ignore[attr-defined]


class AuditForm(forms.Form):
    """A search by GET: what cannot be read is told, and nothing is searched."""

    who = _text(_("Who, or on whose behalf"), most=80, required=False)
    what = _text(_("What (the beginning of the act)"), most=64, required=False)
    target = _text(_("About what"), most=80, required=False)
    day = _day(_("Day"), required=False)
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day = data.get("day")
        if isinstance(day, date) and not 2000 <= day.year <= 2200:
            self.add_error("day", _("Write the day like 2026-11-30."))
        return data
