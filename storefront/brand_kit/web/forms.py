"""What somebody asks of the kit, read from the address: a paper can be asked for again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from storefront.brand_kit.brand import MOST_COPIES, SHEETS
from storefront.brand_kit.contracts import KitPiece

BOOK = "look-book"


@dataclass(frozen=True, slots=True)
class Wish:
    """What to print: ``kind`` is a key of SHEETS or BOOK."""

    kind: str
    slugs: frozenset[str]
    language: str
    copies: int
    with_price: bool
    for_printer: bool

    def chosen(self, pieces: tuple[KitPiece, ...]) -> list[KitPiece]:
        return [piece for piece in pieces if piece.slug in self.slugs]


def page_asked(typed: str) -> int:
    """Return the page of the goods that an address names; the first where it makes no sense."""
    return max(1, int(typed)) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 1


class KitForm(forms.Form):
    """``piece`` holds the addresses of the goods; those that are not the asker's are left out by the view."""

    kind = forms.ChoiceField(
        label=_("What to print"),
        choices=[*((key, sheet.name) for key, sheet in SHEETS.items()), (BOOK, _("Look book"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what to print."), "invalid_choice": _("Choose what to print.")},
    )
    language = forms.ChoiceField(label=_("Language on paper"), choices=settings.LANGUAGES, required=False)
    copies = forms.IntegerField(
        label=_("How many of each"), min_value=1, max_value=MOST_COPIES, required=False
    )
    price = forms.BooleanField(label=_("With the price"), required=False)
    printer = forms.BooleanField(
        label=_("For a printing house (3 mm of colour beyond the cut)"), required=False
    )

    def wish(self, slugs: Iterable[str]) -> Wish:
        """Return what was asked for these pieces; call it after ``is_valid``."""
        typed: dict[str, Any] = self.cleaned_data
        return Wish(
            kind=typed["kind"],
            slugs=frozenset(slugs),
            language=typed["language"] or (get_language() or "en")[:2],
            copies=typed["copies"] or 1,
            with_price=typed["price"],
            for_printer=typed["printer"],
        )
