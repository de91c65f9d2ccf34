from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from exhibitions.results.contracts import LeadWish
from exhibitions.results.services.take_lead import CONSENT
from exhibitions.results.states import LeadKind
from jkrlm.kernel.forms import KeyedForm

_LANGUAGES = (("en", "English"), ("hi", "हिन्दी"), ("ur", "اردو"))


def consent_in(language: str) -> str:
    """Return what she agrees to in her language, which need not be the cashier's."""
    with override(language):
        return str(CONSENT)


class LeadForm(KeyedForm):
    """Filled in standing at a stall, on a phone: the fewest fields that can be answered."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=LeadKind.choices,
        initial=LeadKind.ENQUIRY,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "off"}),
    )
    contact = forms.CharField(
        label=gettext_lazy("Mobile number or e-mail"),
        max_length=254,
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "off", "inputmode": "email"}),
    )
    stall = forms.ChoiceField(
        label=gettext_lazy("At which stall"),
        required=False,
        widget=forms.Select(attrs={"class": "field"}),
    )
    wants = forms.CharField(
        label=gettext_lazy("What does she want?"),
        max_length=500,
        widget=forms.Textarea(attrs={"class": "field", "rows": 3}),
    )
    quantity = forms.IntegerField(
        label=gettext_lazy("How many pieces"),
        required=False,
        min_value=1,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"class": "field", "inputmode": "numeric"}),
    )
    worth = forms.DecimalField(
        label=gettext_lazy("An order comes to about, ₹"),
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
        widget=forms.TextInput(attrs={"class": "field", "inputmode": "decimal"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Write to her in"),
        choices=_LANGUAGES,
        widget=forms.Select(attrs={"class": "field"}),
    )
    consent = forms.BooleanField(
        label=CONSENT,
        error_messages={
            "required": gettext_lazy("Without her consent nothing is written down. Ask, and tick it.")
        },
    )

    def __init__(self, *args: Any, stalls: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["stall"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("At the fair’s own desk")), *stalls]

    def consents(self) -> list[tuple[str, str, str]]:
        """Return (language, direction, words) of all, the chosen one first: the page may have no script."""
        chosen = self["language"].value() or _LANGUAGES[0][0]
        codes = sorted((code for code, _name in _LANGUAGES), key=lambda code: code != chosen)
        return [(code, "rtl" if code == "ur" else "ltr", consent_in(code)) for code in codes]

    def wish(self) -> LeadWish:
        given = self.cleaned_data
        return LeadWish(
            kind=given["kind"],
            name=given["name"],
            contact=given["contact"],
            wants=given["wants"],
            consent=given["consent"],
            consent_words=consent_in(given["language"]),
            language=given["language"],
            stall_code=given["stall"],
            quantity=given["quantity"],
            worth=given["worth"] or Decimal(0),
        )


class ProposeForm(KeyedForm):
    note = forms.CharField(
        label=gettext_lazy("A note for finance"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"class": "field"}),
    )


class SendBackForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("What is to be looked at again"),
        max_length=300,
        error_messages={"required": gettext_lazy("Say what is to be looked at again.")},
        widget=forms.TextInput(attrs={"class": "field"}),
    )
