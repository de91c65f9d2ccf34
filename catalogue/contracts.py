"""What crosses the door: frozen values, no models."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, Literal

Sort = Literal["relevance", "newest", "price", "-price", "name"]
SORTS: Final[tuple[Sort, ...]] = ("relevance", "newest", "price", "-price", "name")

#: Can be sent from stock; is made when ordered; cannot be had now.
AVAILABILITY: Final = ("ready", "made-to-order", "sold-out")

#: No page beyond this is searched for; a buyer narrows the search instead.
LAST_PAGE: Final = 1000


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """
    What a buyer asks for. Empty or None means "do not care"; values in one facet are alternatives.

    ``category``, ``crafts``, ``districts`` are slugs (unknown ones match nothing); ``available`` holds values
    of AVAILABILITY; prices are rupees with tax, both ends included; ``page`` counts from 1. ``relevance`` is
    the order where there are words and none was chosen, ``newest`` where there are no words.
    """

    q: str = ""
    category: str = ""
    crafts: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    certified: bool | None = None
    gi: bool | None = None
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    available: tuple[str, ...] = ()
    sort: Sort | None = None
    page: int = 1
    page_size: int = 24


@dataclass(frozen=True, slots=True)
class FacetValue:
    """
    One choice of a facet; the count ignores what is chosen in this facet itself.

    Of a price band, ``low`` and ``high`` are the price_min and price_max that ask for it, in rupees.
    """

    slug: str
    name: str
    count: int
    selected: bool = False
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """
    One page of store ids in order, how many there are in all, and the facets.

    ``facets`` has the keys category, craft, district, certified, gi, availability, price. ``corrected`` is
    the text that was searched for instead of the words typed, or None.
    """

    product_ids: tuple[str, ...]
    total: int
    page: int
    pages: int
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    corrected: str | None = None


@dataclass(frozen=True, slots=True)
class Craft:
    """A craft by which buyers narrow the listing; ``category`` is the slug of the category it belongs to."""

    slug: str
    name: str
    name_hi: str
    name_ur: str
    category: str

    def name_in(self, language: str) -> str:
        """Return the name in ``en``, ``hi`` or ``ur``."""
        return {"hi": self.name_hi, "ur": self.name_ur}.get(language[:2], self.name)


@dataclass(frozen=True, slots=True)
class Category:
    """
    One of the kinds of goods, with what to tell a buyer about their care, by language.

    The pictures are static files, 480 and 960 pixels wide, 16:9, made by a program: say so beside them.
    """

    slug: str
    name: str
    name_hi: str
    name_ur: str
    care: Mapping[str, str]
    picture: str
    picture_large: str
    picture_alt: str

    def name_in(self, language: str) -> str:
        """Return the name in ``en``, ``hi`` or ``ur``."""
        return {"hi": self.name_hi, "ur": self.name_ur}.get(language[:2], self.name)


@dataclass(frozen=True, slots=True)
class District:
    """One of the twenty districts."""

    slug: str
    name: str
    name_hi: str
    name_ur: str
    division: str

    def name_in(self, language: str) -> str:
        """Return the name in ``en``, ``hi`` or ``ur``."""
        return {"hi": self.name_hi, "ur": self.name_ur}.get(language[:2], self.name)
