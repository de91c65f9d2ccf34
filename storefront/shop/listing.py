"""The listing at /products/: search, facets, cards."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from catalogue.facade import FacetValue, SearchResult, Sort, search
from jkrlm.kernel.money import Money
from storefront.formats import rupees
from storefront.shop.caching import PER_VISITOR
from storefront.shop.filters import Filters, read_filters
from storefront.shop.goods import cards_of
from storefront.shop.paging import Pager, pager
from storefront.shop.rows import CardRow

PAGE_SIZE: Final = 24
#: The first row of cards on the widest screen: their pictures are asked for at once.
FIRST_ROW: Final = 4
CHOICES_SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """One fold of the panel: checkboxes named ``name``; ``more`` are folded away once again."""

    name: str
    legend: str
    choices: tuple[FacetValue, ...]
    more: tuple[FacetValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A checkbox of its own parameter: certified, or gi."""

    name: str
    value: FacetValue


@dataclass(frozen=True, slots=True)
class PriceBand:
    label: str
    url: str
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class SortChoice:
    value: Sort
    label: str
    selected: bool


@dataclass(frozen=True, slots=True)
class ListingPage:
    """Everything that the template draws."""

    title: str
    eyebrow: str
    count: str
    range: str
    total: int
    cards: list[CardRow]
    chips: list[Chip]
    groups: list[FacetGroup]
    stock: FacetGroup
    marks: list[Mark]
    bands: list[PriceBand]
    sorts: list[SortChoice]
    pager: Pager
    filters: Filters
    corrected: str | None
    clear_url: str
    canonical: str
    first_row: int = FIRST_ROW

    @property
    def in_english(self) -> bool:
        """Whether a name is shown in English because there is none in the page's language."""
        return any(card.lang for card in self.cards)


def sort_names() -> dict[Sort, str]:
    return {
        "relevance": _("Best match"),
        "newest": _("Newest"),
        "price": _("Price, low first"),
        "-price": _("Price, high first"),
        "name": _("Name"),
    }


def _group(name: str, legend: str, values: tuple[FacetValue, ...], *, fold: bool = True) -> FacetGroup:
    """Put what is chosen first, drop what leads nowhere, fold the rest away."""
    useful = [value for value in values if value.count or value.selected]
    if not fold or len(useful) <= CHOICES_SHOWN + 1:
        return FacetGroup(name, legend, tuple(useful))
    useful.sort(key=lambda value: not value.selected)
    shown = max(CHOICES_SHOWN, sum(value.selected for value in useful))
    return FacetGroup(name, legend, tuple(useful[:shown]), tuple(useful[shown:]))


def _groups(result: SearchResult) -> list[FacetGroup]:
    facets = result.facets
    groups = [
        _group("craft", _("Craft"), facets.get("craft", ())),
        _group("district", _("District"), facets.get("district", ())),
    ]
    return [group for group in groups if group.choices]


def _marks(result: SearchResult) -> list[Mark]:
    """The two marks as checkboxes; a mark that nothing carries is left out."""
    return [
        Mark(name, value)
        for name in ("certified", "gi")
        for value in result.facets.get(name, ())
        if value.count or value.selected
    ]


def _rupees(amount: Decimal) -> str:
    return rupees(Money(amount, "INR"))


def _price_label(low: Decimal | None, high: Decimal | None) -> str:
    if low and high is not None:
        return _("%(low)s to %(high)s") % {"low": _rupees(low), "high": _rupees(high)}
    if high is not None:
        return _("Up to %(high)s") % {"high": _rupees(high)}
    return _("From %(low)s") % {"low": _rupees(low or Decimal(0))}


def _bands(result: SearchResult, filters: Filters, path: str) -> list[PriceBand]:
    return [
        PriceBand(
            label=value.name,
            url=filters.first_page(price_min=value.low, price_max=value.high).url(path),
            count=value.count,
            current=value.selected,
        )
        for value in result.facets.get("price", ())
        if value.count or value.selected
    ]


def _chips(result: SearchResult, filters: Filters, path: str) -> list[Chip]:
    """One chip for each filter that is set, with the address without it."""

    def named(facet: str, slug: str) -> str:
        return next((value.name for value in result.facets.get(facet, ()) if value.slug == slug), slug)

    def chip(label: str, **without: object) -> Chip:
        return Chip(label, filters.first_page(**without).url(path))

    def others(chosen: tuple[str, ...], slug: str) -> tuple[str, ...]:
        return tuple(one for one in chosen if one != slug)

    chips: list[Chip] = []
    if filters.q:
        chips.append(chip(_("“%(words)s”") % {"words": filters.q}, q=""))
    if filters.category:
        chips.append(chip(named("category", filters.category), category=""))
    chips += [chip(named("craft", s), crafts=others(filters.crafts, s)) for s in filters.crafts]
    chips += [chip(named("district", s), districts=others(filters.districts, s)) for s in filters.districts]
    if filters.price_min is not None or filters.price_max is not None:
        band = next((value.name for value in result.facets.get("price", ()) if value.selected), "")
        label = band or _price_label(filters.price_min, filters.price_max)
        chips.append(chip(label, price_min=None, price_max=None))
    if filters.certified:
        chips.append(chip(named("certified", "1"), certified=False))
    if filters.gi:
        chips.append(chip(named("gi", "1"), gi=False))
    chips += [
        chip(named("availability", s), available=others(filters.available, s)) for s in filters.available
    ]
    return chips


def _title(result: SearchResult, filters: Filters) -> tuple[str, str]:
    """Return the small line and the title."""
    if filters.q:
        return _("Search"), _("Results for “%(words)s”") % {"words": result.corrected or filters.q}
    if filters.category:
        values = result.facets.get("category", ())
        name = next((value.name for value in values if value.slug == filters.category), "")
        if name:
            return _("All crafts"), name
    return _("All crafts"), _("Made in the valley and the hills")


def listing_page(filters: Filters, path: str) -> ListingPage:
    result = search(filters.to_query(page_size=PAGE_SIZE))
    filters = replace(filters, page=result.page)
    eyebrow, title = _title(result, filters)
    first = (result.page - 1) * PAGE_SIZE + 1 if result.total else 0
    names = sort_names()
    return ListingPage(
        title=title,
        eyebrow=eyebrow,
        count=ngettext("%(n)s piece", "%(n)s pieces", result.total) % {"n": _count(result.total)},
        range=_("Pieces %(first)d to %(last)d of %(total)d")
        % {"first": first, "last": first + len(result.product_ids) - bool(first), "total": result.total},
        total=result.total,
        cards=cards_of(result.product_ids),
        chips=_chips(result, filters, path),
        groups=_groups(result),
        stock=_group("available", _("Availability"), result.facets.get("availability", ()), fold=False),
        marks=_marks(result),
        bands=_bands(result, filters, path),
        sorts=[
            SortChoice(value, label, value == filters.order)
            for value, label in names.items()
            if value != "relevance" or filters.q
        ],
        pager=pager(result.page, result.pages, lambda number: replace(filters, page=number).url(path)),
        filters=filters,
        corrected=result.corrected,
        clear_url=path,
        canonical=replace(filters, sort=None).url(path),
    )


def _count(number: int) -> str:
    return rupees(Money(Decimal(number), "INR")).removeprefix("₹")


@require_safe
@vary_on_headers(*PER_VISITOR)
def listing(request: HttpRequest) -> HttpResponse:
    """The whole page, or only its body where htmx asks to swap it."""
    path = reverse("storefront:listing")
    filters = read_filters(request.GET)
    page = listing_page(filters, path)
    if filters.page > page.filters.page:
        return HttpResponseRedirect(page.filters.url(path))
    partial = request.headers.get("HX-Target") == "listing"
    template = "storefront/shop/listing_body.html" if partial else "storefront/shop/listing.html"
    context = {"page": page, "search_text": filters.q, "partial": partial}
    return render(request, template, context)
