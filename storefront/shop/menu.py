"""The crafts named in the page's head, in the order of the design."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class MenuEntry:
    label: str
    url: str


_CRAFTS: Final[tuple[tuple[Promise | str, str], ...]] = (
    (_("Shawls & stoles"), "shawl"),
    (_("Carpets"), "carpet"),
    (_("Papier-mâché"), "papier-mache"),
    (_("Walnut & wood"), "wood"),
    (_("Saffron"), "saffron"),
    (_("Embroidery & textiles"), "textile"),
)


def menu() -> tuple[MenuEntry, ...]:
    return _menu(get_language() or settings.LANGUAGE_CODE)


@cache
def _menu(_language: str) -> tuple[MenuEntry, ...]:
    """The words and the addresses are the active language's; the argument tells them apart."""
    listing = reverse("storefront:listing")
    entries = [MenuEntry(str(label), f"{listing}?category={code}") for label, code in _CRAFTS]
    makers = MenuEntry(str(_("Meet the makers")), reverse("storefront:makers"))
    return (*entries, makers, MenuEntry(str(_("Exhibitions")), reverse("exhibitions_public:listed")))
