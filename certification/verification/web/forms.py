from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: What may be wrong with a label or its piece; the first words of the complaint.
PROBLEMS: Final[dict[str, Promise]] = {
    "picture": _("It does not match the picture"),
    "copied": _("The label looks copied"),
    "opened": _("The label was opened or torn"),
    "quality": _("The goods are not what the certificate says"),
    "other": _("Something else"),
}


class ReportForm(forms.Form):
    """``key`` is made when the page is drawn: sent twice, it is one report."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    what = forms.ChoiceField(label=_("What is wrong"))
    words = forms.CharField(
        label=_("Tell us more, if you like"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    contact = forms.CharField(
        label=_("Phone or e-mail, if you want an answer"), required=False, max_length=120
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *PROBLEMS.items()]
        for each in self.fields.values():
            each.widget.attrs.setdefault("class", "field")
