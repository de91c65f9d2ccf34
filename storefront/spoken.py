"""
What the store says, in the reader's language: asked for with the page, said to be English where it is.

English costs nothing: its texts are the goods' own, and no translation is asked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, Protocol

from django.conf import settings
from django.utils.translation import get_language

from catalogue.facade import categories, districts
from commerce.client import LanguageCodeEnum
from commerce.facade import public_store
from sellers.registry.facade import Group

ENGLISH: Final = "en"
#: The store answers for so many pieces at once.
MOST: Final = 48


class Translation(Protocol):
    @property
    def name(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Said:
    """A text as it is shown; ``lang`` is set where it is in another language than the page."""

    text: str
    lang: str = ""


def reader() -> str:
    """The two letters of the page's language."""
    return (get_language() or ENGLISH).split("-")[0]


def asked() -> dict[str, Any]:
    """The variables by which a document asks for the reader's language; none for English."""
    code = reader()
    return {} if code == ENGLISH else {"language": LanguageCodeEnum(code.upper()), "translated": True}


def name_of(english: str, translation: Translation | None) -> Said:
    """The name of goods."""
    if reader() == ENGLISH:
        return Said(english)
    translated = (translation.name or "").strip() if translation else ""
    return Said(translated) if translated else Said(english, ENGLISH)


def name_in_line(line: Any) -> Said:
    """What an order's line is called: goods that the store has no more keep the name they were sold by."""
    return name_of(line.product_name, line.variant.product.translation if line.variant else None)


def names_of(product_ids: Iterable[str]) -> dict[str, str]:
    """What goods are called in the page's language, where they have a name in it; asks nothing in English."""
    ids = sorted({each for each in product_ids if each})
    if reader() == ENGLISH or not ids:
        return {}
    found = public_store().product_cards(ids=ids[:MOST], channel=settings.CHANNEL_ONLINE, **asked()).products
    names = {edge.node.id: name_of("", edge.node.translation).text for edge in found.edges} if found else {}
    return {product_id: name for product_id, name in names.items() if name}


def by_quantity(name: str, quantity: int) -> str:
    return name if quantity == 1 else f"{quantity} × {name}"


def district_name(english: str) -> str:
    """The district's name in the page's language."""
    return _district_name(english, get_language() or ENGLISH)


@lru_cache(maxsize=1_000)
def _district_name(english: str, language: str) -> str:
    return next((one.name_in(language) for one in districts() if one.name == english), english)


def category_name(slug: str, in_store: str) -> str:
    """The category's name in the page's language; as the store has it where the catalogue knows no other."""
    language = get_language() or ENGLISH
    return next((one.name_in(language) for one in categories() if one.slug == slug), in_store)


def group_name(group: Group) -> str:
    names: Mapping[str, str] = {"hi": group.name_hi, "ur": group.name_ur}
    return names.get(reader(), "") or group.name
