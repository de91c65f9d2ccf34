"""What a buyer asks of the listing, read from the address and written back into one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalogue.facade import AVAILABILITY, LAST_PAGE, SORTS, SearchQuery, Sort

#: Longer searches find nothing more; the rest is cut off and the page says so.
LONGEST_SEARCH: Final = 200
LONGEST_SLUG: Final = 60
MOST_CHOICES: Final = 40
#: Above any price of handmade goods, and inside the index's number column.
HIGHEST_PRICE: Final = Decimal(99_999_999)


@dataclass(frozen=True, slots=True)
class Filters:
    """One question to the listing; slugs that nobody knows are kept and match nothing."""

    q: str = ""
    category: str = ""
    crafts: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    certified: bool = False
    gi: bool = False
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    available: tuple[str, ...] = ()
    sort: Sort | None = None
    page: int = 1
    #: What was asked for and could not be understood, in sentences.
    notices: tuple[str, ...] = field(default=(), compare=False)

    @property
    def order(self) -> Sort:
        """The order asked for; a search shows the best answers first, a walk through the shop the newest."""
        return self.sort or ("relevance" if self.q else "newest")

    @property
    def is_narrowed(self) -> bool:
        return self.narrowed_count > 0 or bool(self.q) or bool(self.category)

    @property
    def narrowed_count(self) -> int:
        """How many filters of the panel are set."""
        return (
            len(self.crafts)
            + len(self.districts)
            + len(self.available)
            + self.certified
            + self.gi
            + (self.price_min is not None or self.price_max is not None)
        )

    def pairs(self) -> list[tuple[str, str]]:
        """The address's parameters, in one order, without what is empty or usual."""
        pairs = [("q", self.q), ("category", self.category)]
        pairs += [("craft", slug) for slug in self.crafts]
        pairs += [("district", slug) for slug in self.districts]
        pairs += [
            ("certified", "1" if self.certified else ""),
            ("gi", "1" if self.gi else ""),
            ("price_min", "" if self.price_min is None else f"{self.price_min:f}"),
            ("price_max", "" if self.price_max is None else f"{self.price_max:f}"),
            *(("available", kind) for kind in self.available),
            ("sort", self.sort or ""),
            ("page", "" if self.page == 1 else str(self.page)),
        ]
        return [(key, value) for key, value in pairs if value]

    def kept_by_sort(self) -> list[tuple[str, str]]:
        """What the sort form sends along, so that sorting loses no filter."""
        return [(key, value) for key, value in self.pairs() if key not in ("sort", "page")]

    def to_query(self, *, page_size: int) -> SearchQuery:
        """The question in the catalogue's words: what is not asked for does not matter."""
        return SearchQuery(
            q=self.q,
            category=self.category,
            crafts=self.crafts,
            districts=self.districts,
            certified=True if self.certified else None,
            gi=True if self.gi else None,
            price_min=self.price_min,
            price_max=self.price_max,
            available=self.available,
            sort=self.sort,
            page=self.page,
            page_size=page_size,
        )

    def url(self, path: str) -> str:
        query = urlencode(self.pairs())
        return f"{path}?{query}" if query else path

    def first_page(self, **changes: object) -> "Filters":
        """The same question with something changed; it starts at page one again."""
        return replace(self, page=1, notices=(), **changes)  # type: ignore[arg-type]


def _text(value: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in value).split())


def _slugs(values: list[str]) -> tuple[str, ...]:
    found = dict.fromkeys(_text(value)[:LONGEST_SLUG] for value in values[:MOST_CHOICES])
    return tuple(slug for slug in found if slug)


def _price(params: Mapping[str, str], name: str, sentence: str, notices: list[str]) -> Decimal | None:
    raw = _text(params.get(name, "")).replace(",", "").removeprefix("₹").strip()
    if not raw:
        return None
    try:
        amount = Decimal(raw[:20])
    except InvalidOperation:
        notices.append(sentence)
        return None
    if not amount.is_finite() or amount < 0:
        notices.append(sentence)
        return None
    return min(amount, HIGHEST_PRICE).quantize(Decimal("0.01")).normalize() + 0


def _flag(params: Mapping[str, str], name: str) -> bool:
    return params.get(name, "").strip().lower() in ("1", "true", "yes", "on")


def _page(params: Mapping[str, str]) -> int:
    raw = params.get("page", "").strip()
    return min(max(int(raw), 1), LAST_PAGE) if raw.isascii() and raw.isdecimal() and len(raw) < 10 else 1


def read_filters(params: QueryDict) -> Filters:
    """Understand an address. Nothing in it is an error: what makes no sense is left out, and said."""
    notices: list[str] = []
    single: dict[str, str] = {key: params.get(key, "") or "" for key in params}
    q = _text(single.get("q", ""))
    if len(q) > LONGEST_SEARCH:
        notices.append(_("The search was very long. Only its beginning was used."))
        q = q[:LONGEST_SEARCH].rsplit(" ", 1)[0]
    if q and not any(char.isalnum() for char in q):
        notices.append(_("There is no word in the search, so all goods are shown."))
        q = ""
    low = _price(single, "price_min", _("The lowest price is no number, so it was left out."), notices)
    high = _price(single, "price_max", _("The highest price is no number, so it was left out."), notices)
    if low is not None and high is not None and low > high:
        low, high = high, low
    sort = single.get("sort", "")
    return Filters(
        q=q,
        category=_text(single.get("category", ""))[:LONGEST_SLUG],
        crafts=_slugs(params.getlist("craft")),
        districts=_slugs(params.getlist("district")),
        certified=_flag(single, "certified"),
        gi=_flag(single, "gi"),
        price_min=low,
        price_max=high,
        available=tuple(kind for kind in AVAILABILITY if kind in params.getlist("available")),
        sort=next((known for known in SORTS if known == sort), None),
        page=_page(single),
        notices=tuple(notices),
    )
