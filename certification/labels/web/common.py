"""What the pages share: who may, and how a refusal is told."""

from typing import Any, Final

from django import forms

from jkrlm.people.facade import Role

#: Who has labels made and takes them out of use; who puts them on pieces; who looks on.
MAKERS: Final = (Role.OFFICER,)
HANDS: Final = (Role.OFFICER, Role.INSPECTOR)
READERS: Final = (*HANDS, Role.ADMINISTRATOR)


class DeskForm(forms.Form):
    """Every field is drawn alike."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "field")


def number(text: str) -> int:
    """Return a whole number of an address; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0
