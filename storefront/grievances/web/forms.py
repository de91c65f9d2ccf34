"""Forms of who complains and of the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jkrlm.people.facade import BadPhone, mobile_number
from storefront.grievances.rules import WORDS_MOST
from storefront.grievances.states import Kind
from storefront.once_form import OnceForm

PUBLIC_KINDS = (Kind.ORDER, Kind.PRODUCT, Kind.CERTIFICATE, Kind.OTHER)


class WordsForm(OnceForm):
    words = forms.CharField(
        label=_("Your message"),
        max_length=WORDS_MOST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write a few words.")},
    )


class GrievanceForm(WordsForm):
    """``website`` is a trap: people do not see it, so whoever fills it in is none."""

    kind = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[(kind.value, kind.label) for kind in PUBLIC_KINDS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is about.")},
    )
    reference = forms.CharField(
        label=_("Which one?"),
        required=False,
        max_length=200,
        help_text=_(
            "An order: its number, or the link from our mail. A piece: its name or link. A label: its code."
        ),
    )
    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Mobile number"), required=False, max_length=40)
    website = forms.CharField(required=False, max_length=200)

    field_order = ("kind", "reference", "words", "name", "email", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What is wrong, and what should be done?")
        self.fields["email"].help_text = _("We write to it, or to the number. One of the two is enough.")

    def clean_phone(self) -> str:
        typed = str(self.cleaned_data["phone"])
        if not typed:
            return ""
        try:
            return mobile_number(typed)
        except BadPhone:
            raise forms.ValidationError(_("A mobile number looks like 94190 12345.")) from None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given.get("email") and not given.get("phone"):
            self.add_error("email", _("Leave an e-mail address or a mobile number, or we cannot answer."))
        return given


class AnswerForm(WordsForm):
    """``what`` is which button: answer, ask, note, resolve."""

    what = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            ("answer", _("An answer: we go on with it")),
            ("ask", _("A question: it waits for who complained")),
            ("resolve", _("Resolved: the words say what was done")),
            ("note", _("A note for the desk alone")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is.")},
    )
