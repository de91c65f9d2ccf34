from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.lots.contracts import Bearer
from certification.lots.services.open_lot import QUANTITY_MAX


class DeskForm(forms.Form):
    """``key`` is made when the page is drawn: pressed twice, it is one act."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "field")


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)


class LotForm(DeskForm):
    sku = forms.CharField(label=_("Goods, by their number (SKU)"), max_length=120)
    quantity = forms.IntegerField(label=_("How many pieces"), min_value=1, max_value=QUANTITY_MAX)
    made_on = _day(label=_("Made on"))
    expires_on = _day(label=_("Last day of sale, for goods that expire"), required=False)


class RecallForm(DeskForm):
    """Nobody is preselected: who bears the cost is a decision."""

    reason = forms.CharField(
        label=_("Why it is called back; buyers read this"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    bearer = forms.ChoiceField(label=_("Who bears the cost"), choices=[("", _("Choose")), *Bearer.choices])
