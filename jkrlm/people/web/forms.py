from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _

from jkrlm.people.phones import plain_digits


class SignInForm(LoginForm):
    """allauth's form in our words; the adapter judges what it holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget.attrs = {"class": "field", "type": "email", "autocomplete": "username"}
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs = {"class": "field", "autocomplete": "current-password"}
        self.fields["password"].help_text = ""


class CodeField(forms.CharField):
    """A code as people type it: with gaps, with hyphens, in the digits of their script."""

    def to_python(self, value: Any) -> str:
        return plain_digits(super().to_python(value) or "")


class CodeForm(forms.Form):
    code = CodeField(
        max_length=32,
        label=_("Code"),
        error_messages={"required": _("Type the code that your app shows.")},
        widget=forms.TextInput(
            attrs={"class": "field", "autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr"}
        ),
    )


class NewPasswordForm(SetPasswordForm):
    """Django's form with its validators, in our words; a weak password is told beside its own field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (
            ("new_password1", _("New password")),
            ("new_password2", _("New password, once more")),
        ):
            self.fields[name].label = label
            self.fields[name].help_text = ""
            self.fields[name].widget.attrs = {"class": "field", "autocomplete": "new-password"}
        self.fields["new_password1"].help_text = _(
            "At least 12 characters and no common word; a sentence is good."
        )

    def clean(self) -> dict[str, Any]:
        self.validate_passwords("new_password1", "new_password2")
        self.validate_password_for_user(self.user, "new_password1")
        return self.cleaned_data
