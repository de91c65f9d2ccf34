from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.labels.layouts import LAYOUTS
from certification.labels.services.make_batch import COUNT_MAX
from certification.labels.states import LabelStateName
from certification.labels.web.common import DeskForm

_CODES: Final = forms.Textarea(attrs={"rows": 4, "autocapitalize": "characters", "spellcheck": "false"})


class BatchForm(DeskForm):
    """``key`` is made when the page is drawn: pressed twice, it is one batch."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    certificate = forms.CharField(label=_("Certificate"), max_length=40)
    count = forms.IntegerField(label=_("How many labels"), min_value=1, max_value=COUNT_MAX)
    layout = forms.ChoiceField(
        label=_("Sheet or roll"),
        choices=[("", _("Choose")), *((each.key, each.title) for each in LAYOUTS.values())],
    )


class AttachForm(DeskForm):
    codes = forms.CharField(
        label=_("Codes on the pieces, typed or scanned, one a line"), max_length=60_000, widget=_CODES
    )
    unit = forms.CharField(label=_("How the piece is told apart, if it is"), max_length=60, required=False)


class OutForm(DeskForm):
    codes = forms.CharField(label=_("Codes, typed or scanned, one a line"), max_length=60_000, widget=_CODES)
    state = forms.ChoiceField(
        label=_("What they are now"),
        choices=[
            ("", _("Choose")),
            (LabelStateName.SPOILED, _("Spoiled: torn, misprinted, stuck wrongly")),
            (LabelStateName.VOID, _("Void: lost, stolen, not needed")),
        ],
    )
    reason = forms.CharField(label=_("What happened"), max_length=200)
