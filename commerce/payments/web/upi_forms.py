"""What finance types about money by UPI."""

from typing import Any

from django import forms


class DeskForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "field")


def _words(label: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=300, required=required, widget=forms.Textarea(attrs={"rows": 2})
    )


class MatchForm(DeskForm):
    reference = forms.CharField(
        label="Our reference of the payment", max_length=20, help_text="Eleven signs, such as UC7K3Q9XABC."
    )
    reason = _words("Why it is this payment")


class BackForm(DeskForm):
    reason = _words("Why it goes back")


class PayeeForm(DeskForm):
    payee = forms.CharField(
        label="Who gets it: name, and UPI address or account with IFSC",
        max_length=120,
        help_text="As the bank tells of the payer, or as the buyer wrote to us.",
    )


class AnswerForm(DeskForm):
    answer = _words("Why not", required=False)
