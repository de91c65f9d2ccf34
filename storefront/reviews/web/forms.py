"""Forms of the public, of the makers and of the staff."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jkrlm.people.facade import BadPhone, mobile_number
from storefront.once_form import OnceForm
from storefront.reviews import rules
from storefront.reviews.states import Reason, TextState


class ContactField(forms.CharField):
    """An e-mail address or a mobile number; cleans to (email, phone), one of them empty."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return "", ""
        if "@" in text:
            try:
                validate_email(text)
            except ValidationError:
                raise ValidationError(
                    gettext("This is no e-mail address: look at it again."), code="invalid"
                ) from None
            return text.lower(), ""
        try:
            return "", mobile_number(text)
        except BadPhone:
            raise ValidationError(
                gettext("Write an e-mail address, or a mobile number such as 94190 12345."), code="invalid"
            ) from None


class QuestionForm(OnceForm):
    """``website`` is a trap: people do not see it, so whoever fills it in is none."""

    words = forms.CharField(
        label=_("Your question to the maker"),
        max_length=rules.QUESTION_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Size, colour, how it is made. No names or numbers: it is shown with its answer."),
    )
    contact = ContactField(
        label=_("E-mail or mobile number, if you want to be told"),
        required=False,
        max_length=120,
        help_text=_("Never shown; forgotten when the answer has been sent."),
    )
    website = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="ask_%s", **kwargs)


class ReviewForm(OnceForm):
    """``version`` is what stood on the page: 0 where nothing was written yet."""

    version = forms.IntegerField(min_value=0, max_value=10**6, widget=forms.HiddenInput, initial=0)
    stars = forms.TypedChoiceField(
        label=_("How is the piece?"),
        coerce=int,
        choices=(
            ("5", _("Very good")),
            ("4", _("Good")),
            ("3", _("All right")),
            ("2", _("Not good")),
            ("1", _("Bad")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one to five stars.")},
    )
    words = forms.CharField(
        label=_("What should others know?"),
        max_length=rules.WORDS_MOST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Colour, size, finish, how it wears. No names, numbers or addresses."),
        error_messages={"required": _("Write a few words.")},
    )
    shown_name = forms.CharField(
        label=_("Your first name, as others see it"),
        required=False,
        max_length=rules.NAME_MOST,
        help_text=_("Left empty, it says “A buyer”. Where you live is never shown."),
    )

    def clean_shown_name(self) -> str:
        name = str(self.cleaned_data["shown_name"])
        if name and not rules.is_first_name(name):
            raise ValidationError(gettext("Write a first name, in one word; or leave it empty."))
        return name


class AnswerForm(OnceForm):
    version = forms.IntegerField(min_value=0, max_value=10**6, widget=forms.HiddenInput, initial=0)
    words = forms.CharField(
        label=_("Your answer"),
        max_length=rules.QUESTION_MOST * 2,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write a few words.")},
    )


class DecisionForm(forms.Form):
    """No decision is preselected."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=_("What is to be done?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is to be done.")},
    )
    words = forms.CharField(
        label=_("Words as they are shown"),
        required=False,
        max_length=rules.WORDS_MOST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Take words out only: put […] where they stood. Nothing can be put in."),
    )
    reason = forms.ChoiceField(
        label=_("Why it is not shown"),
        required=False,
        choices=[("", _("Choose")), *Reason.choices],
    )
    reason_words = forms.CharField(label=_("A sentence to the writer"), required=False, max_length=300)

    def __init__(self, *args: Any, choices: Sequence[TextState], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {
            TextState.PUBLISHED: gettext("Publish"),
            TextState.REFUSED: gettext("Do not publish"),
            TextState.HIDDEN: gettext("Take off the page"),
        }
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(state.value, names[state]) for state in choices]
        for each in self.fields.values():
            each.widget.attrs.setdefault("class", "field")
