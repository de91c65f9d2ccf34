"""The desk's forms: what is typed, in the form in which the services take it."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from media.facade import ACCEPTED_EVIDENCE
from sellers.registry import models, rules
from sellers.registry.services.correct_group import CORRECTABLE

_LANGUAGES: Final = (
    ("ks", _("Kashmiri")),
    ("ur", _("Urdu")),
    ("hi", _("Hindi")),
    ("doi", _("Dogri")),
    ("en", _("English")),
)


class DeskForm(forms.Form):
    """Every field is drawn alike, and refuses NUL bytes and over-long texts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs.setdefault("class", "field")


def _line(label: Any, *, longest: int = 120, required: bool = True, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=required, **more)


def _words(label: Any, *, longest: int = 300, required: bool = True, **more: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=longest, required=required, widget=area, **more)


def _day(label: Any, *, required: bool = True, **more: Any) -> forms.DateField:
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, required=required, widget=picker, **more)


def _paper(*, required: bool = True) -> forms.FileField:
    return forms.FileField(
        label=_("The paper"),
        required=required,
        widget=forms.FileInput(attrs={"accept": ACCEPTED_EVIDENCE}),
        help_text=_("A photograph of it, or a PDF of 20 MB at most."),
    )


class SureForm(DeskForm):
    """Nothing to type: the button is the answer."""


class ReasonForm(DeskForm):
    words = _words(_("Why"))


class CorrectForm(DeskForm):
    name = _line(_("Name"))
    name_hi = _line(_("Name in Hindi"), required=False)
    name_ur = _line(_("Name in Urdu"), required=False)
    district = _line(_("District"), longest=40)
    block = _line(_("Block"), longest=60)
    village = _line(_("Village"), longest=80)
    pincode = _line(_("PIN code"), longest=7)
    members = _line(_("Members"), longest=3, help_text=_("As the mission counts."))
    formed_year = _line(_("Formed in"), longest=4)
    tax_status = forms.ChoiceField(label=_("Tax status"), choices=models.TaxStatus.choices)
    gstin = _line(_("GSTIN"), longest=20, required=False)
    mission_code = _line(_("The mission’s number"), longest=24, required=False)
    why = _words(_("Why"))

    def facts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in CORRECTABLE}


class TransferForm(DeskForm):
    village_organisation = _line(_("Village organisation"), required=False)
    federation = _line(_("Federation"), required=False)
    on = _day(_("From"), help_text=_("The first day on which it belongs there."))
    note = _words(
        _("Hand-over"),
        help_text=_("What is under way (orders, payments, goods in stock), and who knows of it."),
    )
    may_be_new = forms.BooleanField(label=_("A name that is not known is new, not mistyped"), required=False)


class MemberForm(DeskForm):
    name = _line(_("Name"))
    phone = _line(_("Phone"), longest=20, required=False, help_text=_("Several members may share one."))
    mission_code = _line(_("Her number in the mission’s system"), longest=24, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=models.GroupRole.choices)
    on = _day(_("Since"))


class RoleForm(DeskForm):
    role = forms.ChoiceField(label=_("Role"), choices=models.GroupRole.choices)
    on = _day(_("From"))
    note = _line(_("Note"), longest=300, required=False)


class LeaveForm(DeskForm):
    on = _day(_("First day on which she is no member"))
    note = _line(_("Note"), longest=300, required=False)


class CrpForm(DeskForm):
    name = _line(_("Name"))
    phone = _line(_("Phone"), longest=20)
    on = _day(_("From"))
    note = _words(_("Hand-over"), required=False)


class OfficerForm(DeskForm):
    name = _line(_("Name"))
    phone = _line(_("Phone"), longest=20, required=False)
    post = forms.ChoiceField(label=_("Post"), choices=models.OfficerPost.choices)
    on = _day(_("From"))
    note = _line(_("Note"), longest=300, required=False)


class LicenceForm(DeskForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=models.LicenceKind.choices)
    number = _line(_("Number"), longest=40)
    valid_from = _day(_("Valid from"))
    last_day = _day(_("Last day"), required=False, help_text=_("Empty where it has no end."))
    paper = _paper(required=False)


class PaperForm(DeskForm):
    paper = _paper()


class VerifyForm(DeskForm):
    how = _line(_("What was looked at"), longest=200, help_text=_("The paper itself, or which register."))


class EndLicenceForm(DeskForm):
    last_day = _day(_("Last day"))
    why = _words(_("Why"))


class ConsentForm(DeskForm):
    what = forms.ChoiceField(label=_("What may be shown"), choices=models.Shown.choices)
    words = _words(_("The sentence that was read to her"), longest=1000)
    language = forms.ChoiceField(label=_("In"), choices=_LANGUAGES)
    means = forms.ChoiceField(label=_("How she agreed"), choices=models.ConsentMeans.choices)
    given_on = _day(_("On"))


class StoryForm(DeskForm):
    story = _words(_("Story"), longest=4000, required=False)
    story_hi = _words(_("Story in Hindi"), longest=4000, required=False)
    story_ur = _words(_("Story in Urdu"), longest=4000, required=False)


class AttestForm(DeskForm):
    requirement = forms.ChoiceField(label=_("What"))
    words = _words(_("What your word rests on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(key, rules.BY_KEY[key].sentence) for key in rules.ATTESTABLE]
        self.fields["requirement"].choices = choices  # type: ignore[attr-defined]


class TakeBackWordForm(DeskForm):
    requirement = forms.ChoiceField(label=_("What"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(key, rules.BY_KEY[key].sentence) for key in rules.ATTESTABLE]
        self.fields["requirement"].choices = choices  # type: ignore[attr-defined]


class SendBackForm(DeskForm):
    """A line for the whole, and one for each requirement that is not as it should be."""

    words = _words(_("To the group"), longest=1000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in rules.REQUIREMENTS:
            if each.needed_to != "never":
                line = forms.CharField(label=str(each.sentence), max_length=300, required=False)
                line.widget.attrs["class"] = "field"
                self.fields[f"reason-{each.key}"] = line

    def reasons(self) -> dict[str, str]:
        found = {key.removeprefix("reason-"): said for key, said in self.cleaned_data.items()}
        return {key: said.strip() for key, said in found.items() if key in rules.BY_KEY and said.strip()}


class BankForm(DeskForm):
    ifsc = _line(_("IFSC"), longest=16)
    number = _line(_("Account number"), longest=30)
    number_again = _line(_("Account number, once more"), longest=30)
    holder_name = _line(_("Account holder, as in the passbook"))
    why = _words(_("Why"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("ifsc", "number", "number_again"):
            self.fields[name].widget.attrs.update({"autocomplete": "off", "dir": "ltr"})

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("number") and given.get("number_again") not in (None, given["number"]):
            self.add_error("number_again", _("The two numbers differ."))
        return given


class ApproveAccountForm(DeskForm):
    words = _words(
        _("What you have seen"),
        required=False,
        help_text=_("Needed where the bank has not confirmed the account: the passbook, a cheque."),
    )


class UploadForm(DeskForm):
    file = forms.FileField(label=_("CSV (UTF-8) or Excel (.xlsx) file"), allow_empty_file=True)
