"""The desk's forms: what is typed, in the form in which the services take it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.certificates.register import Search
from certification.certificates.states import (
    REINSTATE_REASONS,
    SUSPEND_REASONS,
    WITHDRAW_REASONS,
    Bearer,
    CertificateState,
    Reason,
)


class DeskForm(forms.Form):
    """Every field is drawn alike."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "field")


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Write the day like 2026-11-30.")},
    )


class SearchForm(DeskForm):
    q = forms.CharField(
        label=_("Number, lot, case, group or goods"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Any")), *CertificateState.choices]
    )
    standard = forms.ChoiceField(label=_("Standard"), required=False)
    issued_from = _day(_("Issued from"))
    issued_to = _day(_("Issued until"))
    ends_before = _day(_("Ends before"))

    def __init__(self, *args: Any, standards: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["standard"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Any")), *((each, each) for each in standards)]

    def search(self) -> Search:
        """Return what is asked; call after ``is_valid``. What could not be read asks nothing."""
        given = getattr(self, "cleaned_data", {})
        return Search(
            words=given.get("q", ""),
            state=given.get("state", ""),
            standard=given.get("standard", ""),
            issued_from=given.get("issued_from"),
            issued_to=given.get("issued_to"),
            ends_before=given.get("ends_before"),
        )


def _reasons(reasons: tuple[Reason, ...]) -> list[tuple[str, Any]]:
    return [("", _("Choose")), *((each.value, each.label) for each in reasons)]


class ActForm(DeskForm):
    """``key`` is made when the form is shown, so that sending it twice does it once."""

    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    reason = forms.ChoiceField(label=_("Reason"))
    words = forms.CharField(
        label=_("In words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept in the history. The reason is public, these words are not."),
    )


class SuspendForm(ActForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="suspend", **kwargs)
        self.fields["reason"].choices = _reasons(SUSPEND_REASONS)  # type: ignore[attr-defined]


class ReinstateForm(ActForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="reinstate", **kwargs)
        self.fields["reason"].choices = _reasons(REINSTATE_REASONS)  # type: ignore[attr-defined]


class WithdrawForm(ActForm):
    bearer = forms.ChoiceField(
        label=_("Who bears the cost of what buyers are paid back"),
        choices=[("", _("Choose")), *Bearer.choices],
    )
    field_order = ("key", "reason", "bearer", "words")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="withdraw", **kwargs)
        self.fields["reason"].choices = _reasons(WITHDRAW_REASONS)  # type: ignore[attr-defined]
