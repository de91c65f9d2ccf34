"""The home page: crafts, new goods, makers, districts."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from catalogue.facade import FacetValue, SearchQuery, categories, search
from exhibitions.plan.facade import ExhibitionState, announced, days_words
from jkrlm.kernel import clock
from storefront.shop.caching import PER_VISITOR
from storefront.shop.goods import cards_of
from storefront.shop.makers import maker_rows

NEW_GOODS: Final = 8
MAKERS_SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class Tile:
    """A craft's tile; ``small`` and ``large`` are paths of its static picture, 480 and 960 pixels wide."""

    name: str
    url: str
    small: str
    large: str
    count: int


@dataclass(frozen=True, slots=True)
class PlaceLink:
    name: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class FairStrip:
    """The exhibition that is on, or comes next."""

    name: str
    url: str
    days: str
    place: str
    is_now: bool


def tiles(counted: tuple[FacetValue, ...]) -> tuple[Tile, ...]:
    """The categories that have goods, in the catalogue's order."""
    counts = {value.slug: value.count for value in counted}
    language, listing = get_language() or "en", reverse("storefront:listing")
    return tuple(
        Tile(
            name=category.name_in(language),
            url=f"{listing}?category={category.slug}",
            small=category.picture,
            large=category.picture_large,
            count=counts[category.slug],
        )
        for category in categories()
        if counts.get(category.slug)
    )


def places(counted: tuple[FacetValue, ...]) -> tuple[PlaceLink, ...]:
    listing = reverse("storefront:listing")
    return tuple(
        PlaceLink(value.name, f"{listing}?district={value.slug}", value.count)
        for value in sorted(counted, key=lambda value: value.name)
        if value.count
    )


def next_fair(today: date) -> FairStrip | None:
    """The exhibition that is open, or opens next; None where none is announced."""
    ahead = [
        each for each in announced() if each.closes_on >= today and each.state != ExhibitionState.CANCELLED
    ]
    if not ahead:
        return None
    fair = ahead[0]
    return FairStrip(
        name=fair.names[(get_language() or "en").split("-")[0]],
        url=reverse("exhibitions_public:one", args=(fair.slug,)),
        days=days_words(fair.opens_on, fair.closes_on),
        place=f"{fair.venue}, {fair.town}",
        is_now=fair.state == ExhibitionState.RUNNING and fair.opens_on <= today,
    )


@require_safe
@vary_on_headers(*PER_VISITOR)
def home(request: HttpRequest) -> HttpResponse:
    found = search(SearchQuery(available=("ready", "made-to-order"), page_size=NEW_GOODS))
    context = {
        "tiles": tiles(found.facets.get("category", ())),
        "goods": cards_of(found.product_ids),
        "makers": maker_rows(MAKERS_SHOWN),
        "places": places(found.facets.get("district", ())),
        "fair": next_fair(clock.today()),
    }
    return render(request, "storefront/shop/home.html", context)
