from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

import catalogue.facade as catalogue
from certification.lots.contracts import Bearer
from certification.lots.services.open_lot import QUANTITY_MAX
from certification.lots.services.set_life import DAYS_MAX, ON_THE_WAY_MAX


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


class LifeForm(forms.Form):
    """A rule said twice is one: no key is needed."""

    kind = forms.ChoiceField(label=_("Kind of goods"), required=False)
    days = forms.IntegerField(
        label=_("Days that they keep when they reach the buyer"), min_value=0, max_value=DAYS_MAX
    )
    on_the_way = forms.IntegerField(
        label=_("Days from order to door, where none is promised yet"), min_value=0, max_value=ON_THE_WAY_MAX
    )
    valid_from = _day(label=_("From"))
    source = forms.CharField(label=_("Where it is written"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(each.slug, each.name) for each in catalogue.kinds()]
        self.fields["kind"].choices = [("", _("All others")), *kinds]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "field")
