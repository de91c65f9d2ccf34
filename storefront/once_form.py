"""The form of public pages that write something."""

import uuid
from typing import Any

from django import forms


class OnceForm(forms.Form):
    """``key`` is made when the page is drawn: sent twice, it is done once."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, initial: dict[str, object] | None = None, **kwargs: Any) -> None:
        super().__init__(data, initial={"key": uuid.uuid4(), **(initial or {})}, **kwargs)
        for each in self.fields.values():
            each.widget.attrs.setdefault("class", "field")
