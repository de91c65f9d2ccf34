"""Forms of the tax desk."""

from django import forms


class VoidForm(forms.Form):
    reason = forms.CharField(
        label="Why it is made void",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2, "class": "field"}),
        help_text="It stays on the document and in the series.",
    )
    replace = forms.BooleanField(
        label="Issue it anew at once, with the next number", required=False, initial=True
    )
