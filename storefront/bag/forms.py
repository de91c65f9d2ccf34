"""What may be asked of a bag."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

#: More than any stock of handmade goods; what is really left is the store's to say.
MOST_PIECES = 999


class QuantityField(forms.IntegerField):
    def __init__(self, **options: Any) -> None:
        super().__init__(
            min_value=1,
            max_value=MOST_PIECES,
            error_messages={
                "required": _("Say how many pieces you want."),
                "invalid": _("Give the number of pieces in digits, such as 1 or 2."),
                "min_value": _("Take at least one piece."),
                "max_value": _("That is more pieces than we can ever have."),
            },
            **options,
        )

    def to_python(self, value: Any) -> int | None:
        """Digits as people write them; what only Python takes for a number (1_000) is none."""
        if isinstance(value, str) and "_" in value:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class AddForm(forms.Form):
    variant = forms.CharField(
        max_length=128, error_messages={"required": _("Choose which piece you want first.")}
    )
    quantity = QuantityField()


class QuantityForm(forms.Form):
    line = forms.CharField(max_length=128)
    quantity = QuantityField()


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=64,
        error_messages={
            "required": _("Write the code first."),
            "max_length": _("That is longer than any code of ours."),
        },
    )


class RemoveForm(forms.Form):
    line = forms.CharField(max_length=128)
