"""Lists of products: who sees what, in which order, and the conditions of `where` and `search`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Exists, F, FilteredRelation, FloatField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from commerce.embedded.attribute.selectors import matching_values, number_condition, text_condition
from commerce.embedded.channel.models import Channel
from commerce.embedded.engine.connections import Connection, decode_cursor, page_size
from commerce.embedded.engine.errors import BadInput
from commerce.embedded.engine.ids import pks_of
from commerce.embedded.page.selectors import type_condition
from commerce.embedded.product.counts import RememberedCount, list_key
from commerce.embedded.product.models import (
    AssignedProductValue,
    CollectionProduct,
    Product,
    ProductVariant,
    ProductVariantChannelListing,
)
from commerce.embedded.product.selectors import shown_listings, within
from commerce.embedded.product.shown import WIDE, shown_page
from commerce.embedded.warehouse.models import Stock
from jkrlm.kernel.clock import now

_SEARCH_WORDS_MAX: Final = 12
#: The order of the public's list when none is asked for.
_WINDOW: Final = ("slug", "pk")
#: ProductOrderField -> what is compared, before name, slug and pk.
_ORDERS: Final[dict[str, tuple[str, ...]]] = {
    "NAME": ("name", "slug", "pk"),
    "PRICE": ("list_price", "name", "slug", "pk"),
    "MINIMAL_PRICE": ("list_minimal_price", "name", "slug", "pk"),
    "DATE": ("updated_at", "name", "slug", "pk"),
    "LAST_MODIFIED": ("updated_at", "name", "slug", "pk"),
    "LAST_MODIFIED_AT": ("updated_at", "name", "slug", "pk"),
    "CREATED_AT": ("created_at", "name", "slug", "pk"),
    "TYPE": ("product_type__name", "name", "slug", "pk"),
    "PUBLISHED": ("list_published", "list_published_at", "slug", "pk"),
    "PUBLISHED_AT": ("list_published_at", "name", "slug", "pk"),
    "PUBLICATION_DATE": ("list_published_at", "name", "slug", "pk"),
    "RANK": ("search_rank", "pk"),
}
_LISTING_COLUMNS: Final = {
    "list_price": "here__undiscounted_price_min",
    "list_minimal_price": "here__price_min",
    "list_published": "here__is_published",
    "list_published_at": "here__published_at",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of products: its rows, their order, a cheaper queryset with as many rows, and its count."""

    rows: QuerySet[Product]
    order: tuple[str, ...]
    countable: QuerySet[Any]
    counted: QuerySet[Any] | RememberedCount


def product_listing(
    *,
    channel: Channel | None,
    staff: bool,
    where: Mapping[str, Any] | None = None,
    search: str | None = None,
    sort_by: Mapping[str, Any] | None = None,
    within_path: str | None = None,
) -> Listing:
    """
    Return the list that Query.products means.

    The public sees what is published, priced and visible in a channel, and nothing without one;
    staff see everything, or everything listed in the channel.

    Raises:
        BadInput: an order that needs a search or a channel, without it.
    """
    rows = Product.objects.all()
    only_listings: QuerySet[Any] | None = None
    if channel is not None:
        rows = rows.annotate(here=FilteredRelation("listings", condition=Q(listings__channel=channel)))
        if staff:
            rows = rows.filter(here__isnull=False)
        else:
            rows = rows.filter(
                here__is_published=True,
                here__published_at__lte=now(),
                here__undiscounted_price_min__isnull=False,
                here__visible_in_listings=True,
            )
            only_listings = shown_listings(channel, everywhere=False)
    elif not staff:
        rows = rows.none()
    narrowed = False
    if within_path is not None:
        rows, narrowed = rows.filter(category__path__startswith=within_path), True
    if where:
        rows, narrowed = rows.filter(_condition(where, channel)), True
    if search and search.strip():
        rows, narrowed = _searched(rows, search), True
    else:
        search = None
    order = _order(sort_by, search=search, channel=channel)
    countable: QuerySet[Any] = rows if narrowed or only_listings is None else only_listings
    counted: QuerySet[Any] | RememberedCount = countable
    if channel is not None and search is None:
        key = list_key(channel=channel.pk, staff=staff, where=where or {}, path=within_path)
        counted = RememberedCount(lambda: countable, key)
    used = {name.lstrip("-") for name in order}
    for alias, column in _LISTING_COLUMNS.items():
        if alias in used:
            rows = rows.annotate(**{alias: F(column)})
    if "product_type__name" in used:
        rows = rows.select_related("product_type")
    return Listing(rows.defer(*WIDE), order, countable, counted)


def shop_window(channel: Channel, *, where: Mapping[str, Any], page: Mapping[str, Any]) -> Connection | None:
    """
    Return a page of what shops ask for all day: the public's list in its own order, or products by id.

    None for what only `product_listing` answers: other conditions, other directions, other cursors.
    """
    first, after = page.get("first"), page.get("after")
    if (
        first is None
        or page.get("last") is not None
        or page.get("before") is not None
        or set(where) - {"ids"}
    ):
        return None
    start: tuple[str, int] | None = None
    if after is not None:
        slug, pk = decode_cursor(after, _WINDOW)
        if slug is None or pk is None or not pk.isdecimal() or len(pk) > 18:
            return None
        start = (slug, int(pk))
    size = page_size(first, None, "products")
    ids = where.get("ids")
    nodes, more = shown_page(
        channel, pks=None if ids is None else pks_of(ids, "Product"), after=start, size=size
    )
    total = RememberedCount(
        lambda: product_listing(channel=channel, staff=False, where=where).countable,
        list_key(channel=channel.pk, staff=False, where=where, path=None),
    )
    return Connection(total, nodes, _WINDOW, has_next=more, has_previous=after is not None)


def _order(
    sort_by: Mapping[str, Any] | None, *, search: str | None, channel: Channel | None
) -> tuple[str, ...]:
    field = (sort_by or {}).get("field") or ("RANK" if search and not sort_by else None)
    if field is None:
        return _WINDOW
    if field not in _ORDERS:
        raise BadInput(f"Sorting by {field} is not supported.")
    if field == "RANK" and not search:
        raise BadInput("Sorting by RANK is available only when using a search filter.")
    order = _ORDERS[field]
    if order[0] in _LISTING_COLUMNS and channel is None:
        raise BadInput("A default channel does not exist.")
    descending = sort_by["direction"] == "DESC" if sort_by else True
    return tuple(f"-{name}" for name in order) if descending else order


def words_of(search: str) -> list[str]:
    """Return the words of a search, at most twelve; what is no letter or digit only separates."""
    return re.findall(r"\w+", search.lower()[:400])[:_SEARCH_WORDS_MAX]


def _searched(rows: QuerySet[Product], search: str) -> QuerySet[Product]:
    """All words must occur, each as the beginning of a word."""
    words = words_of(search)
    if not words:
        return rows.none().annotate(search_rank=Cast(Value(0), FloatField()))
    query = SearchQuery(" & ".join(f"'{word}':*" for word in words), config="simple", search_type="raw")
    # A double, for a cursor has to compare equal to what was written into it.
    rank = Cast(SearchRank(F("search_vector"), query), FloatField())
    return rows.filter(search_vector=query).annotate(search_rank=rank)


def _condition(where: Mapping[str, Any], channel: Channel | None) -> Q:
    condition = Q()
    for name, want in where.items():
        if want is None:
            continue
        if name == "and_":
            for part in want:
                condition &= _condition(part, channel)
        elif name == "or_":
            alternatives = Q(pk__in=[])
            for part in want:
                alternatives |= _condition(part, channel)
            condition &= alternatives
        elif name in _PLAIN:
            condition &= _PLAIN[name](want)
        else:
            condition &= _in_channel(name, want, channel)
    return condition


def _moments(want: Mapping[str, Any]) -> Q:
    condition = Q(updated_at=want["eq"]) if want.get("eq") else Q()
    for word, bound in (want.get("range") or {}).items():
        if bound is not None:
            condition &= Q(**{f"updated_at__{word}": bound})
    return condition


def _categories(want: Mapping[str, Any]) -> Q:
    condition = Q()
    if want.get("eq") is not None:
        condition &= within(pks_of([want["eq"]], "Category"))
    if want.get("one_of") is not None:
        condition &= within(pks_of(want["one_of"], "Category"))
    return condition


def _collections(want: Mapping[str, Any]) -> Q:
    links = CollectionProduct.objects.filter(type_condition("collection", want, "Collection"))
    return Q(Exists(links.filter(product=OuterRef("pk"))))


def _attributes(wanted: list[Mapping[str, Any]]) -> Q:
    condition = Q()
    for given in wanted:
        for values in matching_values(given):
            answers = AssignedProductValue.objects.filter(product=OuterRef("pk"), value__in=values)
            condition &= Q(Exists(answers)) if values else Q(pk__in=[])
    return condition


_PLAIN: Final[dict[str, Any]] = {
    "ids": lambda want: Q(pk__in=pks_of(want, "Product")),
    "name": lambda want: text_condition("name", want),
    "slug": lambda want: text_condition("slug", want),
    "product_type": lambda want: type_condition("product_type", want, "ProductType"),
    "category": _categories,
    "collection": _collections,
    "has_category": lambda want: Q(category__isnull=not want),
    "attributes": _attributes,
    "updated_at": _moments,
}


def _in_channel(name: str, want: Any, channel: Channel | None) -> Q:
    """Conditions on the listing; without a channel nothing fits them."""
    if channel is None:
        return Q(pk__in=[])
    if name == "is_available":
        open_now = Q(here__available_for_purchase_at__lte=now())
        closed = Q(here__available_for_purchase_at__isnull=True) | Q(
            here__available_for_purchase_at__gt=now()
        )
        return open_now if want else closed
    if name == "is_published":
        return Q(here__is_published=want)
    if name == "is_visible_in_listing":
        return Q(here__visible_in_listings=want)
    if name == "minimal_price":
        return number_condition("here__price_min", want)
    if name == "price":
        return _price(want, channel)
    return _stock(want == "IN_STOCK", channel)


def _price(want: Mapping[str, Any], channel: Channel) -> Q:
    """
    Some variant costs that much before discounts.

    The listing's least and greatest price decide nearly always; variants are asked only where
    they lie on both sides of what is wanted.
    """
    low, high = "here__undiscounted_price_min", "here__undiscounted_price_max"
    some = ProductVariantChannelListing.objects.filter(
        number_condition("price_amount", want), variant__product=OuterRef("pk"), channel=channel
    )
    differ = Q(**{f"{high}__gt": F(low)})
    return number_condition(low, want) | number_condition(high, want) | (differ & Q(Exists(some)))


def _stock(in_stock: bool, channel: Channel) -> Q:
    """Something of it can be sold from a warehouse of the channel (reservations are not looked at)."""
    stocks = Stock.objects.filter(
        variant=OuterRef("pk"), warehouse__channels=channel, quantity__gt=F("quantity_allocated")
    )
    variants = ProductVariant.objects.filter(Q(track_inventory=False) | Exists(stocks))
    ids = Subquery(variants.values("product"))
    return Q(pk__in=ids) if in_stock else ~Q(pk__in=ids)
