from typing import Any

from django import forms
from django.forms import Form
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import TooManyAttempts
from sellers.portal.models import Means


def _digits(label: Any, *, longest: int, autocomplete: str, password: bool = False) -> forms.CharField:
    widget = forms.PasswordInput if password else forms.TextInput
    return forms.CharField(
        label=label,
        max_length=longest,
        error_messages={"required": _("Nothing is typed here yet.")},
        widget=widget(
            attrs={"class": "field", "inputmode": "numeric", "autocomplete": autocomplete, "dir": "ltr"}
        ),
    )


class PhoneForm(forms.Form):
    phone = forms.CharField(
        label=_("Your mobile number"),
        max_length=20,
        error_messages={"required": _("Nothing is typed here yet.")},
        widget=forms.TextInput(
            attrs={"class": "field", "type": "tel", "inputmode": "tel", "autocomplete": "tel", "dir": "ltr"}
        ),
    )


class CodeForm(forms.Form):
    otp = _digits(_("The 6 digits of the message"), longest=12, autocomplete="one-time-code")


class PinForm(forms.Form):
    passcode = _digits(_("Your PIN"), longest=12, autocomplete="off", password=True)


class NewPinForm(forms.Form):
    passcode = _digits(_("New PIN, 4 to 6 digits"), longest=12, autocomplete="off", password=True)
    passcode_again = _digits(_("The same once more"), longest=12, autocomplete="off", password=True)

    def clean_passcode_again(self) -> str:
        again: str = self.cleaned_data["passcode_again"]
        if again != self.cleaned_data.get("passcode", again):
            raise forms.ValidationError(_("The two are not the same."), code="DIFFER")
        return again


class MandateForm(forms.Form):
    """``members`` are (id, name) of the roll; nothing is preselected."""

    member = forms.TypedChoiceField(
        label=_("Who agrees?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )
    means = forms.ChoiceField(
        label=_("How did she say yes?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")},
    )
    witness = forms.CharField(
        label=_("Who heard it? (for a spoken yes)"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, members: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = members  # type: ignore[attr-defined]
        self.fields["means"].choices = [  # type: ignore[attr-defined]
            (Means.SIGNED.value, _("She signed on paper")),
            (Means.THUMB.value, _("Her thumb print on paper")),
            (Means.SPOKEN.value, _("She said it before a witness")),
        ]

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("means") == Means.SPOKEN and not self.cleaned_data.get("witness"):
            self.add_error("witness", _("Write who heard it."))
        return self.cleaned_data


def add_refusal(form: Form, refusal: DomainError) -> None:
    """Put a refusal beside the field that it is about, or above the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, forms.ValidationError(refusal.message, code=refusal.code, params=refusal.params))


def with_status(response: HttpResponse, form: Form) -> HttpResponse:
    """Give a page with a refused form its status: 429 with Retry-After for too many tries, else 422."""
    errors = [error for each in form.errors.as_data().values() for error in each]
    if errors:
        response.status_code = 422
    for error in errors:
        if error.code == TooManyAttempts.code:
            response.status_code = 429
            response["Retry-After"] = str((error.params or {}).get("seconds", 60))
    return response
